"""What does the worker do for this room? Binding volumes: two thousand pages are not set while somebody waits."""

import uuid

from django.apps import apps
from django.urls import reverse
from procrastinate.contrib.django import app

from shanzhi.identity.actions import notify
from shanzhi.identity.models import User
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.tasks import BackOff
from shanzhi.registry.models import Agency

from .actions import bind_volumes
from .queries.archive import known_facts


@app.task(name="dossier.bind", queue="papers", retry=BackOff())
def bind(kind: str, subject: str, agency: str, title: str, by: str, cause: str) -> None:
    """Bind the volumes of a subject and tell who asked for them, or why they could not be bound."""
    user = User.objects.get(pk=by)
    row = apps.get_model(kind)._default_manager.get(pk=subject)
    try:
        made = bind_volumes(
            subject=row, agency=Agency.objects.get(pk=agency), title=title, facts=known_facts(row), by=user
        )
    except NotAllowed as refusal:
        text, url = f"《{title}》没有装订：{refusal}", reverse("dossier:file", args=[kind, subject])
    else:
        pages = "、".join(f"{one.get_volume_display()}{one.page_count}页" for one in made)
        text, url = f"《{title}》已装订：{pages}。", reverse("dossier:volume", args=[made[0].pk])
    notify(users=[user], text=text, cause_id=uuid.UUID(cause), url=url)

"""The page on which a county trains, judges, puts in force and takes back what suggests for it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import EventType

from .. import actions
from ..forms.triage import SettingForm, TrainForm
from ..jobs import train_triage
from ..models import TriageModel
from ..queries.hits import bands_of, weeks_of
from ..queries.learned import own_material, setting_of

MANAGE = "dispatch.manage_triage"
PAGE = 10


@requires(MANAGE)
def triage(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def _page(request: SignedInRequest, **forms: Any) -> HttpResponse:
    county, now = request.user.county, timezone.now()
    rows = (
        TriageModel.objects.filter(county=county).defer("weights", "material").select_related("asked_by", "in_force_by")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names = dict(EventType.objects.filter(county=county).values_list("code", "name"))
    context = {
        "page": page,
        "versions": [(row, _confusion(row, names)) for row in page.object_list],
        "in_force": rows.filter(state=TriageModel.State.IN_FORCE).first(),
        "train_form": TrainForm(),
        "form": SettingForm(setting=setting_of(county)),
        "shortage": own_material(county).shortage,
        "weeks": {"type": weeks_of(county, "type", now), "unit": weeks_of(county, "unit", now)},
        "bands": bands_of(county, "type", now),
        **forms,
    }
    faulty = any(form.is_bound for form in forms.values())
    return render(request, "dispatch/triage.html", context, status=422 if faulty else 200)


def _confusion(row: TriageModel, names: dict[str, str]) -> list[tuple[str, str, int]]:
    return [
        (names.get(truth, truth), names.get(said, said), times)
        for truth, said, times in row.figures.get("confusion", [])
    ]


@require_POST
@requires(MANAGE)
def train_model(request: SignedInRequest) -> HttpResponse:
    form = TrainForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, train_form=form)
    file = form.cleaned_data["file"]
    try:
        with transaction.atomic():
            row = actions.ask_training(
                county=request.user.county,
                by=request.user,
                file_name=file.name if file else "",
                data=file.read() if file else b"",
            )
            train_triage.defer(model=str(row.pk))
    except NotAllowed as refusal:
        _say(form, refusal)
        return _page(request, train_form=form)
    messages.success(request, _("%(row)s已提交训练，练好后出现在下面，由您决定是否启用。") % {"row": row})
    return redirect("dispatch:triage")


@require_POST
@requires(MANAGE)
def put_model_in_force(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(TriageModel.objects.only("pk"), pk=pk, county=request.user.county)
    try:
        done = actions.put_model_in_force(model_id=row.pk, by=request.user)
        messages.success(request, _("%(row)s已启用，原来的一版留作备用。") % {"row": done})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("dispatch:triage")


@require_POST
@requires(MANAGE)
def roll_model_back(request: SignedInRequest) -> HttpResponse:
    try:
        before = actions.roll_model_back(county=request.user.county, by=request.user)
        text = _("已退回，改用%(row)s。") % {"row": before} if before else _("已退回，建议只按规则和清单给出。")
        messages.success(request, text)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("dispatch:triage")


@require_POST
@requires(MANAGE)
def set_triage(request: SignedInRequest) -> HttpResponse:
    form = SettingForm(request.POST, setting=setting_of(request.user.county))
    if not form.is_valid():
        return _page(request, form=form)
    try:
        actions.set_triage(county=request.user.county, by=request.user, **form.cleaned_data)
    except NotAllowed as refusal:
        _say(form, refusal)
        return _page(request, form=form)
    messages.success(request, _("分拨设置已保存，即刻生效。"))
    return redirect("dispatch:triage")


def _say(form: Any, refusal: NotAllowed) -> None:
    for found in refusal.obstacles:
        form.add_error(None, f"{found}" if not found.remedy else f"{found} {found.remedy}。")

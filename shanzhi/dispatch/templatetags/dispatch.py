"""Words of this room's templates: where a verb's page is, what an alarm means."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shanzhi.dispatch.rules.alarms import LABELS
from shanzhi.web.templatetags.web import light as light_tag
from shanzhi.web.templatetags.web import when as when_tag

register = template.Library()


@register.simple_tag
def verb_url(verb: str, matter_id: uuid.UUID) -> str:
    """Return the address of a verb's page."""
    return reverse(f"dispatch:{verb}", args=[matter_id])


@register.simple_tag
def line_url(line: Any) -> str:
    """Return the address of what a worklist line is about."""
    return reverse("dispatch:worklist").removesuffix("work/") + str(line.address)


@register.filter
def alarm_words(tag: str) -> str:
    """Return an alarm in words."""
    return LABELS.get(tag, tag)


ROW = (
    '<tr data-id="{}"><th scope="row" data-label="{}"><a href="{}" hx-get="{}" hx-target="#drawer-body"'
    ' hx-select="[data-fragment]" hx-swap="innerHTML ignoreTitle:true" data-drawer>{}</a><br>'
    '<span class="quiet small">{}</span></th><td data-label="{}">{}</td><td data-label="{}">{}</td>'
    '<td data-label="{}">{}</td><td data-label="{}"><span>{}</span></td></tr>'
)
URGENT = {1: "较急", 2: "紧急"}


@register.simple_tag
def work_rows(lines: Iterable[Any]) -> SafeString:
    """Return the rows of a worklist. Fifty of them are most of the page, so they are written in one go, not by template."""
    labels = [_("事项"), _("当前环节"), _("到期"), _("剩余"), _("经办")]
    base = reverse("dispatch:worklist").removesuffix("work/")
    return mark_safe("".join(_row(line, labels, base) for line in lines))  # noqa: S308  every part is escaped below


def _row(line: Any, labels: list[str], base: str) -> str:
    item = line.item
    url = f"{base}{line.address}"
    due: Any = when_tag(item.due_at) if item.due_at else "—"
    if item.due_is_provisional:
        due = format_html('{}<span class="quiet">{}</span>', due, _("（暂算）"))
    who: Any = line.unit or line.owner
    if line.officer:
        who = format_html('{}<br><span class="quiet small">{}</span>', who, line.officer)
    return format_html(
        ROW, item.pk, labels[0], url, url, item.title, _below(item), labels[1], item.step_label, labels[2], due,
        labels[3], light_tag(line.light) or "—", labels[4], who,
    )  # fmt: skip


def _below(item: Any) -> SafeString:
    """Return number, place, how many reported and how urgent, for the second line."""
    parts = [conditional_escape(part) for part in (item.number, item.place_text) if part]
    if item.report_count > 1:
        parts.append(conditional_escape(_("%(n)s 人反映") % {"n": item.report_count}))
    if item.urgency:
        parts.append(format_html("<strong>{}</strong>", _(URGENT[item.urgency])))
    return mark_safe(" · ".join(parts))  # noqa: S308  every part is escaped above

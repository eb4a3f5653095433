"""Words of this room's templates: where a verb's page is, what an alarm means."""

import uuid
from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shanzhi.dispatch.queries.disputes import precedents_for
from shanzhi.dispatch.rules.alarms import LABELS
from shanzhi.web.moments import Speaker
from shanzhi.web.templatetags.web import light as light_tag
from shanzhi.web.templatetags.web import said

register = template.Library()


@register.simple_tag
def verb_url(verb: str, matter_id: uuid.UUID) -> str:
    """Return the address of a verb's page."""
    return reverse(f"dispatch:{verb}", args=[matter_id])


@register.simple_tag
def line_url(line: Any) -> str:
    """Return the address of what a worklist line is about."""
    return reverse("dispatch:worklist").removesuffix("work/") + str(line.address)


@register.inclusion_tag("dispatch/_precedents.html")
def precedents(matter: Any) -> dict[str, Any]:
    """What the guidance body ruled about matters like this one, with one tap to follow it."""
    return {"found": precedents_for(matter), "matter": matter, "assigning": matter.step == "accepted"}


@register.filter
def alarm_words(tag: str) -> str:
    """Return an alarm in words."""
    return LABELS.get(tag, tag)


URGENT = {1: "较急", 2: "紧急"}


@register.simple_tag
def work_rows(lines: Iterable[Any]) -> SafeString:
    """Return the rows of a worklist. Fifty of them are most of the page, so they are written in one go, not by template."""
    rows = _Rows()
    return mark_safe("".join(rows.row(line) for line in lines))  # noqa: S308  every part is escaped below


class _Rows:
    """Writes the rows of one page; what is alike in all of them (labels, lights of the same words) is made once."""

    def __init__(self) -> None:
        self.base = reverse("dispatch:worklist").removesuffix("work/")
        self.speaker = Speaker()
        self.lights: dict[Any, str] = {None: "—"}
        self.matter, self.step, self.due, self.rest, self.who = map(
            escape, (_("事项"), _("当前环节"), _("到期"), _("剩余"), _("经办"))
        )
        self.provisional = f'<span class="quiet">{escape(_("（暂算）"))}</span>'

    def row(self, line: Any) -> str:
        item = line.item
        url = escape(f"{self.base}{line.address}")
        return (
            f'<tr data-id="{item.pk}"><th scope="row" data-label="{self.matter}"><a href="{url}" hx-get="{url}"'
            ' hx-target="#drawer-body" hx-select="[data-fragment]" hx-swap="innerHTML ignoreTitle:true" data-drawer>'
            f'{escape(item.title)}</a><br><span class="quiet small">{_below(item)}</span></th>'
            f'<td data-label="{self.step}">{escape(item.step_label)}</td><td data-label="{self.due}">{self._due(item)}</td>'
            f'<td data-label="{self.rest}">{self._light(line.light)}</td>'
            f'<td data-label="{self.who}"><span>{_who(line)}</span></td></tr>'
        )

    def _due(self, item: Any) -> str:
        due = said(item.due_at, self.speaker) if item.due_at else "—"
        return due + self.provisional if item.due_is_provisional else due

    def _light(self, light: Any) -> str:
        if light not in self.lights:
            self.lights[light] = light_tag(light) or "—"
        return self.lights[light]


def _who(line: Any) -> str:
    who = escape(line.unit or line.owner)
    return f'{who}<br><span class="quiet small">{escape(line.officer)}</span>' if line.officer else who


def _below(item: Any) -> str:
    """Return number, place, how many reported and how urgent, for the second line."""
    parts = [escape(part) for part in (item.number, item.place_text) if part]
    if item.report_count > 1:
        parts.append(escape(_("%(n)s 人反映") % {"n": item.report_count}))
    if item.urgency:
        parts.append(f"<strong>{escape(_(URGENT[item.urgency]))}</strong>")
    parts += [f'<span class="tag">{escape(LABELS.get(tag, tag))}</span>' for tag in item.alarms]
    return " · ".join(parts)

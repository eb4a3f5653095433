"""How do people and changed words show on a page?"""

import difflib
import uuid
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..paper.words import said
from ..queries.documents import Change
from ..rules import as_text

register = template.Library()


@register.filter
def of_person(names: dict[uuid.UUID, str], person: uuid.UUID | None) -> str:
    """Return the name behind an id."""
    return names.get(person, "系统") if person else "系统"


def _text(value: Any, kind: str) -> str:
    if kind in {"list", "qa", "long", "text"}:
        return as_text(value, kind)
    if kind == "rows":
        return "\n".join("；".join(str(cell) for cell in row.values()) for row in value or [] if isinstance(row, dict))
    return said(value, kind)


def _marked(change: Change, *, after: bool) -> SafeString:
    """Return one side of a change with what differs marked, sign by sign."""
    old, new = _text(change.before, change.kind), _text(change.after, change.kind)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 4000)
    parts = []
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        text = new[b1:b2] if after else old[a1:a2]
        if text:
            tag = "span" if what == "equal" else ("ins" if after else "del")
            parts.append((SafeString(tag), text, SafeString(tag)))
    return format_html_join("", "<{}>{}</{}>", parts) or format_html("—")


@register.filter
def before_words(change: Change) -> SafeString:
    return _marked(change, after=False)


@register.filter
def after_words(change: Change) -> SafeString:
    return _marked(change, after=True)

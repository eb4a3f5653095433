"""Words of this room's templates: where a verb's page is, what an alarm means."""

import uuid

from django import template
from django.urls import reverse

register = template.Library()

ALARMS = {
    "reopened": "要求过重新办理",
    "reopened_again": "多次要求重新办理",
    "retaliation": "注意保护反映人",
    "danger": "有危险",
    "threat": "有人身威胁",
    "fire": "火险",
    "gas": "燃气险情",
    "injury": "有人受伤",
    "children": "涉未成年人",
    "minor": "涉未成年人",
    "flood": "短时大量反映",
}


@register.simple_tag
def verb_url(verb: str, matter_id: uuid.UUID) -> str:
    """Return the address of a verb's page."""
    return reverse(f"dispatch:{verb}", args=[matter_id])


@register.filter
def alarm_words(tag: str) -> str:
    """Return an alarm in words."""
    return ALARMS.get(tag, tag)

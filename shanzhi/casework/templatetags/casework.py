"""Words of this room's templates: where a verb's page is."""

import uuid

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def case_verb_url(verb: str, case_id: uuid.UUID) -> str:
    """Return the address of a verb's page."""
    return reverse(f"casework:{verb}", args=[case_id])


@register.simple_tag
def document_url(document_id: uuid.UUID) -> str:
    """Return the address of a document's own page, if the room of documents has one."""
    try:
        return reverse("dossier:document", args=[document_id])
    except NoReverseMatch:
        return ""

"""Words of this room's templates: where a verb's page is."""

import uuid

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from shanzhi.web.templatetags.web import cite

from ..rules.verbs import citations_of

register = template.Library()


@register.simple_tag
def case_verb_url(verb: str, case_id: uuid.UUID) -> str:
    """Return the address of a verb's page."""
    return reverse(f"casework:{verb}", args=[case_id])


@register.simple_tag
def article(text: str) -> SafeString:
    """Return articles written as 行政处罚法52.1、68, each a link to its text."""
    return cite(citations_of(text))


@register.simple_tag
def document_url(document_id: uuid.UUID) -> str:
    """Return the address of a document's own page, if the room of documents has one."""
    try:
        return reverse("dossier:document", args=[document_id])
    except NoReverseMatch:
        return ""

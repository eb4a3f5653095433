"""The page of one matter, and its photos."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from shanzhi.dossier.models import StoredFile
from shanzhi.dossier.store import NotStored, uploads
from shanzhi.identity.access import may, requires

from ..models import Matter, MatterPhoto, Step
from ..queries.matter_page import hides_public_words, matter_page, may_read_words
from ..queries.nearby import possible_duplicates, repeats
from ..queries.people import Ground
from .verbs import PAGES, form_of, person, readable_matter

# Verbs whose form is short enough to stand on the matter's own page.
INLINE = ("accept_matter", "assign_matter", "sign_matter", "start_work", "verify_answer", "close_matter")


@requires("dispatch.read_matters")
def matter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable_matter(request, pk)
    page = matter_page(found, person(request))
    context: dict[str, Any] = {"page": page, "matter": found, "due_lines": _due_lines(page)}
    context["may_read_cases"] = may(request.user, "casework.read_cases")
    chosen = page.next_step
    if chosen and not chosen.blocked and chosen.edge.verb in INLINE:
        context["next_form"] = form_of(PAGES[chosen.edge.verb], found, request)
        context["next_page"] = PAGES[chosen.edge.verb]
        context["advice"] = getattr(context["next_form"], "advice", None)
        context["routing"] = getattr(context["next_form"], "routing", None)
    if found.step in (Step.PENDING, Step.ACCEPTED) and page.next_step:
        context["duplicates"] = possible_duplicates(found)
        context["repeats"] = repeats(found)
        context["may_merge"] = Ground(person(request)).on_matter("dispatch.assign_matter", found)
    return render(request, "dispatch/matter.html", context)


def _due_lines(page: Any) -> list[tuple[str, Any]]:
    """Return the deadlines of the right column, each with its explanation."""
    found = page.matter
    lines: list[tuple[str, Any]] = []
    if found.step == Step.LONG_TERM and found.review_on:
        lines.append((_("挂账复查"), found.review_on))
    elif page.step_due and found.due_at != page.step_due:
        lines.append((_("本环节（中心内部时限）"), page.step_due))
    if found.due_at and found.step != Step.LONG_TERM:
        lines.append((_("办理到期"), found.due_at))
    return lines


@requires("dispatch.read_matters")
@cache_control(private=True, max_age=3600)
def matter_photo(request: HttpRequest, pk: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """A photo of the matter or of a report attached to it, re-encoded for show."""
    found: Matter = readable_matter(request, pk)
    own = MatterPhoto.objects.filter(matter=found, file_id=file_id).exists()
    said = found.links.filter(detached_at__isnull=True, report__photos__file_id=file_id)
    if not may_read_words(found, list(found.tasks.all()), Ground(person(request))):
        said = said.none() if hides_public_words(found) else said.filter(report__photos__is_public=True)
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not (own or said.exists()):
        raise Http404(_("这件事件没有这张照片。"))
    digest = file.thumb_sha256 if request.GET.get("size") == "thumb" else file.show_sha256
    try:
        response = FileResponse(uploads().open(digest), content_type="image/jpeg")
    except NotStored:
        raise Http404(_("这张照片不在存储里。")) from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

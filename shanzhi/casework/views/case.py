"""The list of cases, a new case, the page of one case, its documents."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.dispatch.models import Matter
from shanzhi.dispatch.queries.people import readable as readable_matters
from shanzhi.dossier.models import Document
from shanzhi.identity.access import SignedInRequest, may, refusal_text, requires
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import Agency, Officer
from shanzhi.registry.queries import officer_of

from .. import actions
from ..forms.opening import OpenCaseForm
from ..models import PenaltyCase, Step
from ..queries.case_page import case_page
from ..queries.reading import holds, readable
from .verbs import readable_case

PAGE = 50


@requires("casework.read_cases")
def cases(request: SignedInRequest) -> HttpResponse:
    """The cases on one's ground, the newest first, by step or words."""
    rows = PenaltyCase.objects.filter(readable(request.user)).select_related("party", "unit", "item")
    step, words = request.GET.get("step", ""), " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]
    if step in Step.values:
        rows = rows.filter(step=step)
    if (way := request.GET.get("way", "")) in PenaltyCase.Way.values:
        rows = rows.filter(way=way)
    if step == "open":
        rows = rows.filter(closed_on__isnull=True)
    if words:
        rows = rows.filter(Q(number__contains=words) | Q(party__name__contains=words) | Q(cause__contains=words))
    page = Paginator(rows.order_by("-opened_at", "-id"), PAGE).get_page(request.GET.get("page"))
    choices = [
        (_("未结"), "open", None),
        *[(label, value, None) for value, label in Step.choices],
    ]
    context = {
        "page": page,
        "choices": choices,
        "ways": [(label, value, None) for value, label in PenaltyCase.Way.choices],
        "q": words,
        "may_open": _may_open(request),
        "may_impose": _may_impose(request),
    }
    return render(request, "casework/cases.html", context)


@requires("casework.open_case")
def new_case(request: SignedInRequest) -> HttpResponse:
    """Register a case, from a matter when one is named."""
    unit, matter = unit_of(request), matter_of(request)
    posted = request.method == "POST"
    form = OpenCaseForm(request.POST if posted else None, unit=unit, matter=matter)
    if posted and form.is_valid():
        try:
            case = actions.open_case(by=request.user, **form.values())
        except NotAllowed as refusal:
            for found in refusal.obstacles:
                form.add_error(None, f"{found} {found.remedy}".strip())
        else:
            messages.success(request, _("已登记。下一步：指派两名执法人员。"))
            return redirect("casework:case", case.pk)
    context = {"form": form, "unit": unit, "matter": matter}
    return render(request, "casework/new.html", context, status=422 if posted else 200)


def _may_open(request: SignedInRequest) -> bool:
    """Offer only what would be let through: the permission, and a unit to act for."""
    return may(request.user, "casework.open_case") and officer_of(request.user) is not None


def _may_impose(request: SignedInRequest) -> bool:
    return may(request.user, "casework.impose_on_spot") and officer_of(request.user) is not None


def unit_of(request: SignedInRequest) -> Agency:
    officer: Officer | None = officer_of(request.user)
    if officer is None:
        raise PermissionDenied(_("您的账号没有登记工作单位，不能登记案件。请管理员补录。"))
    return Agency.objects.select_related("parent", "guided_by", "area").get(pk=officer.working_agency_id)


def matter_of(request: SignedInRequest) -> Matter | None:
    wanted = request.GET.get("matter") or request.POST.get("matter")
    return _readable_matter(request, wanted) if wanted else None


def _readable_matter(request: SignedInRequest, wanted: str) -> Matter:
    try:
        pk = uuid.UUID(wanted)
    except ValueError:
        raise Http404(_("没有这件事件。")) from None
    found = Matter.objects.select_related("event_type").filter(readable_matters(request.user), pk=pk).first()
    if found is None:
        raise Http404(_("没有这件事件，或它不在您的查看范围内。"))
    return found


@requires("casework.read_cases")
def of_matter(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The cases a matter led to, as a panel of the matter's page."""
    matter = _readable_matter(request, str(pk))
    found = PenaltyCase.objects.filter(readable(request.user), matter=matter).order_by("opened_at")
    context = {
        "matter": matter,
        "cases": found[:PAGE],
        "may_open": _may_open(request),
        "may_impose": _may_impose(request),
    }
    return render(request, "casework/of_matter.html", context)


@requires("casework.read_cases")
def case(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The page of one case."""
    found = readable_case(request, pk)
    return render(request, "casework/case.html", {"case": found, "page": case_page(found, request.user)})


@requires("casework.read_cases")
def chronology(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The chronology of a case on paper."""
    found = readable_case(request, pk)
    page = case_page(found, request.user)
    past = [entry for entry in reversed(page.entries) if entry.state == "done"]
    return render(request, "casework/chronology.html", {"case": found, "entries": past})


@require_POST
@requires("dossier.seal_document")
def finish_document(request: SignedInRequest, pk: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Review, number and seal a document of the case."""
    found = readable_case(request, pk)
    paper = Document.objects.filter(pk=document_id, subject_id=found.pk).first()
    if paper is None:
        raise Http404(_("本案没有这份文书。"))
    in_review = paper.state == Document.State.IN_REVIEW
    for needed in ["dossier.seal_document", *(["dossier.approve_document"] if in_review else [])]:
        if not holds(request.user, needed, found):
            raise PermissionDenied(refusal_text((needed,)))
    try:
        made = actions.finish_document(case_id=found.pk, document_id=document_id, by=request.user)
    except NotAllowed as refusal:
        for one in refusal.obstacles:
            messages.error(request, f"{one} {one.remedy}".strip())
    else:
        messages.success(request, _("%(title)s已编号用印。") % {"title": made})
    return redirect("casework:case", found.pk)

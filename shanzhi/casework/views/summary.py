"""A penalty on the spot, screen by screen: who and what, how much and why, who signs; then what is left to do."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanzhi.dispatch.models import Matter
from shanzhi.dossier.actions import keep_upload
from shanzhi.dossier.models import StoredFile
from shanzhi.dossier.paper.clauses import remedies
from shanzhi.dossier.queries.letterheads import letterhead_of
from shanzhi.identity.access import SignedInRequest, may, requires
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.registry.models import Agency, Officer
from shanzhi.registry.queries import certificate_state, officer_of

from .. import actions
from ..actions.summary_check import SummaryCheck, known_cases
from ..forms.fields import to_id
from ..forms.summary import SignForm, WhatForm, WhoForm, summary_words
from ..models import Party, PenaltyCase, SummaryPenalty
from ..queries.case_page import case_page
from ..queries.on_spot import recent_parties
from ..queries.paper_facts import bases_of
from .case import matter_of, unit_of
from .verbs import readable_case

MOST_PHOTOS, MOST_KNOWN = 6, 10
OWN = {"csrfmiddlewaretoken", "to", "pick"}


@dataclass
class Filling:
    """What has been filled in so far."""

    request: SignedInRequest
    unit: Agency
    officer: Officer
    matter: Matter | None
    data: QueryDict
    who: WhoForm
    what: WhatForm | None = None
    sign: SignForm | None = None
    photos: list[StoredFile] | None = None
    against: list[Obstacle] | None = None
    check: SummaryCheck | None = None


@requires("casework.impose_on_spot")
def summary_new(request: SignedInRequest) -> HttpResponse:
    """Fill in, look over, sign. Everything typed travels along; nothing is kept before the last screen."""
    unit, matter = unit_of(request), matter_of(request)
    officer: Officer | None = officer_of(request.user)
    assert officer is not None  # unit_of refused before
    posted = request.method == "POST"
    data = request.POST.copy() if posted else QueryDict(mutable=True)
    if data.get("pick"):
        data["item"] = str(data["pick"])
    known = _known(unit, data.get("known") or request.GET.get("party"))
    to, back = data.get("to", "2"), posted and data.get("to") == "1"
    given = data.dict() if back else {}
    who = WhoForm(data if posted and not back else None, unit=unit, matter=matter, known=known, initial=given)
    filling = Filling(request, unit, officer, matter, data, who)
    if not posted or back or not who.is_valid():
        return _screen(filling, "who", 422 if posted and not back else 200)
    return _second(filling, to)


def _second(filling: Filling, to: str) -> HttpResponse:
    """The screen of the sum and the facts, or on to the signatures."""
    who, data = filling.who, filling.data
    assert who.chosen is not None
    options: dict[str, Any] = {
        "item": who.chosen, "is_person": who.party.kind in (Party.Kind.PERSON, Party.Kind.SOLE_TRADER),
        "officer": filling.officer, "unit": filling.unit, "place": who.cleaned_data["act_place"],
    }  # fmt: skip
    filling.photos = _photos(filling)
    if to == "2":
        filling.what = WhatForm(initial=data.dict() if "facts" in data else {}, **options)
        return _screen(filling, "what")
    filling.what = WhatForm(data, filling.request.FILES, **options)
    if not filling.what.is_valid():
        return _screen(filling, "what", 422)
    if to == "general":
        return _general(filling)
    words = summary_words(who, filling.what, filling.matter)
    filling.check = actions.check_summary(words=words, by=filling.request.user)
    filling.against = filling.check.obstacles()
    if filling.against and not SummaryPenalty.objects.filter(key=words.key).exists():
        return _screen(filling, "what", 422)
    return _third(filling, words, to)


def _third(filling: Filling, words: actions.SummaryWords, to: str) -> HttpResponse:
    """The words as they will stand, the signatures, and the act itself."""
    if to != "done":
        filling.sign = SignForm(initial={"refusal": "", "witness": ""})
        return _screen(filling, "sign")
    filling.sign = SignForm(filling.data)
    if not filling.sign.is_valid():
        return _screen(filling, "sign", 422)
    try:
        signs = filling.sign.signs(filling.photos or [])
        case = actions.impose_on_spot(words=words, signs=signs, by=filling.request.user)
    except NotAllowed as refusal:
        filling.against = refusal.obstacles
        return _screen(filling, "sign", 422)
    messages.success(filling.request, _("已当场处罚：%(number)s。") % {"number": case.number})
    return redirect("casework:summary_done", case.pk)


def _general(filling: Filling) -> HttpResponse:
    """Go on by the general procedure with what was typed; the photos become evidence there."""
    assert filling.what is not None and filling.who.chosen is not None
    words = summary_words(filling.who, filling.what, filling.matter)
    try:
        case = actions.open_from_spot(words=words, photos=filling.photos or [], by=filling.request.user)
    except NotAllowed as refusal:
        filling.against = refusal.obstacles
        return _screen(filling, "what", 422)
    messages.success(filling.request, _("已按普通程序登记，填过的内容和照片都带过来了。下一步：批准立案。"))
    return redirect("casework:case", case.pk)


def _screen(filling: Filling, name: str, status: int = 200) -> HttpResponse:
    shown = getattr(filling, name)
    files = [str(one.pk) for one in filling.photos or []]
    carried = [
        (key, value) for key, values in filling.data.lists() for value in values
        if key not in OWN and key not in shown.fields and key != "photo_ids"
    ]  # fmt: skip
    context: dict[str, Any] = {
        "form": shown, "screen": name, "carried": [*carried, *([("photo_ids", " ".join(files))] if files else [])],
        "matter": filling.matter, "unit": filling.unit, "against": filling.against, "photos": filling.photos or [],
        "certificate": certificate_state(filling.officer, on=filling.who.today),
    }  # fmt: skip
    if name == "who":
        context["recent"] = recent_parties(filling.unit)
    else:
        context |= _about(filling)
    return render(filling.request, f"casework/summary_{name}.html", context, status=status)


def _about(filling: Filling) -> dict[str, Any]:
    """What the later screens show of the first: the party's earlier cases, the item, the range; the words to be signed."""
    who, county = filling.who, filling.unit.county
    assert who.chosen is not None
    found: dict[str, Any] = {
        "who": who, "item": who.chosen, "party": who.party,
        "earlier": list(known_cases(who.party, county)[:MOST_KNOWN]),
        "spot": filling.what.on_spot if filling.what else None,
    }  # fmt: skip
    if filling.check is not None:
        sample = PenaltyCase(item=who.chosen)
        issuer = filling.check.power.in_name_of or filling.unit
        found |= {
            "words": filling.check.words, "issuer": issuer, "officers": filling.check.officers,
            "violated": bases_of(sample, "违则"), "basis": bases_of(sample, "罚则"),
            "remedies": remedies({"is_summary": True}, letterhead_of(issuer)),
        }  # fmt: skip
    return found


def _known(unit: Agency, wanted: str | None) -> Party | None:
    """Return a party this unit has had before; nobody else's."""
    pk = to_id(wanted) if wanted else None
    if pk is None:
        return None
    return Party.objects.filter(pk=pk, county=unit.county, cases__unit=unit).first()


def _photos(filling: Filling) -> list[StoredFile]:
    """Keep the photos that came with the page and find those that came before: they need not be chosen twice."""
    before = [pk for pk in map(to_id, filling.data.get("photo_ids", "").split()) if pk]
    rows = StoredFile.objects.filter(pk__in=before[:MOST_PHOTOS], by_id=filling.request.user.pk)
    found = list(rows.order_by("pk"))
    for upload in filling.request.FILES.getlist("photos")[: MOST_PHOTOS - len(found)]:
        try:
            found.append(keep_upload(county=filling.unit.county, upload=upload, by=filling.request.user))
        except NotAllowed as refusal:
            messages.error(filling.request, str(refusal.obstacles[0]))
    return found


@requires("casework.read_cases")
def summary_done(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """What was decided, its document to print, and what is still to be done."""
    case = readable_case(request, pk)
    row = SummaryPenalty.objects.filter(case=case).first()
    if row is None:
        raise Http404(_("这个案件不是当场处罚。"))
    page = case_page(case, request.user)
    context = {"case": case, "row": row, "page": page, "decision": page.rows.decision, "payments": page.rows.payments,
               "may_print": may(request.user, "dossier.read_documents")}  # fmt: skip
    return render(request, "casework/summary_done.html", context)

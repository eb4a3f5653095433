"""One page a verb: what stands in the way, the form, the action. The table says which form and which words."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.identity.access import SignedInRequest, refusal_text, requires
from shanzhi.law.obstacle import NotAllowed

from .. import rules
from ..actions import Conflict
from ..forms.fields import VerbForm
from ..models import PenaltyCase
from ..queries.facts import doer_of, facts_of
from ..queries.reading import holds, readable
from .pages import PAGES, VerbPage
from .uploads import stored_files


def readable_case(request: SignedInRequest, pk: uuid.UUID) -> PenaltyCase:
    """Return the case when the user may read it; otherwise say that there is none for him."""
    rows = PenaltyCase.objects.select_related("agency", "unit", "item__holder", "party", "matter")
    found = rows.filter(readable(request.user), pk=pk).first()
    if found is None:
        raise Http404(_("没有这个案件，或它不在您的查看范围内。"))
    return found


def verb_view(verb: str) -> Callable[..., HttpResponseBase]:
    """Return the view of a verb; its permission is the table's own."""
    one, page = rules.BY_VERB[verb], PAGES[verb]

    @requires(one.permission)
    def view(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
        case = readable_case(request, pk)
        if not holds(request.user, one.permission, case):
            raise PermissionDenied(refusal_text((one.permission,)))
        posted = request.method == "POST"
        form = page.form(
            request.POST if posted else None, request.FILES if posted else None, case=case, user=request.user
        )
        if posted and form.is_valid() and (answer := perform(request, page, case, form)):
            return answer
        blocked = []
        if not posted:
            blocked = rules.obstacles(verb, facts_of(case, on=timezone.localdate()), doer_of(request.user))
        context = {"page": page, "verb": one, "case": case, "form": form, "blocked": blocked}
        return render(request, "casework/verb.html", context, status=422 if posted else 200)

    return wraps(view)(view)


def perform(request: SignedInRequest, page: VerbPage, case: PenaltyCase, form: VerbForm) -> HttpResponse | None:
    """Do it and go back to the case; a refusal fills the form's errors and loses nothing."""
    files = stored_files(form, case, request.user)
    if form.errors:
        return None
    values = form.with_files(files)
    try:
        page.action(case_id=case.pk, by=request.user, **values)
    except Conflict as conflict:
        context = {"page": page, "case": PenaltyCase.objects.get(pk=case.pk), "conflict": conflict}
        return render(request, "casework/conflict.html", context, status=409)
    except NotAllowed as refusal:
        for found in refusal.obstacles:
            form.add_error(None, f"{found} {found.remedy}".strip())
        return None
    messages.success(request, page.done)
    if not PenaltyCase.objects.filter(readable(request.user), pk=case.pk).exists():
        return redirect("casework:cases")
    return redirect("casework:case", case.pk)

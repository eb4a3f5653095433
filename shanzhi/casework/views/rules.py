"""The county's own numbers for short ways of handling cases: what is in force, what was before, a new version."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.law.obstacle import NotAllowed

from .. import actions
from ..forms.case_rules import CaseRulesForm
from ..models import CaseRules
from ..queries.case_rules import rules_on, versions

PAGE = 20


@requires("casework.set_case_rules")
def case_rules(request: SignedInRequest) -> HttpResponse:
    """Show the versions; a posted one is added."""
    county, posted = request.user.county, request.method == "POST"
    current = rules_on(county, timezone.localdate())
    form = CaseRulesForm(request.POST if posted else None, last=current)
    if posted and form.is_valid():
        try:
            actions.set_case_rules(county=county, words=form.words(), by=request.user)
        except NotAllowed as refusal:
            for found in refusal.obstacles:
                form.add_error(None, f"{found} {found.remedy}".strip())
        else:
            messages.success(request, _("已设定，从起用日期开始适用；以前的案件按当时的版本。"))
            return redirect("casework:case_rules")
    page = Paginator(versions(county), PAGE).get_page(request.GET.get("page"))
    labels = dict(CaseRules.Excluded.choices)
    rows = [(one, [labels.get(code, code) for code in one.quick_excluded]) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "current": current}
    return render(request, "casework/rules.html", context, status=422 if posted else 200)

"""The page that shows what a rule would have done, before the administrator saves it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.registry.models import Agency, EventType, ResponsibilityRule

from ..queries.rule_trial import DAYS, trial


@requires("registry.edit_registry")
def rule_trial(request: SignedInRequest) -> HttpResponse:
    """Show where the last month's matters would have gone under the rule in the address."""
    changed = _rule(request)
    context = {"days": DAYS, "trial": trial(request.user, changed, now=timezone.now()) if changed else None}
    return render(request, "dispatch/rule_trial.html", context | {"title": _("责任规则试运行")})


def _rule(request: SignedInRequest) -> ResponsibilityRule | None:
    """Return the rule as it might become; None when the address names no type or unit of this county."""
    asked, county = request.GET, request.user.county
    kind = EventType.objects.filter(county=county, pk__in=_keys(asked.get("event_type", ""))).first()
    agency = Agency.objects.filter(county=county, pk__in=_keys(asked.get("agency", ""))).first()
    target = asked.get("target", "")
    named = target == ResponsibilityRule.Target.AGENCY
    if kind is None or target not in ResponsibilityRule.Target.values or named != (agency is not None):
        return None
    priority = asked.get("priority", "0")
    return ResponsibilityRule(
        pk=next(iter(_keys(asked.get("row", ""))), uuid.uuid4()),
        county=county,
        event_type=kind,
        area_code=asked.get("area_code", "")[:15],
        target=target,
        agency=agency,
        basis=asked.get("basis", "")[:200],
        priority=int(priority) if priority.lstrip("-").isdecimal() and len(priority) <= 6 else 0,
        is_active=asked.get("is_active") == "1",
    )


def _keys(text: str) -> list[uuid.UUID]:
    """Return the key written there, or none."""
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return []

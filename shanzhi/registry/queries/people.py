"""Who works where, and whose ground is this row on?"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shanzhi.identity.access import Scope

from ..models import Agency, Officer

CERTIFICATE_WARNING_DAYS = 30


def agency_subtree(roots: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the agencies and everything below them, in one query."""
    if not roots:
        return frozenset()
    table = Agency._meta.db_table
    rows = Agency.objects.raw(
        f"WITH RECURSIVE tree AS (SELECT id FROM {table} WHERE id = ANY(%s)"
        f" UNION SELECT a.id FROM {table} a JOIN tree t ON a.parent_id = t.id) SELECT id FROM tree",
        [list(roots)],
    )
    return frozenset(row.pk for row in rows)


def within(scope: Scope, *, agency: str = "agency_id", area: str = "area_code", county: str = "county") -> Q:
    """Return the condition that a row lies on this ground; an empty scope matches nothing."""
    found = Q(pk__in=[])
    if scope.counties:
        found |= Q(**{f"{county}__in": scope.counties})
    for code in scope.area_codes:
        found |= Q(**{f"{area}__startswith": code})
    if scope.agency_ids:
        found |= Q(**{f"{agency}__in": agency_subtree(scope.agency_ids)})
    return found


def officer_of(user: Any) -> Officer | None:
    """Return the person in office behind an account; kept on the user for the request."""
    if not getattr(user, "is_authenticated", False):
        return None
    if not hasattr(user, "_officer"):
        user._officer = Officer.objects.filter(user_id=user.pk, is_active=True).select_related("working_agency").first()
    return user._officer


def officers_in(agency: Agency) -> QuerySet[Officer]:
    """Return those who work in the agency or a part of it."""
    return Officer.objects.filter(working_agency__in=agency_subtree([agency.pk]), is_active=True).order_by("name")


@dataclass(frozen=True)
class CertificateState:
    """Whether an officer's certificate covers a day, in words (行政处罚法42；浙江省综合行政执法条例28)."""

    valid: bool
    ends_soon: bool
    text: str


def certificate_state(officer: Officer, *, on: date) -> CertificateState:
    """Say whether the officer may act with his certificate on this day."""
    if officer.standing == Officer.Standing.AUXILIARY:
        return CertificateState(False, False, f"{officer.name}是执法辅助人员，不能作为执法人员办案。")
    if not officer.certificate_no:
        return CertificateState(False, False, f"{officer.name}没有登记执法证。")
    until = officer.certificate_until
    if until is None:
        return CertificateState(False, False, f"{officer.name}的执法证没有登记有效期。")
    if until < on:
        return CertificateState(False, False, f"{officer.name}的执法证已于{_day(until)}到期。")
    if (until - on).days <= CERTIFICATE_WARNING_DAYS:
        return CertificateState(True, True, f"{officer.name}的执法证将于{_day(until)}到期。")
    return CertificateState(True, False, f"执法证有效期至{_day(until)}。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def people_listed(county: str, words: str = "") -> QuerySet[Officer]:
    """Return those in office with their accounts; words look in name, account and unit."""
    rows = Officer.objects.filter(county=county).select_related("user", "working_agency").order_by("name", "id")
    if words:
        rows = rows.filter(
            Q(name__contains=words)
            | Q(user__username__startswith=words.lower())
            | Q(working_agency__name__contains=words)
        )
    return rows


SHORTEST_NAME = 3


def units_named(county: str, text: str) -> list[Agency]:
    """Return the agencies whose name, short name or alias stands in the text; names of two characters say too little."""
    rows = Agency.objects.filter(county=county, is_active=True).only("name", "short_name", "aliases", "code")
    return [
        row
        for row in rows.order_by("code")
        if any(len(name) >= SHORTEST_NAME and name in text for name in (row.name, row.short_name, *row.aliases))
    ]

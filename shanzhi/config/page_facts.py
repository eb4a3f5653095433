"""What do the base pages ask of the house? The design system knows no room; this root of the house knows them all."""

from typing import Any

from shanzhi.identity.access import may as may_
from shanzhi.identity.queries import unread_notices
from shanzhi.registry.models import County
from shanzhi.registry.queries import officer_of
from shanzhi.registry.queries.counties import NoCounty, default_county


class PageFacts:
    LINKS = {
        "search": "dispatch:worklist",
        "notices": "identity:notices",
        "account": "identity:account",
        "sign_in": "identity:sign_in",
        "sign_out": "identity:sign_out",
    }

    @staticmethod
    def county() -> County | None:
        try:
            return default_county()
        except NoCounty:
            return None

    @staticmethod
    def may(user: Any, permission: str) -> bool:
        return may_(user, permission)

    @staticmethod
    def unit(user: Any) -> str:
        officer = officer_of(user)
        return str(officer.working_agency) if officer else ""

    @staticmethod
    def unread(user: Any) -> int:
        return unread_notices(user)

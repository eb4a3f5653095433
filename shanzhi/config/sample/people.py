"""Who works in the sample county, and with which accounts?"""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from shanzhi.identity.access import catalogue
from shanzhi.identity.models import Grant, Role, User
from shanzhi.registry.models import Agency, Area, Officer

from .files import read_yaml
from .ground import Clerk


class UnknownPermission(ValueError):
    """A sample role names a permission that no room declares."""


def add_roles(clerk: Clerk) -> dict[str, Role]:
    """Write the sample roles; a permission that no room declares is an error, not a silent nothing."""
    known = catalogue()
    roles = {}
    for row in read_yaml("roles")["roles"]:
        if missing := [permission for permission in row["permissions"] if permission not in known]:
            raise UnknownPermission(f"示例角色“{row['name']}”用了没有登记的权限：{'、'.join(missing)}。")
        roles[row["code"]] = Role(
            county=clerk.county, code=row["code"], name=row["name"], permissions=sorted(row["permissions"])
        )
    clerk.add(roles.values(), "identity.role_saved")
    return roles


def add_users(clerk: Clerk, password: str) -> dict[str, User]:
    """Write the sample accounts. One password for all, so it is digested once: these accounts guard nothing real."""
    names = {row["key"]: row["name"] for row in read_yaml("officers")["officers"]}
    digest = make_password(password)
    users = {
        row["username"]: User(
            county=clerk.county,
            username=row["username"],
            display_name=row.get("display_name") or names[row["officer"]],
            kind=row.get("kind", User.Kind.STAFF),
            is_sample=True,
            password=digest,
        )
        for row in read_yaml("accounts")["accounts"]
    }
    clerk.add(users.values(), "identity.user_created")
    return users


def add_officers(
    clerk: Clerk, agencies: dict[str, Agency], areas: dict[str, Area], users: dict[str, User], on: date
) -> dict[str, Officer]:
    """Write the fictional people; certificates run from the day of loading, so that one is always about to end."""
    accounts = {row["officer"]: row["username"] for row in read_yaml("accounts")["accounts"] if "officer" in row}
    found = read_yaml("officers")["officers"]
    officers = {}
    for row in found:
        officer = _officer(clerk, row, agencies, on)
        officer.user = users.get(accounts.get(row["key"], ""))
        officers[row["key"]] = officer
    clerk.add(officers.values())
    for row in found:
        if "areas" in row:
            officers[row["key"]].areas.set([areas[code] for code in row["areas"]])
    return officers


def _officer(clerk: Clerk, row: dict[str, Any], agencies: dict[str, Agency], on: date) -> Officer:
    days = row.get("certificate_valid_days")
    return Officer(
        county=clerk.county,
        name=row["name"],
        standing=row["standing"],
        post=row["post"],
        working_agency=agencies[row["working_agency"]],
        payroll_agency=agencies.get(row.get("payroll_agency", "")),
        guidance_agency=agencies.get(row.get("guidance_agency", "")),
        certificate_no=row.get("certificate_no", ""),
        certificate_scope=row.get("certificate_scope", ""),
        certificate_until=None if days is None else on + timedelta(days=days),
    )


def add_grants(clerk: Clerk, users: dict[str, User], roles: dict[str, Role], agencies: dict[str, Agency]) -> None:
    """Give each account its role over its scope."""
    grants = []
    for row in read_yaml("accounts")["accounts"]:
        for given in (row, row["also"]) if "also" in row else (row,):
            found = _grant(users[row["username"]], given, roles, agencies)
            found.from_on = timezone.localdate(clerk.at)
            grants.append(found)
    clerk.add(grants, "identity.grant_given")


def _grant(user: User, row: dict[str, Any], roles: dict[str, Role], agencies: dict[str, Agency]) -> Grant:
    kind, _, code = row["scope"].partition(":")
    return Grant(
        county=user.county,
        user=user,
        role=roles[row["role"]],
        area_code=code if kind == "area" else "",
        agency_id=agencies[code].pk if kind == "agency" else None,
    )

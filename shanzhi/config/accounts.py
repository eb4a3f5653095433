"""The first account of a real county: its administrator, from the command line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from shanzhi.identity import actions
from shanzhi.identity.access import catalogue
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.queries import default_county

from .commands import CommandFault

ADMIN_PERMISSIONS = (
    "identity.manage_users", "identity.read_deliveries", "registry.read_registry", "registry.edit_registry",
    "registry.edit_county", "intake.manage_points", "exchange.manage_tokens", "ledger.read_ledger",
)  # fmt: skip


@transaction.atomic
def create_admin(username: str, name: str, password: str) -> int:
    """Make the county's administrator; he may keep lists and accounts, and does not handle matters."""
    county = default_county()
    try:
        user = actions.create_user(
            county=county.code, username=username, display_name=name, password=password, by=SYSTEM
        )
    except ValidationError as fault:
        raise CommandFault("；".join(fault.messages)) from None
    known = [permission for permission in ADMIN_PERMISSIONS if permission in catalogue()]
    role = actions.save_role(county=county.code, code="county-admin", name="县管理员", permissions=known, by=SYSTEM)
    actions.grant(user=user, role=role, by=SYSTEM, on=timezone.localdate())
    print(f"已建立账号 {user.username}，角色：{role.name}。")
    return 0

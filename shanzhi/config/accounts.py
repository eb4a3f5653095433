"""The first rows of a real county: its parameters and its administrator, from the command line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from shanzhi.identity import actions
from shanzhi.identity.access import catalogue
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.actions import open_county
from shanzhi.registry.models import County
from shanzhi.registry.queries import default_county
from shanzhi.registry.queries.counties import NoCounty

from .commands import CommandFault

ADMIN_PERMISSIONS = (
    "identity.manage_users", "identity.read_deliveries", "registry.read_registry", "registry.edit_registry",
    "registry.edit_county", "intake.manage_points", "exchange.manage_tokens", "ledger.read_ledger",
)  # fmt: skip


def create_county(code: str, name: str, english_name: str) -> int:
    """Open a county; an installation serves one."""
    county = County(code=code, name=name, english_name=english_name)
    if len(code) != 6 or not code.isdigit():
        raise CommandFault(f"代码应是六位数字的行政区划代码，现在是「{code}」。")
    if there := County.objects.first():
        raise CommandFault(f"这里已经开通了{there.name}，一套系统只服务一个县（市、区）。", 1)
    try:
        county.full_clean()
    except ValidationError as fault:
        raise CommandFault("；".join(fault.messages)) from None
    open_county(county=county, by=SYSTEM)
    print(f"已开通{name}（{code}）。下一步：shanzhi create-admin 建立管理员账号。")
    return 0


@transaction.atomic
def create_admin(username: str, name: str, password: str) -> int:
    """Make the county's administrator; he may keep lists and accounts, and does not handle matters."""
    try:
        county = default_county()
    except NoCounty:
        raise CommandFault("还没有开通县：请先运行 shanzhi create-county 代码 名称。") from None
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

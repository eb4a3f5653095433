"""Which lists of the registry can be kept by hand, and with which columns and fields?"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Agency, Area, District, EventType, Officer, ResponsibilityRule, SensitiveSign, Tile


@dataclass(frozen=True)
class Kind:
    """One list: its page title, what a row shows, what a form asks, where a search looks."""

    slug: str
    model: type[models.Model]
    title: str | Promise
    hint: str | Promise
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    search: tuple[str, ...]
    order: tuple[str, ...]
    joined: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "areas",
            Area,
            _("区域"),
            _("县、乡镇（街道）、村（社区）、网格。下级区划代码以上级代码开头。"),
            ("code", "name", "level", "parent", "is_active"),
            ("code", "name", "level", "parent", "lon", "lat", "geometry", "is_active"),
            ("code__startswith", "name__contains"),
            ("code",),
            ("parent",),
            ("level",),
        ),
        Kind(
            "districts",
            District,
            _("片区"),
            _("把乡镇编成片区，便于指挥；怎样编由县里定。"),
            ("code", "name", "note"),
            ("code", "name", "towns", "note"),
            ("code__startswith", "name__contains"),
            ("code",),
        ),
        Kind(
            "agencies",
            Agency,
            _("机构"),
            _("中心、部门、综合执法局、乡镇、执法队、村（居）委会。别名用于识别来文里的不同写法。"),
            ("code", "name", "kind", "parent", "guided_by", "area", "is_active"),
            (
                "code",
                "name",
                "short_name",
                "english_name",
                "aliases",
                "kind",
                "parent",
                "guided_by",
                "area",
                "phone",
                "is_active",
            ),
            ("code__startswith", "name__contains", "short_name__contains"),
            ("code",),
            ("parent", "guided_by", "area"),
            ("kind",),
        ),
        Kind(
            "officers",
            Officer,
            _("人员"),
            _("编制在哪、在哪里工作、由谁指导，分开登记；执法证到期前会提醒。"),
            (
                "name",
                "standing",
                "working_agency",
                "payroll_agency",
                "certificate_no",
                "certificate_until",
                "is_active",
            ),
            (
                "name",
                "standing",
                "user",
                "working_agency",
                "payroll_agency",
                "guidance_agency",
                "post",
                "phone",
                "certificate_no",
                "certificate_scope",
                "certificate_until",
                "areas",
                "is_active",
            ),
            ("name__contains", "certificate_no__startswith"),
            ("name", "id"),
            ("working_agency", "payroll_agency"),
            ("standing",),
        ),
        Kind(
            "event-types",
            EventType,
            _("事件类型"),
            _("什么情况立案、几时办结、怎样算办结。时限自派单起算。"),
            ("code", "name", "parent", "tile", "limit_value", "limit_unit", "is_active"),
            (
                "code",
                "name",
                "english_name",
                "plain_name",
                "words",
                "parent",
                "tile",
                "filing_criterion",
                "closing_criterion",
                "limit_value",
                "limit_unit",
                "basis",
                "near_metres",
                "near_days",
                "is_sensitive",
                "is_active",
            ),
            ("code__startswith", "name__contains", "plain_name__contains"),
            ("code",),
            ("parent",),
            ("tile", "limit_unit"),
        ),
        Kind(
            "rules",
            ResponsibilityRule,
            _("责任规则"),
            _("哪类事件、在哪里、由谁负责、依据什么。优先级高的先用；派单时会说明用了哪条。"),
            ("event_type", "area_code", "target", "agency", "basis", "priority", "is_active"),
            ("event_type", "area_code", "target", "agency", "assisting", "basis", "priority", "is_active"),
            ("event_type__name__contains", "event_type__code__startswith", "basis__contains"),
            ("event_type__code", "-priority", "id"),
            ("event_type", "agency"),
            ("target",),
        ),
        Kind(
            "signs",
            SensitiveSign,
            _("敏感提示"),
            _("诉求一到就按这些词标出来，提醒受理台；一种提示一行，没有登记的用系统自带的词。"),
            ("code", "words", "is_urgent", "is_restricted", "is_active"),
            ("code", "words", "is_urgent", "is_restricted", "note", "is_active"),
            ("note__contains",),
            ("code",),
        ),
        Kind(
            "tiles",
            Tile,
            _("反映入口"),
            _("群众反映页上的大按钮。"),
            ("order", "code", "name", "english_name"),
            ("code", "name", "english_name", "hint", "english_hint", "icon", "order"),
            ("code__startswith", "name__contains"),
            ("order", "code"),
        ),
    )
}

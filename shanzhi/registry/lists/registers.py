"""Which columns have the registers that carry no dates of their own: people, firms, event types?"""

import re

from django.utils.translation import gettext_lazy as _

from ..models import EventType, Firm, LimitUnit, ListKind, Officer, SensitiveSign, Sign
from .columns import Column, Kept, ListSpec, Record
from .references import AgencyName, AreaName, EventTypeName
from .surroundings import Surroundings
from .values import Choice, Day, Number, Text, Words, YesNo

CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
AGENCY_TOLD = "写机构的名称、简称或者别名。"


def _firm_check(record: Record) -> list[tuple[str, str]]:
    code = record["credit_code"]
    if code and not CREDIT_CODE.fullmatch(code):
        return [("credit_code", f"「{code}」不是18位统一社会信用代码。")]
    return []


def _parents_known(records: dict[str, Record], around: Surroundings) -> list[tuple[str, str, str]]:
    """A type's parent is in the county already or in the same file."""
    found = []
    for key, record in records.items():
        parent = record["parent"]
        if parent and parent not in records and parent not in around.event_types:
            found.append((key, "parent", f"没有「{parent}」这个事件类型，表里也没有。"))
        elif parent == key:
            found.append((key, "parent", "上级不能是自己。"))
    return found


OFFICERS = ListSpec(
    ListKind.OFFICERS,
    ListKind.OFFICERS.label,
    Officer,
    (
        Column("name", "姓名", Text(40), ("人员姓名", "执法人员"), required=True),
        Column(
            "standing",
            "身份类别",
            Choice(dict(Officer.Standing.choices), {"网格": "grid", "辅助人员": "auxiliary"}, default="officer"),
            ("人员类别", "类别"),
            fills=True,
        ),
        Column(
            "working_agency",
            "工作单位",
            AgencyName(),
            ("所在单位", "执法主体", "单位", "单位名称"),
            Kept.AGENCY,
            True,
            True,
            AGENCY_TOLD,
        ),
        Column("payroll_agency", "编制单位", AgencyName(), (), Kept.AGENCY, fills=True),
        Column("guidance_agency", "业务指导单位", AgencyName(), (), Kept.AGENCY, fills=True),
        Column("post", "职务", Text(40), ("岗位",)),
        Column("phone", "工作电话", Text(30), ("电话", "联系电话", "手机")),
        Column("certificate_no", "执法证号", Text(30), ("证件编号", "执法证件号", "证号")),
        Column("certificate_scope", "执法范围", Text(120), ("执法区域", "执法类型")),
        Column("certificate_until", "执法证有效期至", Day(), ("有效期至", "有效期", "截止日期"), Kept.DAY),
    ),
    key=lambda record: record["certificate_no"] or f"{record['name']} {record['working_agency']}",
    dated=False,
    hint=_("按执法证号认人；没有证号的按姓名和工作单位。表里没有的人停用，账号要另行停用。"),
)
FIRMS = ListSpec(
    ListKind.FIRMS,
    ListKind.FIRMS.label,
    Firm,
    (
        Column(
            "name",
            "名称",
            Text(120),
            ("企业名称", "单位名称", "主体名称", "经营主体名称", "市场主体名称"),
            required=True,
        ),
        Column("credit_code", "统一社会信用代码", Text(18), ("信用代码", "社会信用代码")),
        Column("legal_representative", "法定代表人", Text(40), ("法人", "负责人")),
        Column("address", "地址", Text(200), ("住所", "经营地址", "经营场所", "注册地址")),
        Column("area", "所在区域", AreaName(), ("区划代码", "所在乡镇", "所属区域"), Kept.AREA),
        Column("supervised_by", "监管单位", AgencyName(), ("管辖单位", "监管所"), Kept.AGENCY, fills=True),
        Column("industry_code", "行业代码（GB/T 4754）", Text(4), ("行业代码", "行业编号")),
        Column("tags", "标签", Text(200), ("类别", "业态")),
        Column("phone", "联系电话", Text(30), ("电话",)),
        Column("lon", "经度（WGS-84）", Number(-180, 180, whole=False), ("经度",)),
        Column("lat", "纬度（WGS-84）", Number(-90, 90, whole=False), ("纬度",)),
    ),
    key=lambda record: record["credit_code"] or record["name"],
    dated=False,
    check=_firm_check,
    hint=_("按统一社会信用代码认主体；没有代码的按名称。表里没有的标为不在业。"),
)
EVENT_TYPES = ListSpec(
    ListKind.EVENT_TYPES,
    ListKind.EVENT_TYPES.label,
    EventType,
    (
        Column("code", "类型代码", Text(20), ("代码", "类别代码", "小类代码"), required=True),
        Column("name", "类型名称", Text(60), ("名称", "小类名称", "事件类型"), required=True),
        Column("english_name", "英文名", Text(80)),
        Column("plain_name", "群众用语", Text(60)),
        Column("words", "关键词", Words(), ("关键字",)),
        Column("parent", "上级类型", EventTypeName(), ("大类代码", "上级代码", "大类"), Kept.EVENT_TYPE, fills=True),
        Column("tile", "反映入口", Text(20)),
        Column("filing_criterion", "立案条件", Text(300), ("立案标准",)),
        Column("closing_criterion", "结案条件", Text(300), ("结案标准",)),
        Column("limit_value", "办理时限", Number(1, 1000), ("时限",), required=True),
        Column(
            "limit_unit",
            "时限单位",
            Choice(
                dict(LimitUnit.choices),
                {"天": "day", "个工作日": "working_day", "工作小时": "working_hour"},
                default="working_day",
            ),
            ("单位",),
        ),
        Column("basis", "依据", Text(200), ("时限依据",)),
        Column("near_metres", "相近范围（米）", Number(1, 100_000), ("相近范围",)),
        Column("near_days", "相近时段（日）", Number(1, 3650), ("相近时段",)),
        Column("is_sensitive", "敏感", YesNo()),
    ),
    key=lambda record: str(record["code"]),
    dated=False,
    check_all=_parents_known,
    hint=_("GB/T 30428 样式的类型表：代码、名称、上级、立案与结案条件、时限。上级类型在库里或者在同一份表里。"),
)

SIGNS = ListSpec(
    ListKind.SIGNS,
    ListKind.SIGNS.label,
    SensitiveSign,
    (
        Column("code", "提示", Choice({str(value): str(label) for value, label in Sign.choices}), required=True),
        Column("words", "关键词", Words(), ("关键字",), required=True),
        Column("is_urgent", "排在最前", YesNo()),
        Column("is_restricted", "限制阅看", YesNo(), ("限制阅看，按副卷保管",)),
        Column("note", "说明", Text(200)),
    ),
    key=lambda record: str(record["code"]),
    dated=False,
    hint=_("一种提示一行；词之间用顿号分开。诉求一到就按这些词标出来。"),
)

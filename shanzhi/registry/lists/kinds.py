"""Which kinds of list can come in from a file, and what stands in their columns?"""

import re

from django.utils.translation import gettext_lazy as _

from shanzhi.law.numerals import from_chinese

from ..models import (
    BoundaryLine,
    Concentration,
    Delegation,
    DiscretionStep,
    Item,
    LeniencyEntry,
    ListKind,
    TerritorialDuty,
)
from .columns import Column, Kept, ListSpec, Record
from .references import AgencyName, AgencyNames, Bases, EventTypeNames, FineRule, ItemCode, LeadName, SupporterNames
from .registers import EVENT_TYPES, FIRMS, OFFICERS, SIGNS
from .values import Choice, Day, Digits, Money, Number, Text, Words, YesNo

KIND_OF_ITEM = Choice(
    dict(Item.Kind.choices),
    {"处罚": "penalty", "强制": "coercion", "检查": "inspection", "许可": "licence", "其他": "other"},
    blank=True,
)
OVERLAY = Choice(
    dict(Item.Overlay.choices), {"一般": "general", "市场监管": "market", "生态环境": "ecology"}, default="general"
)
OUTCOME = Choice(
    dict(LeniencyEntry.Outcome.choices),
    {
        "首违免罚": "first",
        "首违不罚": "first",
        "不予处罚": "minor",
        "轻微免罚": "minor",
        "减轻": "mitigated",
        "从轻": "lighter",
    },
)
NAME = Column(
    "name",
    "事项名称",
    Text(400),
    ("事项", "名称", "权力事项名称", "行政处罚事项", "职权名称"),
    required=True,
    fills=True,
)
CODES = ("代码", "事项编码", "权力编码", "职权编码", "事项代码12位", "编码")
AGENCY_TOLD = "写机构的名称、简称或者别名。"


def _fine_order(record: Record) -> list[tuple[str, str]]:
    low, high = record.get("fine_min_amount"), record.get("fine_max_amount")
    if low and high and float(low) > float(high):
        return [("fine_min_amount", f"罚款下限{low}高于上限{high}。")]
    return []


def _same_kind(record: Record) -> list[tuple[str, str]]:
    """The third and fourth digit say the kind; a kind left out follows from them."""
    wanted = {"02": "penalty", "03": "coercion", "06": "inspection"}.get(record["code"][2:4])
    record["kind"] = record["kind"] or wanted or "penalty"
    if wanted and wanted != record["kind"]:
        label = dict(Item.Kind.choices)[wanted]
        return [("kind", f"代码第3、4位是{record['code'][2:4]}，应是{label}，与这一列不一致。")]
    return _fine_order(record)


ITEMS = ListSpec(
    ListKind.ITEMS,
    ListKind.ITEMS.label,
    Item,
    (
        Column("code", "事项代码", Digits(12), CODES, required=True),
        NAME,
        Column("kind", "事项类型", KIND_OF_ITEM, ("类型", "权力类型", "职权类型", "类别"), fills=True),
        Column("field", "领域", Text(40), ("执法领域", "所属领域", "行业"), fills=True),
        Column(
            "holder",
            "行使主体",
            AgencyName(),
            ("实施主体", "执法主体", "实施机关", "主管部门", "行使层级及部门", "责任部门"),
            Kept.AGENCY,
            required=True,
            fills=True,
            told=AGENCY_TOLD,
        ),
        Column("legal_bases", "法律依据", Bases(), ("依据", "设定依据", "处罚依据", "实施依据"), fills=True),
        Column("measure", "措施", Text(200), ("措施种类", "处罚种类")),
        Column("method", "行使方式", Text(100), ("执法方式",)),
        Column("fine_min_amount", "罚款下限（元）", Money(), ("最低罚款", "下限"), Kept.MONEY),
        Column("fine_max_amount", "罚款上限（元）", Money(), ("最高罚款", "上限"), Kept.MONEY),
        Column("fine_rule", "罚款规则", FineRule(), ("倍数罚款", "罚款计算")),
        Column("overlay", "程序规定", OVERLAY, ("适用程序规定",)),
        Column("summary_allowed", "可适用简易程序", YesNo(True), ("简易程序",)),
        Column("hearing_person_amount", "听证标准（公民，元）", Money(), ("听证标准公民",), Kept.MONEY),
        Column("hearing_unit_amount", "听证标准（单位，元）", Money(), ("听证标准单位",), Kept.MONEY),
        Column("review_amount", "法制审核标准（元）", Money(), (), Kept.MONEY),
        Column("collective_amount", "集体讨论标准（元）", Money(), (), Kept.MONEY),
        Column("discretion", "裁量基准", Text(40), ("裁量基准代码",)),
        Column("leniency", "从宽条目", Words(40), ("免罚条目",)),
        Column("documents", "文书", Words(40), ("文书清单",)),
        Column("needs_specialist", "须检测鉴定", YesNo(), ("须专业检测鉴定", "专业性")),
        Column("criminal_hint", "涉罪提示", Text(400), ("行刑衔接",)),
        Column("level", "行使层级", Text(40), ("实施层级", "层级")),
        Column("review_on", "复核日期", Day(), (), Kept.DAY),
        Column("note", "备注", Text(300), ("说明",)),
    ),
    key=lambda record: str(record["code"]),
    check=_same_kind,
    hint=_("12位事项代码、名称、依据、罚款幅度和行使主体。"),
)
ITEM = Column("item", "事项代码", ItemCode(), CODES, Kept.ITEM, required=True)
CONCENTRATIONS = ListSpec(
    ListKind.CONCENTRATIONS,
    ListKind.CONCENTRATIONS.label,
    Concentration,
    (
        ITEM,
        Column(
            "from_agency", "划出部门", AgencyName(), ("原行使部门", "移出部门"), Kept.AGENCY, True, True, AGENCY_TOLD
        ),
        Column("since", "集中行使日期", Day(), ("划转日期", "集中行使起", "起始日期"), Kept.DAY, True, True),
        Column("scope", "划转范围", Text(200), ("范围",), fills=True),
        Column("boundary", "具体职责边界", Text(2000), ("职责边界", "监管与处罚职责划分"), fills=True),
    ),
    key=lambda record: f"{record['item']} {record['from_agency']}",
    hint=_("哪些事项从哪个部门划来、何时起、划转范围和职责边界。"),
)
DELEGATIONS = ListSpec(
    ListKind.DELEGATIONS,
    ListKind.DELEGATIONS.label,
    Delegation,
    (
        ITEM,
        Column(
            "township",
            "乡镇（街道）",
            AgencyName(),
            ("承接乡镇", "赋权乡镇", "赋权对象", "承接主体", "乡镇街道"),
            Kept.AGENCY,
            True,
            True,
            AGENCY_TOLD,
        ),
        Column("from_on", "赋权日期", Day(), ("赋权起", "生效日期", "实施日期", "起始日期"), Kept.DAY, True, True),
        Column("until_on", "赋权至", Day(), ("截止日期", "终止日期"), Kept.DAY, fills=True),
        Column("published_on", "公布日期", Day(), ("发布日期", "公告日期"), Kept.DAY, fills=True),
        Column("publication", "公布文件", Text(200), ("文号", "公告文号"), fills=True),
        Column("taken_back_on", "收回日期", Day(), ("回收日期",), Kept.DAY),
        Column("take_back_reason", "收回依据", Text(200), ("收回原因",)),
    ),
    key=lambda record: f"{record['item']} {record['township']}",
    check=lambda record: (
        [("until_on", "赋权至早于赋权日期。")] if record["until_on"] and record["until_on"] < record["from_on"] else []
    ),
    hint=_("哪个乡镇承接哪些事项；没有公布日期的不能使用。"),
)
LINE_CODE = Column("code", "编号", Text(40), ("序号", "清单编号", "代码"), required=True)
MATTER = Column(
    "matter", "事项", Text(200), ("事项名称", "具体事项", "管理事项", "职责事项"), required=True, fills=True
)
WORDS = Column("words", "关键词", Words(), ("关键字",))
TYPES = Column("event_types", "事件类型", EventTypeNames(), ("事件类型代码",), Kept.EVENT_TYPES)
FIELD = Column("field", "领域", Text(40), ("执法领域", "所属领域"), fills=True)
BOUNDARIES = ListSpec(
    ListKind.BOUNDARIES,
    ListKind.BOUNDARIES.label,
    BoundaryLine,
    (
        LINE_CODE,
        MATTER,
        FIELD,
        WORDS,
        TYPES,
        Column(
            "lead",
            "牵头单位",
            LeadName(),
            ("牵头部门", "主责单位", "主要责任单位"),
            Kept.LEAD,
            True,
            True,
            AGENCY_TOLD,
        ),
        Column("supporters", "配合单位", SupporterNames(), ("配合部门", "协同单位"), Kept.SUPPORTERS),
        Column("supervisor", "监管单位", AgencyName(), ("监管部门", "行业主管部门"), Kept.AGENCY, fills=True),
        Column(
            "case_taker", "立案查处单位", AgencyName(), ("处罚单位", "查处单位", "执法单位"), Kept.AGENCY, fills=True
        ),
        Column("called", "应召到场单位", AgencyNames(), ("到场单位",), Kept.AGENCIES),
        Column("call_minutes", "到场时限（分钟）", Number(0, 10_000), ("到场时限",)),
        Column("supervision", "监管职责", Text(2000), ("部门职责", "具体职责边界")),
        Column("handed_over", "移送内容", Text(2000), ("移送", "移交内容")),
        Column("feedback", "反馈要求", Text(2000), ("反馈",)),
        Column("legal_bases", "依据", Bases(), ("法律依据",)),
    ),
    key=lambda record: str(record["code"]),
    hint=_("谁牵头、谁配合、谁监管、谁立案，移送什么、怎样反馈；牵头可写“属地乡镇（街道）”“属地执法队”。"),
)
DUTIES = ListSpec(
    ListKind.DUTIES,
    ListKind.DUTIES.label,
    TerritorialDuty,
    (
        LINE_CODE,
        MATTER,
        FIELD,
        WORDS,
        TYPES,
        Column("department", "主管部门", AgencyName(), ("责任部门", "牵头部门"), Kept.AGENCY, fills=True),
        Column("department_duty", "部门职责", Text(2000), ("主管部门职责",)),
        Column(
            "township_duty", "乡镇（街道）职责", Text(2000), ("属地职责", "乡镇职责", "乡镇街道职责"), required=True
        ),
        Column("townships", "适用乡镇（街道）", AgencyNames(), ("适用范围", "适用乡镇"), Kept.AGENCIES),
        Column("legal_bases", "依据", Bases(), ("法律依据",)),
    ),
    key=lambda record: str(record["code"]),
    hint=_("哪些事可以交给乡镇做、做到哪一步；清单以外的不得下压。"),
)


def _numbered(record: Record) -> list[tuple[str, str]]:
    """A step without a number of its own begins its conditions with one: 1、情节轻微…"""
    if record["order"] is None:
        found = re.match(r"[（(]?(\d{1,2}|[一二三四五六七八九十])(?:[)）]|\s*[、.．:：])", record["conditions"])
        if found is None:
            return [("order", "没有阶次，适用条件也不是以序号开头。")]
        record["order"] = int(found[1]) if found[1].isdigit() else from_chinese(found[1])
    return []


DISCRETION = ListSpec(
    ListKind.DISCRETION,
    ListKind.DISCRETION.label,
    DiscretionStep,
    (
        Column("item_code", "事项代码", Digits(12), CODES, required=True, fills=True),
        Column("table", "裁量基准代码", Text(40), ("基准代码",)),
        Column("order", "阶次", Number(1, 99), ("裁量阶次",)),
        Column("band", "档次", Text(20), ("裁量档次", "违法程度", "情节")),
        Column("conditions", "适用条件", Text(2000), ("阶次及适用条件", "裁量情形", "适用情形"), required=True),
        Column("sanction", "裁量幅度", Text(300), ("处罚标准", "裁量标准", "处罚幅度"), required=True),
        Column("low_amount", "下限（元）", Money(), ("最低",), Kept.MONEY),
        Column("high_amount", "上限（元）", Money(), ("最高",), Kept.MONEY),
        Column("source", "裁量基准来源", Text(200), ("来源", "文号"), fills=True),
    ),
    key=lambda record: f"{record['table'] or record['item_code']} {record['order']}",
    check=_numbered,
    hint=_("每个事项分几档、各档的适用条件和幅度。"),
)
LENIENCY = ListSpec(
    ListKind.LENIENCY,
    ListKind.LENIENCY.label,
    LeniencyEntry,
    (
        Column("code", "条目编号", Text(40), ("序号", "编号"), required=True),
        Column("item_code", "事项代码", Text(12), CODES),
        NAME,
        FIELD,
        Column("outcome", "免罚情形", OUTCOME, ("情形", "处理方式", "清单类型"), required=True, fills=True),
        Column("basis", "实施依据", Text(300), ("法律依据", "依据", "处罚依据"), fills=True),
        Column("conditions", "适用条件", Text(2000), ("条件", "适用情形"), required=True, fills=True),
    ),
    key=lambda record: str(record["code"]),
    hint=_("轻微不罚、首违可以不罚、减轻处罚的条目和条件。"),
)
SPECS: dict[str, ListSpec] = {
    spec.kind: spec
    for spec in (
        ITEMS,
        CONCENTRATIONS,
        DELEGATIONS,
        BOUNDARIES,
        DUTIES,
        DISCRETION,
        LENIENCY,
        OFFICERS,
        FIRMS,
        EVENT_TYPES,
        SIGNS,
    )
}

"""What does a cell mean that names something of the county, an article, or a rule for a fine?"""

import re
from dataclasses import dataclass
from typing import Any

from shanzhi.law.citation import BadCitation, cite
from shanzhi.law.numerals import from_chinese
from shanzhi.law.statutes import short_name

from ..models import ResponsibilityRule
from .agency_names import folded
from .cells import Cell
from .surroundings import Surroundings
from .values import SEPARATORS, BadCell, Digits, Plain, text_of

Target = ResponsibilityRule.Target
ROLES = {str(folded(str(target.label))): target.value for target in Target if target != Target.AGENCY} | {
    "属地乡镇": Target.TOWNSHIP.value,
    "乡镇街道": Target.TOWNSHIP.value,
    "属地镇街": Target.TOWNSHIP.value,
    "属地村社": Target.VILLAGE.value,
}
CHINESE = "一二三四五六七八九十百千零〇两"
PRINTED = re.compile(
    rf"《([^》]+)》\s*(?:第([{CHINESE}\d]+)条(?:之([{CHINESE}]))?)"
    rf"(?:\s*第([{CHINESE}\d]+)款)?(?:\s*第?[（(]?([{CHINESE}\d]+)[）)]?项)?"
)
RANGE = re.compile(r"(?P<who>[^:：]+)[:：](?P<low>[\d.]*)(?P<unit1>%?)-(?P<high>[\d.]+)(?P<unit>倍|%)?")
FLOOR = re.compile(r"不足[\d.]+按(?P<floor>[\d.]+)")


@dataclass(frozen=True)
class AgencyName:
    """One agency, kept by its code."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        if not text:
            return ""
        found = around.agencies.find(text)
        if found is None:
            near = around.agencies.close_to(text)
            advice = f"是不是：{'、'.join(near)}？" if near else "请先在机构名录里登记，或者给机构加上这个别名。"
            raise BadCell(f"没有叫「{text[:40]}」的机构。", advice)
        return found.code

    def show(self, value: Plain, around: Surroundings) -> Cell:
        found = around.agencies.agencies.get(value)
        return str(found) if found else str(value or "")


@dataclass(frozen=True)
class AgencyNames:
    """Several agencies in one cell."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        parts = [part.strip() for part in SEPARATORS.split(text_of(cell)) if part.strip()]
        return sorted(dict.fromkeys(AgencyName().read(part, around) for part in parts))

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return "、".join(str(AgencyName().show(code, around)) for code in value or [])


@dataclass(frozen=True)
class LeadName:
    """An agency, or the township, team or village of the place: role:township."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        role = ROLES.get(folded(text))
        return f"role:{role}" if role else AgencyName().read(text, around)

    def show(self, value: Plain, around: Surroundings) -> Cell:
        role = str(value or "").removeprefix("role:")
        return str(Target(role).label) if role != value else AgencyName().show(value, around)


@dataclass(frozen=True)
class SupporterNames:
    """Several agencies, or those of the place, in one cell."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        parts = [part.strip() for part in SEPARATORS.split(text_of(cell)) if part.strip()]
        return sorted(dict.fromkeys(LeadName().read(part, around) for part in parts))

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return "、".join(str(LeadName().show(one, around)) for one in value or [])


@dataclass(frozen=True)
class EventTypeNames:
    def read(self, cell: Cell, around: Surroundings) -> Plain:
        found = []
        for part in (part.strip() for part in SEPARATORS.split(text_of(cell)) if part.strip()):
            row = around.event_types.get(part) or around.event_types.get(folded(part))
            row = row or (around.event_types.get("0" + part) if part.isdigit() else None)
            if row is None:
                raise BadCell(f"没有「{part}」这个事件类型。", "请写类型代码或者名称；先在事件类型里登记。")
            found.append(row.code)
        return sorted(dict.fromkeys(found))

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return "、".join(value or [])


@dataclass(frozen=True)
class EventTypeName:
    """A type of the county, or the code of one that comes in the same file."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        row = around.event_types.get(text) or around.event_types.get(folded(text))
        if row is None and text and not re.fullmatch(r"[\w.-]{1,20}", text):
            raise BadCell(f"没有「{text[:40]}」这个事件类型。", "请写类型代码。")
        return row.code if row else text

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class ItemCode:
    """An item that stands in the item list on the day."""

    pads: bool = False

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        code = Digits(12, self.pads).read(cell, around)
        if code not in around.items:
            raise BadCell(f"执法事项清单里没有 {code}。", "请先导入执法事项清单，或者核对代码。")
        return code

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class AreaName:
    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        if not text:
            return ""
        row = around.areas.get(text) or around.areas.get(folded(text)) or around.areas.get(text.removesuffix("000"))
        if row is None:
            raise BadCell(f"没有「{text[:40]}」这个区域，或者有同名的。", "请写区划代码。")
        return row.code

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class Bases:
    """The articles an item rests on, as 罚则：行政处罚法42 or as printed: 《行政处罚法》第四十二条."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        if not text:
            return []
        try:
            return [self._short(part) for part in re.split(r"[；;]", text) if part.strip()]
        except BadCitation:
            printed = self._printed(text)
            return printed or [{"cite": "", "role": "依据", "text": text[:500]}]

    def _short(self, part: str) -> dict[str, str]:
        role, colon, written = part.strip().partition("：")
        if not colon:
            role, written = "依据", part
        return {"cite": str(cite(written.strip())), "role": role.strip()[:10]}

    def _printed(self, text: str) -> list[dict[str, str]]:
        found = []
        for match in PRINTED.finditer(text):
            title, article, inserted, paragraph, item = match.groups()
            written = short_name(title) + str(_number(article)) + (f"之{_number(inserted)}" if inserted else "")
            written += (f".{_number(paragraph)}" if paragraph else "") + (f"({_number(item)})" if item else "")
            found.append({"cite": written, "role": "依据"})
        return [row for index, row in enumerate(found) if row not in found[:index]]

    def show(self, value: Plain, around: Surroundings) -> Cell:
        return "；".join(
            f"{one['role']}：{one['cite']}" if one.get("cite") else one.get("text", "") for one in value or []
        )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else from_chinese(text)


@dataclass(frozen=True)
class FineRule:
    """Ranges by who is fined, multiples or shares of a sum: 单位:500-3000；货值金额:1-3倍；建设工程造价:5%-10%."""

    def read(self, cell: Cell, around: Surroundings) -> Plain:
        text = text_of(cell)
        rule: dict[str, Any] = {}
        for part in (part.strip() for part in re.split(r"[；;]", text) if part.strip()):
            if found := FLOOR.fullmatch(part):
                rule["at_least"] = found["floor"]
            elif found := RANGE.fullmatch(part):
                low, high = found["low"] or "0", found["high"]
                kind = {"倍": "multiples", "%": "shares"}.get(found["unit"] or "", "ranges")
                rule.setdefault(kind, []).append({"of": found["who"].strip(), "low": low, "high": high})
            else:
                return {"text": text[:300]}
        return rule

    def show(self, value: Plain, around: Surroundings) -> Cell:
        value = value or {}
        if "text" in value:
            return str(value["text"])
        parts = [f"{one['of']}:{one['low']}-{one['high']}" for one in value.get("ranges", [])]
        parts += [f"{one['of']}:{one['low']}-{one['high']}倍" for one in value.get("multiples", [])]
        parts += [f"{one['of']}:{one['low']}%-{one['high']}%" for one in value.get("shares", [])]
        if "at_least" in value:
            parts.append(f"不足{value['at_least']}按{value['at_least']}")
        return ";".join(parts)

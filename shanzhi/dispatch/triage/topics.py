"""What do many people report at the same time about the same thing?"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from .reading import BadFile, rows
from .text import joined, pairs

FORMULA = "热度 = 条数 + 2 × 人数 + 任意七天内的最多条数"
ALIKE = 0.13  # cosine of the rarity-weighted pairs from which two messages speak of one thing
_PLACE = re.compile(
    r"(?:[A-Z]\d*[市县区])?[一-鿿A-Za-z0-9]{2,8}?(?:小区|社区|街道|大道|镇|村|路|街|城|苑|园|学校|学院)"
)


@dataclass(frozen=True)
class Post:
    number: str
    person: str
    subject: str
    body: str
    at: datetime | None


def posts(path: Path) -> list[Post]:
    """The messages of a CSV or XLSX file with 留言主题 and 留言详情; user, number and time where given."""
    found = _sheet(path) if path.suffix == ".xlsx" else rows(path)
    if not found or not {"留言主题", "留言详情"} <= set(found[0]):
        raise BadFile(f"文件“{path.name}”缺少列：需要 留言主题、留言详情")
    return [
        Post(
            number=row.get("留言编号") or str(line),
            person=row.get("留言用户") or f"第{line}行",
            subject=(row["留言主题"] or "").strip(),
            body=(row["留言详情"] or "").strip(),
            at=_moment(row.get("留言时间") or ""),
        )
        for line, row in enumerate(found, 2)
    ]


def hot_topics(found: Sequence[Post], least: int = 2) -> list[dict[str, Any]]:
    """Groups of at least so many messages, hottest first."""
    groups = [[found[i] for i in group] for group in _groups(found) if len(group) >= least]
    return sorted((_topic(group) for group in groups), key=lambda topic: (-topic["heat"], topic["topic"]))


def _groups(found: Sequence[Post]) -> list[list[int]]:
    """Each message joins the group of the likest message before it, if that is like enough."""
    signs = [_signs(post) for post in found]
    seen = Counter(mark for marks in signs for mark in marks)
    rare = {mark: math.log(len(found) / times) for mark, times in seen.items()}
    length = [math.sqrt(sum((n * rare[m]) ** 2 for m, n in marks.items())) or 1.0 for marks in signs]
    where: dict[str, list[int]] = defaultdict(list)
    group_of: list[int] = []
    groups: list[list[int]] = []
    for i, marks in enumerate(signs):
        likeness: dict[int, float] = defaultdict(float)
        for mark, times in marks.items():
            # A pair that every tenth message has tells nothing apart, and costs the most.
            if seen[mark] <= max(20, len(found) // 10):
                for j in where[mark]:
                    likeness[j] += times * signs[j][mark] * rare[mark] ** 2
                where[mark].append(i)
        best = max(likeness, key=lambda j: (likeness[j] / length[j], -j), default=-1)
        if best >= 0 and likeness[best] / (length[best] * length[i]) >= ALIKE:
            group_of.append(group_of[best])
            groups[group_of[best]].append(i)
        else:
            group_of.append(len(groups))
            groups.append([i])
    return groups


def _signs(post: Post) -> Counter[str]:
    """The subject says in few words what the body says in many: it counts three times."""
    marks = Counter(dict.fromkeys(pairs(joined([post.body])), 1))
    for mark in pairs(joined([post.subject])):
        marks[mark] += 3
    return marks


def _topic(group: Sequence[Post]) -> dict[str, Any]:
    people = len({post.person for post in group})
    days = sorted(post.at for post in group if post.at)
    week = max((sum(0 <= (b - a).days < 7 for b in days) for a in days), default=0)
    places = Counter(place for post in group for place in set(_PLACE.findall(post.subject)))
    return {
        "topic": min((post.subject for post in group), key=len),
        "place": places.most_common(1)[0][0] if places else "",
        "from": days[0].date().isoformat() if days else None,
        "to": days[-1].date().isoformat() if days else None,
        "people": people,
        "messages": len(group),
        "heat": len(group) + 2 * people + week,
        "numbers": [post.number for post in group],
    }


def _moment(text: str) -> datetime | None:
    for shape in ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), shape)
        except ValueError:
            continue
    return None


def _sheet(path: Path) -> list[dict[str, str]]:
    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (OSError, KeyError, ValueError) as fault:
        raise BadFile(f"文件“{path.name}”打不开：{fault}") from None
    lines = sheet.iter_rows(values_only=True)
    head = [str(cell or "").strip() for cell in next(lines, ())]
    return [{h: _cell(cell) for h, cell in zip(head, line, strict=False)} for line in lines if any(line)]


def _cell(value: object) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else str(value or "").strip()

"""What do the files hold: labelled messages (raw or cut into words) and events?"""

import csv
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .text import words_of_cut, words_of_raw

RAW = ("留言主题", "留言详情", "一级标签")
CUT = ("text", "label")
EVENT = ("create_time", "street_code", "community_code", "type_code", "main_type_code", "sub_type_code")


class BadFile(ValueError):
    """A file that cannot be read as what it should be; the text says why."""


@dataclass(frozen=True)
class Message:
    text: str
    label: str
    cut: bool
    reference: str = ""

    def words(self, known: frozenset[str]) -> list[str]:
        return words_of_cut(self.text) if self.cut else words_of_raw(self.text, known)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, packed or not, in UTF-8 or GB 18030."""
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as fault:
        raise BadFile(f"文件“{path.name}”打不开：{fault}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(text.splitlines(keepends=True)))


def messages(path: Path) -> list[Message]:
    found = rows(path)
    if not found:
        raise BadFile(f"文件“{path.name}”里没有一行数据")
    if all(column in found[0] for column in RAW):
        read = [Message(_text(row), (row["一级标签"] or "").strip(), cut=False) for row in found]
    elif all(column in found[0] for column in CUT):
        read = [Message(row["text"] or "", (row["label"] or "").strip(), cut=True) for row in found]
    else:
        raise BadFile(f"文件“{path.name}”缺少列：需要 {'、'.join(RAW)}，或者 {'、'.join(CUT)}")
    return [message for message in read if message.label]


def events(path: Path) -> list[dict[str, str]]:
    found = rows(path)
    if not found:
        raise BadFile(f"文件“{path.name}”里没有一行数据")
    missing = [column for column in (*EVENT, "dispose_unit") if column not in found[0]]
    if missing:
        raise BadFile(f"文件“{path.name}”缺少列：{'、'.join(missing)}")
    return found


def known_words(read: Iterable[Message]) -> frozenset[str]:
    """The words of the texts that came cut: what remains of a text once its stop words are gone."""
    return frozenset(word for message in read if message.cut for word in words_of_cut(message.text))


def labels(read: Sequence[Message]) -> list[str]:
    return [message.label for message in read]


def _text(row: dict[str, str]) -> str:
    return f"{(row['留言主题'] or '').strip()} {(row['留言详情'] or '').strip()}"

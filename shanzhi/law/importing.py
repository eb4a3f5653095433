"""How do statute texts come in: Markdown from a folder, one JSON file for each version into the store?"""

from __future__ import annotations

import sys
from pathlib import Path

from shanzhi.law.articles import NoStatute, StatuteText, parse
from shanzhi.law.cited import all_citations
from shanzhi.law.statutes import TextStore, Unresolved, short_name


def import_statutes(source: Path, target: Path) -> int:
    """Import every Markdown statute of a folder and say which citations then resolve; 1 if none was found."""
    target.mkdir(parents=True, exist_ok=True)
    imported = 0
    for file in sorted(source.glob("*.md")):
        try:
            text = parse(file.read_text(encoding="utf-8"), file.name)
        except (NoStatute, UnicodeDecodeError) as fault:
            print(f"跳过 {file.name}：{fault}", file=sys.stderr)
            continue
        (target / file_name(text)).write_text(text.as_json(), encoding="utf-8")
        imported += 1
    print(f"已导入法规文本 {imported} 件。")
    report(TextStore(target).unresolved(all_citations()))
    return 0 if imported else 1


def file_name(text: StatuteText) -> str:
    """Short name and version, so that an old and a new text lie side by side."""
    version = text.adopted.isoformat() if text.adopted else "版本不明"
    return f"{short_name(text.title).replace('/', '')}@{version}.json"


def report(unresolved: list[Unresolved]) -> None:
    """Name every citation of the rules that the imported texts do not bear out."""
    if not unresolved:
        print("规则引用的条文全部能在导入的文本中找到。")
        return
    print(f"规则引用的条文有 {len(unresolved)} 处在导入的文本中找不到：")
    for one in unresolved:
        print(f"  {one.citation}：{one.reason}")

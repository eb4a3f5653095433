"""Spreadsheets as an office would send them (示例), for the tests of the lists."""

import io

from openpyxl import Workbook

HEAD = ["序号", "事项代码", "事项名称", "实施主体", "法律依据", "罚款下限（元）", "罚款上限（元）"]


def book(*rows: list[object], merged: str = "", formats: dict[str, str] | None = None) -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def item(
    code: object = "330290001000", name: str = "乱倒垃圾", agency: str = "县综合执法局", **more: object
) -> list[object]:
    return [1, code, name, agency, more.get("basis", ""), more.get("low", ""), more.get("high", "")]

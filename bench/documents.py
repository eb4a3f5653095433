"""How many one-page documents a second are set as PDF/A-2b when the engine is warm? Facts in, bytes out, no database."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from .ground import arguments, say

# One-page kinds of three layouts: a letter with its seal, a form, a receipt.
KINDS = ("demand_letter", "delivery_receipt", "filing_approval")
FACTS: dict[str, Any] = {
    "case_no": "示综执案〔2026〕12号",
    "cause": "擅自在城市道路摆设摊点",
    "party_name": "陈示例",
    "party_address": "示例县清溪街道示范路3号",
    "violated": ["《浙江省城市市容和环境卫生管理条例》第二十条"],
    "officers": [{"name": "张示例", "certificate": "33080000001"}, {"name": "李示例", "certificate": "33080000002"}],
    "decision_number": "示综执罚决字〔2026〕第000001号",
    "decision_served_on": "2026-07-16",
    "demand_until": "2026-09-15",
    "fine": "200",
    "late_fee": "60",
    "owed": "260",
    "served_document": "行政处罚决定书",
    "served_way": "直接送达",
    "received_by": "陈示例",
}
WORDS = {
    "facts_found": "2026年7月5日6时30分，当事人在示范路3号门前人行道上摆设早餐摊点，占用面积约四平方米。" * 2,
    "performance": "到示例农村商业银行缴纳。",
    "handler_opinion": "符合立案条件，建议立案调查。",
}


def set_some(share: tuple[int, int]) -> tuple[float, int]:
    """Set some documents, each with another number; return seconds and pages."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.config.settings")
    django.setup()
    from pypdf import PdfReader

    from shanzhi.dossier.models import Letterhead
    from shanzhi.dossier.paper import setting
    from shanzhi.dossier.paper.composing import Sheet, compose
    from shanzhi.dossier.rules import template

    head = Letterhead(
        full_name="示例县综合行政执法局", mark="示综执", phone="0570-0000000", address="示例县示范大道8号"
    )
    first, count = share

    def one(number: int) -> bytes:
        kind = template(KINDS[number % len(KINDS)])
        facts = {**FACTS, "party_name": f"陈示例{number}"}
        sheet = Sheet(facts=facts, free=WORDS, head=head, number=f"示综执字〔2026〕第{number:06d}号", seal=True)
        return setting.pdf(compose(kind, sheet))

    from io import BytesIO

    pages = sum(len(PdfReader(BytesIO(one(number))).pages) for number in range(3))
    begun = time.perf_counter()
    for number in range(first, first + count):
        one(number)
    return time.perf_counter() - begun, pages


def measure(count: int, processes: int) -> dict[str, Any]:
    with ProcessPoolExecutor(1) as pool:
        alone, pages = pool.submit(set_some, (0, count)).result()
    with ProcessPoolExecutor(processes) as pool:
        shares = [(number * count, count) for number in range(processes)]
        together = max(seconds for seconds, _ in pool.map(set_some, shares))
    return {
        "documents_of_one_page": pages == 3,
        "one_process_per_second": round(count / alone),
        "processes": processes,
        "all_processes_per_second": round(count * processes / together),
        "milliseconds_each": round(alone / count * 1000, 1),
    }


if __name__ == "__main__":
    asked = arguments(__doc__ or "", count=300, processes=os.cpu_count() or 1)
    say(measure(asked.count, asked.processes), as_json=asked.json)

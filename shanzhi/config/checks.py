"""Is what is stored what the facts give? Deadlines, work items, ledger: every difference is named."""

import sys

from shanzhi.casework.checking import case_term_differences
from shanzhi.dispatch import checking
from shanzhi.ledger import seals


def run() -> int:
    """Run every check; 0 when nothing differs."""
    faults = [*checking.deadline_differences(), *checking.work_item_differences(), *case_term_differences()]
    verdict = seals.verify()
    if not verdict.sound:
        faults.append(f"台账：{verdict.fault}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print("核对无误。" if not faults else f"发现 {len(faults)} 处不一致。")
    return 1 if faults else 0

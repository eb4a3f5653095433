"""How does a published list come in from the command line? As on the pages: as a whole on a day, or not at all."""

import sys
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.actions import draft_list, put_in_force
from shanzhi.registry.lists.cells import UnreadableFile
from shanzhi.registry.lists.files import difference_rows, fault_rows, workbook
from shanzhi.registry.lists.kinds import SPECS
from shanzhi.registry.lists.trial import Trial, run_trial
from shanzhi.registry.queries import default_county

from .commands import CommandFault

MOST = 20


def run(kind: str, path: Path | None, *, on: str, source: str, report: Path | None, only_try: bool) -> int:
    """Try the list and put it in force; exit code 1 when it has faults, and then nothing was written."""
    if kind not in SPECS:
        raise CommandFault(f"没有「{kind}」这种清单。可用的有：{'、'.join(SPECS)}。")
    if path is None or not path.is_file():
        raise CommandFault(f"没有找到文件 {path or ''}：shanzhi import lists {kind} 文件")
    day = _day(on)
    with transaction.atomic():
        trial = _import(kind, path, day, source or path.name, only_try)
        if not trial.clean or only_try:
            transaction.set_rollback(True)
    if report is not None:
        report.write_bytes(workbook([("错误", fault_rows(trial)), ("差异", difference_rows(trial))]))
    return _say(trial, day, only_try)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandFault(f"日期「{text}」读不懂，应如 2026-01-31。") from None


def _import(kind: str, path: Path, day: date, source: str, only_try: bool) -> Trial:
    county = default_county().code
    try:
        version = draft_list(county=county, kind=kind, file_name=path.name, data=path.read_bytes(), by=SYSTEM)
        trial = run_trial(version, day)
        if trial.clean and not only_try:
            today = timezone.localdate()
            put_in_force(version_id=version.pk, valid_from=day, source=source, by=SYSTEM, on=today)
    except (UnreadableFile, NotAllowed) as fault:
        raise CommandFault(str(fault)) from None
    return trial


def _say(trial: Trial, day: date, only_try: bool) -> int:
    for hint in trial.reading.hints:
        print(hint, file=sys.stderr)
    for fault in trial.reading.faults[:MOST]:
        print(f"  第 {fault.row} 行 {fault.column}：{fault.text}{fault.advice}", file=sys.stderr)
    counts = trial.changes.counts
    said = "新增 {new}，修改 {changed}，缺少 {missing}，不变 {same}。".format(**counts)
    if not trial.clean:
        print(f"有 {len(trial.reading.faults)} 处错误，没有写入任何一行。{said}")
        return 1
    print(f"预演无误，没有写入。{said}" if only_try else f"已整份写入，自 {day} 起生效。{said}")
    return 0

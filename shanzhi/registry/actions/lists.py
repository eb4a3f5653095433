"""A list comes in as a draft, is put in force as a whole on a day or not at all, and can be put back."""

import hashlib
import uuid
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from shanzhi.identity.models import User
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import SYSTEM, Actor
from shanzhi.ledger.events import record

from ..lists.cells import pack, read_file
from ..lists.headings import heading_key
from ..lists.kinds import SPECS
from ..lists.trial import Trial, guess, remembered, run_trial, sheet_of
from ..lists.versions import as_of, register_before
from ..lists.writing import write
from ..models import ColumnName, County, ListDraft, ListVersion

DRAFTS_KEPT = timedelta(days=30)


@transaction.atomic
def draft_list(*, county: str, kind: str, file_name: str, data: bytes, by: Actor) -> ListVersion:
    """Keep an uploaded file as a draft with the columns found. Raises UnreadableFile."""
    sheets = read_file(file_name, data)
    found = guess(county, kind, sheets)
    _forget_old_drafts(county, kind)
    version = ListVersion.objects.create(
        county=county,
        kind=kind,
        file_name=file_name[:200],
        file_hash=hashlib.sha256(data).hexdigest(),
        imported_by=by if isinstance(by, User) else None,
    )
    ListDraft.objects.create(
        version=version,
        cells=pack(sheets),
        sheet=sheets[found.sheet].name,
        header_row=found.header_row,
        mapping={"columns": {str(place): name for place, name in found.mapping.items()}, "options": {}},
    )
    record("registry.list_drafted", subject=version, by=by, list=kind)
    return version


def _forget_old_drafts(county: str, kind: str) -> None:
    """A draft nobody came back to loses its cells: a register's cells name people."""
    rows = ListVersion.objects.filter(county=county, kind=kind, state=ListVersion.State.DRAFT)
    for version in rows.filter(imported_at__lt=timezone.now() - DRAFTS_KEPT):
        discard_draft(version_id=version.pk, by=SYSTEM, on=timezone.localdate())


@transaction.atomic
def map_columns(
    *,
    version_id: uuid.UUID,
    sheet: str,
    header_row: int,
    columns: dict[int, str],
    options: dict[str, Any],
    by: Actor,
) -> ListDraft:
    """Set how the draft's columns are read, and remember the headings that were mapped by hand."""
    draft = ListDraft.objects.select_for_update().select_related("version").get(pk=version_id)
    version = draft.version
    _must_be_draft(version)
    draft.sheet, draft.header_row = sheet, header_row
    draft.mapping = {"columns": {str(place): name for place, name in columns.items()}, "options": options}
    draft.save(update_fields=["sheet", "header_row", "mapping"])
    rows = sheet_of(draft).rows
    header = rows[header_row] if header_row < len(rows) else []
    known = remembered(version.county, version.kind)
    for place, name in columns.items():
        heading = heading_key(header[place]) if place < len(header) else ""
        if heading and known.get(heading) != name:
            ColumnName.objects.update_or_create(
                county=version.county, kind=version.kind, heading=heading[:80], defaults={"column": name}
            )
    return draft


@transaction.atomic
def discard_draft(*, version_id: uuid.UUID, by: Actor, on: date) -> None:
    """Put a draft aside: its cells go, that it was there stays."""
    version = ListVersion.objects.select_for_update().get(pk=version_id)
    _must_be_draft(version)
    ListDraft.objects.filter(pk=version.pk).delete()
    version.state, version.withdrawn_on = ListVersion.State.WITHDRAWN, on
    version.save(update_fields=["state", "withdrawn_on"])
    record("registry.list_discarded", subject=version, by=by, on=on)


@transaction.atomic
def put_in_force(
    *,
    version_id: uuid.UUID,
    valid_from: date,
    source: str,
    by: Actor,
    on: date,
    expected: dict[str, int] | None = None,
    is_sample: bool = False,
) -> Trial:
    """Put the draft in force as a whole from the day on. Raises NotAllowed with every reason, and then nothing changed."""
    version = ListVersion.objects.select_for_update().get(pk=version_id)
    _must_be_draft(version)
    County.objects.select_for_update().get(pk=version.county)
    trial = run_trial(version, valid_from)
    found = _against(version, trial, valid_from, on, expected)
    if found:
        raise NotAllowed(found)
    version.source, version.is_sample = source[:200], is_sample
    _in_force(version, trial, valid_from, by, on)
    ListDraft.objects.filter(pk=version.pk).delete()
    return trial


@transaction.atomic
def restore_version(*, version_id: uuid.UUID, valid_from: date, by: Actor, on: date) -> ListVersion:
    """Put back what a former version said, as a new version from the day on; the one in force is withdrawn."""
    former = ListVersion.objects.select_for_update().get(pk=version_id)
    County.objects.select_for_update().get(pk=former.county)
    current = latest_version(former.county, former.kind)
    found = _against_restoring(former, current, valid_from, on)
    if found or current is None:
        raise NotAllowed(found)
    spec = SPECS[former.kind]
    version = ListVersion(county=former.county, kind=former.kind, source=f"恢复第{former.number}版的内容")
    version.is_sample = former.is_sample
    version.imported_by = by if isinstance(by, User) else None
    version.save()
    trial = as_of(spec, former, valid_from) if spec.dated else register_before(spec, former, valid_from)
    _in_force(version, trial, valid_from, by, on)
    current.state, current.withdrawn_on = ListVersion.State.WITHDRAWN, on
    current.save(update_fields=["state", "withdrawn_on"])
    record("registry.list_restored", subject=version, by=by, on=on, former=str(former.pk), withdrawn=str(current.pk))
    return version


def latest_version(county: str, kind: str) -> ListVersion | None:
    """Return the version put in force last that was not withdrawn."""
    rows = ListVersion.objects.filter(county=county, kind=kind, state=ListVersion.State.IN_FORCE)
    return rows.order_by("-number").first()


def _in_force(version: ListVersion, trial: Trial, valid_from: date, by: Actor, on: date) -> None:
    numbers = ListVersion.objects.filter(county=version.county, kind=version.kind)
    version.number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    version.state, version.valid_from = ListVersion.State.IN_FORCE, valid_from
    version.row_count, version.summary = len(trial.reading.records), trial.changes.counts
    version.save()
    try:
        write(version, trial, by=by, on=on)
    except ValidationError as fault:
        raise NotAllowed([Obstacle(text) for text in fault.messages]) from None
    record(
        "registry.list_put_in_force", subject=version, by=by, on=on, number=version.number, counts=trial.changes.counts
    )


def _must_be_draft(version: ListVersion) -> None:
    if version.state != ListVersion.State.DRAFT:
        raise NotAllowed([Obstacle(f"这一版{version.get_state_display()}，不能再改。", (), "请重新上传文件。")])


def _against(
    version: ListVersion, trial: Trial, valid_from: date, on: date, expected: dict[str, int] | None
) -> list[Obstacle]:
    found = _against_the_day(version, valid_from, on)
    if faults := len(trial.reading.faults):
        found.append(Obstacle(f"还有{faults}处错误，整份清单都没有写入。", (), "下载错误表，改好后重新上传。"))
    if expected is not None and expected != trial.changes.counts:
        found.append(Obstacle("预演之后名录有了变动，差异与您看到的不同。", (), "请重新看一遍差异再生效。"))
    return found


def _against_the_day(version: ListVersion, valid_from: date, on: date) -> list[Obstacle]:
    last = latest_version(version.county, version.kind)
    if not SPECS[version.kind].dated:
        text = f"{version.get_kind_display()}没有版本日期，只能当日生效。"
        return [] if valid_from == on else [Obstacle(text, (), f"生效日期选{on}。")]
    if last is not None and last.valid_from is not None and valid_from < last.valid_from:
        text = f"生效日期早于现行第{last.number}版的{last.valid_from}。"
        return [Obstacle(text, (), "选不早于它的日期。")]
    return []


def _against_restoring(former: ListVersion, current: ListVersion | None, valid_from: date, on: date) -> list[Obstacle]:
    if former.number is None or current is None or current.pk == former.pk:
        return [Obstacle("这一版就是现行的版本，或者从未生效。", (), "选一个从前生效过的版本。")]
    found = _against_the_day(former, valid_from, on)
    if not SPECS[former.kind].dated and former.number != current_before(current):
        text = f"{former.get_kind_display()}只能退回上一版。"
        found.append(Obstacle(text, (), f"先退回第{current_before(current)}版。"))
    return found


def current_before(current: ListVersion) -> int:
    return (current.number or 1) - 1

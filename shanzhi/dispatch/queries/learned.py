"""What has the county's model learned, which model speaks, how careful is the county?"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from shanzhi.registry.models import EventType

from ..models import Matter, ReportLink, TriageModel, TriageSetting
from ..triage.model import Model
from ..triage.reading import BadFile, Message, messages

MOST_ROWS = 20_000
LEAST_ROWS, LEAST_A_TYPE, LEAST_TYPES = 60, 5, 2
Guess = Callable[[str], Iterable[tuple[str, float, str]]]
_loaded: dict[str, tuple[UUID, Model]] = {}


@dataclass(frozen=True)
class Material:
    """Labelled texts, oldest first, and what could not be used."""

    rows: list[Message]
    from_on: date | None = None
    until_on: date | None = None
    unknown: int = 0

    @property
    def shortage(self) -> str:
        """Say in a sentence what is missing for training; empty when there is enough."""
        counts = Counter(row.label for row in self.rows)
        enough = [label for label, times in counts.items() if times >= LEAST_A_TYPE]
        if len(self.rows) >= LEAST_ROWS and len(enough) >= LEAST_TYPES:
            return ""
        lost = f"，另有 {self.unknown} 条的类型不在事件类型表里" if self.unknown else ""
        return (
            f"材料不够：现有 {len(self.rows)} 条已定类型的，其中 {len(enough)} 类满 {LEAST_A_TYPE} 条；"
            f"至少要 {LEAST_ROWS} 条、{LEAST_TYPES} 类{lost}。"
        )


def setting_of(county: str) -> TriageSetting:
    """Return how careful the county is; the product's own values when nothing was set."""
    return TriageSetting.objects.filter(pk=county).first() or TriageSetting(county=county)


def guess_of(county: str) -> Guess | None:
    """Return the model in force as a question; None when the county has none and the rules speak alone."""
    pk = (
        TriageModel.objects.filter(county=county, state=TriageModel.State.IN_FORCE).values_list("pk", flat=True).first()
    )
    if pk is None:
        return None
    kept = _loaded.get(county)
    if kept is None or kept[0] != pk:
        weights = TriageModel.objects.values_list("weights", flat=True).get(pk=pk)
        kept = _loaded[county] = (pk, model_from(bytes(weights or b"")))
    model = kept[1]

    def guess(text: str) -> Iterable[tuple[str, float, str]]:
        return [
            (one.label, one.confidence, "、".join(model.telling_words(text, one.label, 3)))
            for one in model.suggest(text)
        ]

    return guess


def model_from(weights: bytes) -> Model:
    """Return a stored model; it is plain numbers, so reading it runs nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        path.write_bytes(weights)
        return Model.load(path)


def bytes_of(model: Model) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        model.save(path)
        return path.read_bytes()


def own_material(county: str) -> Material:
    """Return the county's own matters under the type people have left them with; what few may read stays out."""
    matters = Matter.objects.filter(county=county, event_type__isnull=False, is_restricted=False)
    found = list(matters.order_by("-opened_at", "-id").values_list("pk", "event_type__code", "opened_at")[:MOST_ROWS])
    links = ReportLink.objects.filter(matter__in=[pk for pk, _, _ in found], detached_at__isnull=True)
    words: dict[Any, str] = {}
    for pk, text in links.order_by("matter", "at", "id").values_list("matter_id", "report__text"):
        words.setdefault(pk, text)
    rows = [Message(words[pk], code, cut=False) for pk, code, _ in reversed(found) if words.get(pk)]
    days = [at.date() for _, _, at in found]
    return Material(rows, min(days, default=None), max(days, default=None))


def file_material(county: str, name: str, data: bytes) -> Material:
    """Return the labelled rows of a file whose labels are codes or names of event types. Raises BadFile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("upload.csv.gz" if name.endswith(".gz") else "upload.csv")
        path.write_bytes(data)
        try:
            read = messages(path)
        except BadFile as fault:
            raise BadFile(str(fault).replace(path.name, name)) from None
    codes: dict[str, str] = {}
    for row in EventType.objects.filter(county=county, is_active=True):
        codes.update({row.code: row.code, row.name: row.code})
        if row.plain_name:
            codes.setdefault(row.plain_name, row.code)
    rows = [Message(one.text, codes[one.label], one.cut) for one in read if one.label in codes]
    return Material(rows, unknown=len(read) - len(rows))

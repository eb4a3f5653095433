"""How does a county train a model, put it in force, take it back, and let types go by themselves?"""

import hashlib
import uuid
import zipfile
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM, Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Area, EventType

from .. import rules
from ..models import Matter, Step, TriageModel, TriageSetting
from ..queries.learned import Material, bytes_of, file_material, model_from, own_material
from ..queries.suggesting import suggest
from ..triage.evaluate import evaluate
from ..triage.model import Model
from ..triage.reading import BadFile, Message
from .frame import moment, person, refuse
from .matter import accept_matter

State = TriageModel.State
MOST_BYTES = 30 * 1024 * 1024
TEST_SHARE = 5  # the latest fifth is held out for the figures
CONFUSIONS = 8


@transaction.atomic
def ask_training(
    *, county: str, by: Actor, file_name: str = "", data: bytes = b"", at: datetime | None = None
) -> TriageModel:
    """Start a version: from the county's own matters, or from a labelled file. The worker trains it."""
    now = moment(at)
    _lock(county)
    if TriageModel.objects.filter(county=county, state=State.TRAINING).exists():
        refuse([rules.house("已有一版正在训练。", "请等它练完再提交")])
    if shortage := _material(county, file_name, data).shortage:
        refuse([rules.house(shortage, "办理更多事项后再练，或者上传一份已标注的文件")])
    row = TriageModel.objects.create(
        county=county,
        number=_next_number(county),
        source=f"文件：{file_name}"[:120] if data else "本县已定类型的事项",
        material=data or None,
        asked_at=now,
        asked_by_id=by.actor_id,
    )
    record("dispatch.triage_asked", subject=row, by=by, at=now, number=row.number, from_file=bool(data))
    return row


@transaction.atomic
def keep_model(*, county: str, file_name: str, data: bytes, by: Actor, at: datetime | None = None) -> TriageModel:
    """Keep a model learned elsewhere as a version, if it can be read and speaks of types the county has."""
    now = moment(at)
    _lock(county)
    if len(data) > MOST_BYTES:
        refuse([rules.house(f"模型文件有 {len(data) // 1024 // 1024} MB，超过 30 MB。")])
    try:
        classes = set(model_from(data).classes)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as fault:
        raise NotAllowed([rules.house(f"文件“{file_name}”不是分拨模型。", "请用本系统存出的 .npz 文件")]) from fault
    known = set(EventType.objects.filter(county=county, code__in=classes).values_list("code", flat=True))
    if not known:
        refuse([rules.house("模型里的类型代码，本县一个也没有。", "请换一个按本县类型代码学的模型")])
    row = TriageModel.objects.create(
        county=county,
        number=_next_number(county),
        state=State.KEPT,
        source=f"模型文件：{file_name}"[:120],
        weights=data,
        digest=hashlib.sha256(data).hexdigest(),
        asked_at=now,
        asked_by_id=by.actor_id,
    )
    record("dispatch.triage_trained", subject=row, by=by, at=now, number=row.number, state=row.state)
    return row


def _next_number(county: str) -> int:
    return (TriageModel.objects.filter(county=county).aggregate(n=Max("number"))["n"] or 0) + 1


def train(*, model_id: uuid.UUID, at: datetime | None = None) -> TriageModel:
    """Train a version that was asked for; what cannot be trained says why. Safe to run twice."""
    row = TriageModel.objects.get(pk=model_id)
    if row.state != State.TRAINING:
        return row
    try:
        material = _material(row.county, row.source.removeprefix("文件："), bytes(row.material or b""))
        if material.shortage:
            raise ValueError(material.shortage)
        figures, weights = _trained(material)
    except ValueError as fault:
        return _end_training(model_id, State.FAILED, moment(at), fault=str(fault)[:300])
    return _end_training(
        model_id,
        State.KEPT,
        moment(at),
        figures=figures,
        weights=weights,
        digest=hashlib.sha256(weights).hexdigest(),
        trained_on_count=len(material.rows),
        from_on=material.from_on,
        until_on=material.until_on,
    )


def _trained(material: Material) -> tuple[dict[str, Any], bytes]:
    """Judge on the latest fifth, which the judged model has not seen; then learn from everything."""
    cut = len(material.rows) - len(material.rows) // TEST_SHARE
    known = Counter(row.label for row in material.rows[:cut])
    test = [row for row in material.rows[cut:] if known[row.label]]
    if len(known) < 2 or not test:
        raise ValueError("较早的五分之四里不足两类，无法评测。")
    judged = Model.train(material.rows[:cut])
    figures = evaluate(judged, test) | {"tested": len(test), "confusion": _confusion(judged, test)}
    weights = bytes_of(Model.train(material.rows))
    if len(weights) > MOST_BYTES:
        raise ValueError(f"模型有 {len(weights) // 1024 // 1024} MB，超过 30 MB，没有保存。")
    return figures, weights


def _confusion(model: Model, test: list[Message]) -> list[list[Any]]:
    """Which type was taken for which, most frequent first."""
    said = [model.classes[int(row.argmax())] for row in model.probabilities(test)]
    wrong = Counter((one.label, guess) for one, guess in zip(test, said, strict=True) if one.label != guess)
    return [[truth, guess, times] for (truth, guess), times in wrong.most_common(CONFUSIONS)]


@transaction.atomic
def _end_training(model_id: uuid.UUID, state: str, now: datetime, **values: Any) -> TriageModel:
    row = TriageModel.objects.select_for_update(of=("self",)).get(pk=model_id)
    if row.state == State.TRAINING:
        for name, value in {**values, "state": state, "material": None}.items():
            setattr(row, name, value)
        row.save()
        record("dispatch.triage_trained", subject=row, by=SYSTEM, at=now, number=row.number, state=state)
    return row


@transaction.atomic
def put_model_in_force(*, model_id: uuid.UUID, by: Actor, at: datetime | None = None) -> TriageModel:
    """Let a trained version speak; the one before is kept."""
    now = moment(at)
    _lock(TriageModel.objects.values_list("county", flat=True).get(pk=model_id))
    row = TriageModel.objects.select_for_update(of=("self",)).get(pk=model_id)
    if row.state == State.IN_FORCE:
        return row
    if row.state not in (State.KEPT, State.ROLLED_BACK):
        refuse([rules.house(f"{row}是「{row.get_state_display()}」，不能启用。", "请选一版练成的")])
    TriageModel.objects.filter(county=row.county, state=State.IN_FORCE).update(state=State.KEPT)
    _speak(row, by, now)
    record("dispatch.triage_in_force", subject=row, by=by, at=now, number=row.number)
    return row


@transaction.atomic
def roll_model_back(*, county: str, by: Actor, at: datetime | None = None) -> TriageModel | None:
    """Take the version in force back; the one in force before speaks again, or the rules alone."""
    now = moment(at)
    _lock(county)
    row = TriageModel.objects.filter(county=county, state=State.IN_FORCE).first()
    if row is None:
        raise NotAllowed([rules.house("现在没有模型在用，建议只按规则和清单给出。")])
    row.state = State.ROLLED_BACK
    row.save(update_fields=["state"])
    earlier = TriageModel.objects.filter(county=county, state=State.KEPT, in_force_at__isnull=False)
    before = earlier.order_by("-in_force_at").first()
    if before is not None:
        _speak(before, by, now)
    number = before.number if before else None
    record("dispatch.triage_rolled_back", subject=row, by=by, at=now, number=row.number, now_number=number)
    return before


def _speak(row: TriageModel, by: Actor, now: datetime) -> None:
    row.state, row.in_force_at, row.in_force_by_id = State.IN_FORCE, now, by.actor_id
    row.save(update_fields=["state", "in_force_at", "in_force_by"])


@transaction.atomic
def set_triage(
    *,
    county: str,
    threshold_percent: int,
    auto_percent: int,
    auto_types: list[str],
    version: int,
    by: Actor,
    at: datetime | None = None,
) -> TriageSetting:
    """Set how careful the county is and which types are taken on without anybody. Who did it stays in the ledger."""
    row = _lock(county)
    if row.version != version:
        refuse([rules.house("您打开页面后，别人改过这些设置。", "请看看现在的设置，再改一次")])
    known = set(
        EventType.objects.filter(county=county, is_active=True, code__in=auto_types).values_list("code", flat=True)
    )
    if unknown := sorted(set(auto_types) - known):
        refuse([rules.house(f"没有代码为 {'、'.join(unknown)} 的事件类型。")])
    if not 1 <= threshold_percent <= 99 or not 50 <= auto_percent <= 100:
        refuse([rules.house("建议门槛在 1–99 之间，自动门槛在 50–100 之间。")])
    before = {"threshold": row.threshold_percent, "auto": row.auto_percent, "types": list(row.auto_types)}
    row.threshold_percent, row.auto_percent, row.auto_types = threshold_percent, auto_percent, sorted(known)
    row.version += 1
    row.save()
    area = Area.objects.get(county=county, level=Area.Level.COUNTY)
    after = {"threshold": threshold_percent, "auto": auto_percent, "types": row.auto_types}
    record("dispatch.triage_set", subject=area, by=by, at=moment(at), before=before, after=after, by_id=str(person(by)))
    return row


def accept_by_itself(*, matter_id: uuid.UUID, at: datetime | None = None) -> Matter | None:
    """Take a matter on without anybody, when the county lets its type go and the suggestion is sure enough.

    Nothing with a warning on it goes by itself. Returns None when a person must look.
    """
    matter = Matter.objects.select_related("event_type", "agency", "officer").get(pk=matter_id)
    row = TriageSetting.objects.filter(pk=matter.county).exclude(auto_types=[]).first()
    if row is None or matter.step != Step.PENDING or matter.alarms or matter.is_restricted:
        return None
    advice = suggest(matter)
    first = advice.types[0] if advice.types else None
    if first is None or first.code not in row.auto_types or first.percent < row.auto_percent:
        return None
    try:
        return accept_matter(
            matter_id=matter.pk,
            event_type_id=uuid.UUID(first.value),
            by=SYSTEM,
            shown=advice.shown("types", is_auto=True),
            version=matter.version,
            at=at,
        )
    except NotAllowed:
        return None


def _material(county: str, file_name: str, data: bytes) -> Material:
    if not data:
        return own_material(county)
    try:
        return file_material(county, file_name, data)
    except BadFile as fault:
        raise NotAllowed([rules.house(f"{fault}。", "请按说明准备文件")]) from None


def _lock(county: str) -> TriageSetting:
    """Return the county's settings, held until the transaction ends: one change of the triage at a time."""
    TriageSetting.objects.get_or_create(pk=county)
    return TriageSetting.objects.select_for_update().get(pk=county)

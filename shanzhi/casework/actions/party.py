"""Naming the party of a case, and what becomes of him: name, merger, death, each with its proof."""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shanzhi.law import identifiers
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor

from .. import rules, sealing
from ..models import Party, PartyChange, PenaltyCase
from .frame import begin, day_of, log, save, wants

ADULT = 18


@dataclass(frozen=True)
class PartyWords:
    """What was typed about a party; numbers are checked before anything is kept."""

    kind: str
    name: str
    id_number: str = ""
    unified_code: str = ""
    trade_name: str = ""
    sex: str = ""
    representative: str = ""
    address: str = ""
    phone: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True)
class Checked:
    """The numbers in their standard form, with everything that stands against them."""

    id_number: str
    unified_code: str
    born_on: date | None
    obstacles: list[Obstacle]


def check_party(words: PartyWords, *, on: date) -> Checked:
    """Check kind, name, numbers and guardian. `on` is the day of the act: the age counts on it (行政处罚法30)."""
    found = wants(words.name, "当事人的姓名或者名称", 120)
    if words.kind not in Party.Kind.values:
        found.append(rules.house("没有选定当事人类别。", "请选自然人、个体工商户、企业等单位或者村集体经济组织"))
    number, code, born = "", "", None
    try:
        number = identifiers.citizen_number(words.id_number) if words.id_number.strip() else ""
        born = identifiers.birthday(number) if number else None
    except identifiers.BadIdentifier as fault:
        found.append(rules.house(str(fault), "请对照证件"))
    try:
        code = identifiers.unit_code(words.unified_code) if words.unified_code.strip() else ""
    except identifiers.BadIdentifier as fault:
        found.append(rules.house(str(fault), "请对照营业执照或者登记证"))
    if words.kind in (Party.Kind.FIRM, Party.Kind.VILLAGE) and not words.representative.strip():
        found.append(rules.house("没有写法定代表人或者负责人。", "请对照登记证填写"))
    if born and identifiers.full_years(born, on) < ADULT and not words.guardian_name.strip():
        found.append(rules.house("当事人行为时不满十八周岁，没有写监护人。", "请填监护人的姓名和电话"))
    if born and born > on:
        found.append(rules.house("身份号码上的出生日期在违法行为之后。", "请核对号码和行为日期"))
    return Checked(number, code, born, found)


def keep_party(words: PartyWords, checked: Checked, *, county: str, is_sample: bool = False) -> Party:
    """Write the party; the number goes in sealed, with its keyed digest."""
    party = Party(
        county=county,
        kind=words.kind,
        name=unicodedata.normalize("NFC", words.name).strip(),
        trade_name=words.trade_name.strip(),
        sex=words.sex,
        born_on=checked.born_on,
        unified_code=checked.unified_code,
        representative=words.representative.strip(),
        address=words.address.strip(),
        phone=words.phone.strip(),
        guardian_name=words.guardian_name.strip(),
        guardian_phone=words.guardian_phone.strip(),
        is_sample=is_sample,
    )
    if checked.id_number:
        party.id_sealed, party.id_key = sealing.seal_identity(checked.id_number, party.pk)
        party.id_digest = sealing.identity_digest(checked.id_number)
        party.id_masked = sealing.masked(checked.id_number)
    party.save(force_insert=True)
    return party


@transaction.atomic
def change_party(
    *,
    case_id: uuid.UUID,
    what: str,
    after: str,
    proof: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Note what became of the party: corrected, renamed, merged, died, ended. Names before stay in the history."""
    day = day_of(on)
    extra = [] if what in PartyChange.What.values else [rules.house("没有选定变动的种类。")]
    extra += wants(proof, "证明材料", 300)
    named = {PartyChange.What.CORRECTED, PartyChange.What.RENAMED, PartyChange.What.MERGED}
    if what in named:
        extra += wants(after, "变动后的名称或者承受人", 120)
    case, _facts, _rows = begin("change_party", case_id, by, day, version=version, extra=extra)
    party = Party.objects.select_for_update().get(pk=case.party_id)
    before = party.name
    _apply(party, what, after.strip())
    PartyChange.objects.create(
        party=party, what=what, before=before, after=after.strip() or before, proof=proof.strip(), on=day,
        by_id=by.actor_id,
    )  # fmt: skip
    party.save(update_fields=["name", "standing", "succeeded_by"])
    case.party = party
    save(case, None)
    log("change_party", "casework.party_changed", case, by, day, words=proof, what=what, party=party.pk)
    return case


def _apply(party: Party, what: str, after: str) -> None:
    if what in (PartyChange.What.CORRECTED, PartyChange.What.RENAMED):
        party.name = after
        return
    standings = {
        PartyChange.What.MERGED: Party.Standing.MERGED,
        PartyChange.What.DIED: Party.Standing.DEAD,
        PartyChange.What.ENDED: Party.Standing.ENDED,
    }
    party.standing = standings[PartyChange.What(what)]
    party.succeeded_by = after

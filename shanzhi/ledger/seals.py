"""Can yesterday be rewritten unseen? Not after a seal: batches of events under chained Merkle roots."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from .digests import EMPTY, merkle_root, sm3
from .events import digest_of
from .models import Event, Seal

BATCH = 10_000


@dataclass(frozen=True)
class Verdict:
    """What checking the ledger found: how much was read, and the first thing that is not as it was."""

    seals: int
    events: int
    unsealed: int
    fault: str = ""
    seq: int | None = None

    @property
    def sound(self) -> bool:
        return not self.fault


def leaf_marks(rows: Sequence[tuple[int, bytes]]) -> bytes:
    """Return 16 bytes for each (number, digest): enough to tell which row is not as it was."""
    return b"".join(seq.to_bytes(8, "big") + digest[:8] for seq, digest in rows)


def seal_digest(seal: Seal) -> bytes:
    """Return the digest of a seal, which the next seal carries on."""
    head = f"{seal.number}|{seal.first_seq}|{seal.last_seq}|{seal.event_count}|".encode()
    return sm3(head, bytes(seal.root), bytes(seal.previous), sm3(bytes(seal.leaves)))


def closed_until() -> int:
    """Return the highest sequence number below which no transaction can add events any more.

    The table lock waits for writers now at work and is given back at once: a number once drawn is then
    either there or will never be.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SELECT ledger_closed_until()")
        return int(cursor.fetchone()[0])


def seal_now() -> list[Seal]:
    """Seal all closed events, in batches. Running it twice at once or again at once seals nothing twice."""
    until = closed_until()
    made = []
    while seal := _seal_batch(until):
        made.append(seal)
    return made


@transaction.atomic
def _seal_batch(until: int) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.seal'))")
    last = Seal.objects.order_by("-number").first()
    after = last.last_seq if last else 0
    rows = [
        (seq, bytes(digest))
        for seq, digest in Event.objects.filter(seq__gt=after, seq__lte=until)
        .order_by("seq")
        .values_list("seq", "digest")[:BATCH]
    ]
    if not rows:
        return None
    seal = Seal(
        number=last.number + 1 if last else 1,
        first_seq=after + 1,
        last_seq=rows[-1][0],
        event_count=len(rows),
        leaves=leaf_marks(rows),
        root=merkle_root([digest for _, digest in rows]),
        previous=bytes(last.digest) if last else EMPTY,
        sealed_at=timezone.now(),
    )
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    return seal


def verify() -> Verdict:
    """Recompute every event and every seal; name the first row that is not as it was written."""
    seals = events = last_seq = 0
    previous = EMPTY
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        if fault := _chain_fault(seal, seals + 1, last_seq, previous):
            return Verdict(seals, events, 0, fault, seal.first_seq)
        rows = []
        for event in Event.objects.filter(seq__gte=seal.first_seq, seq__lte=seal.last_seq).order_by("seq").iterator():
            if fault := _content_fault(event):
                return Verdict(seals, events, 0, fault, event.seq)
            rows.append((event.seq, bytes(event.digest)))
        events += len(rows)
        if leaf_marks(rows) != bytes(seal.leaves) or merkle_root([d for _, d in rows]) != bytes(seal.root):
            text, seq = _first_difference(seal, rows)
            return Verdict(seals, events, 0, text, seq)
        seals, last_seq, previous = seals + 1, seal.last_seq, bytes(seal.digest)
    return _verify_tail(seals, events, last_seq)


def _content_fault(event: Event) -> str:
    if digest_of(event) == bytes(event.digest):
        return ""
    return f"第 {event.seq} 条记录（{event.kind}）的内容与其摘要不符。"


def _chain_fault(seal: Seal, number: int, last_seq: int, previous: bytes) -> str:
    if seal.number != number or seal.first_seq != last_seq + 1 or bytes(seal.previous) != previous:
        return f"第 {seal.number} 号封存与前一封存不相衔接。"
    return "" if seal_digest(seal) == bytes(seal.digest) else f"第 {seal.number} 号封存的摘要不符。"


def _first_difference(seal: Seal, rows: Sequence[tuple[int, bytes]]) -> tuple[str, int]:
    """Say which row was deleted, slipped in or rewritten after the seal."""
    marks = bytes(seal.leaves)
    sealed = {int.from_bytes(marks[i : i + 8], "big"): marks[i + 8 : i + 16] for i in range(0, len(marks), 16)}
    present = {seq: digest[:8] for seq, digest in rows}
    for seq in sorted(sealed.keys() | present.keys()):
        if seq not in present:
            return f"第 {seq} 条记录在封存（第 {seal.number} 号）后被删去。", seq
        if seq not in sealed:
            return f"第 {seq} 条记录是在封存（第 {seal.number} 号）后补插的。", seq
        if sealed[seq] != present[seq]:
            return f"第 {seq} 条记录在封存（第 {seal.number} 号）后连同摘要被改写。", seq
    return f"第 {seal.number} 号封存的默克尔根不符。", seal.first_seq


def _verify_tail(seals: int, events: int, last_seq: int) -> Verdict:
    unsealed = 0
    for event in Event.objects.filter(seq__gt=last_seq).order_by("seq").iterator():
        if fault := _content_fault(event):
            return Verdict(seals, events, unsealed, fault, event.seq)
        unsealed += 1
    return Verdict(seals, events + unsealed, unsealed)

"""What lies in a volume: which documents, proofs and pieces of evidence, and what the ledger says for them?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import models
from django.utils import timezone

from shanzhi.ledger.models import Event, Seal
from shanzhi.registry.models import Agency

from ..models import Document, Evidence, StoredFile
from ..queries.letterheads import letterhead_of
from ..rules.archive import EVIDENCE_PLACE, place_of
from ..store import uploads
from . import binding, words
from .binding import Piece


@dataclass(frozen=True)
class Bundle:
    """One volume to be bound."""

    subject: models.Model
    agency: Agency
    title: str
    volume: Document.Volume
    facts: dict[str, Any]

    @property
    def is_main(self) -> bool:
        return self.volume == Document.Volume.MAIN

    @property
    def place(self) -> dict[str, Any]:
        return {"subject_type": self.subject._meta.label_lower, "subject_id": self.subject.pk}


@dataclass(frozen=True)
class Proof:
    """The page that ties the volume to the ledger."""

    page: bytes
    digest: str
    seal_no: int | None


def pieces_of(bundle: Bundle) -> list[Piece]:
    """Return what belongs in this volume, in its order. Nothing that may reveal a reporter is in the main one."""
    placed: list[tuple[int, int, Piece]] = []
    documents = Document.objects.filter(**bundle.place, state=Document.State.SEALED, volume=bundle.volume)
    for document in documents.select_related("file").order_by("created_at", "id"):
        place = place_of(document)
        day = document.issued_on.isoformat() if document.issued_on else ""
        assert document.file is not None  # sealed
        piece = Piece(document.title, document.number, day, partial(_read, document.file.sha256))
        placed.append((place, len(placed), piece))
        for delivery in document.deliveries.select_related("proof").order_by("acted_on", "id"):
            if delivery.proof:
                title = f"{document.title}送达证明（{delivery.get_way_display()}）"
                placed.append((place, len(placed), _of_file(title, delivery.acted_on.isoformat(), delivery.proof, [])))
    evidence = Evidence.objects.filter(**bundle.place, reveals_reporter=not bundle.is_main)
    for one in evidence.select_related("file", "agency").order_by("no"):
        placed.append((EVIDENCE_PLACE, len(placed), _of_evidence(one)))
    return [piece for _, _, piece in sorted(placed, key=lambda row: row[:2])]


def _read(digest: str) -> bytes:
    return uploads().read(digest)


def _of_evidence(one: Evidence) -> Piece:
    lines = [
        f"证据种类：{one.get_kind_display()}　载体：{one.get_form_display()}",
        f"证明对象：{one.proves}" if one.proves else "",
        f"取证时间：{words.moment(one.taken_at)}　地点：{one.place}",
        f"取证人员：{'、'.join(one.officers)}" if one.officers else "",
        f"来源：{one.source}" if one.source else "",
        f"数量：{one.quantity}　保管地点：{one.kept_at}" if one.quantity or one.kept_at else "",
        f"互认自：{one.recognised_from.agency}" if one.recognised_from else "",
        f"已排除：{one.excluded_why}" if one.excluded_at else "",
    ]
    title = f"证据{one.no}　{one.title}"
    return _of_file(title, timezone.localdate(one.taken_at).isoformat(), one.file, [line for line in lines if line])


def _of_file(title: str, day: str, file: StoredFile | None, lines: list[str]) -> Piece:
    """A PDF lies in the volume as it is; a photo is printed; what cannot be printed has a page that says where it is."""
    make: Callable[[], bytes]
    if file is not None and file.media_type == "application/pdf":
        make = partial(_read, file.sha256)
    else:
        make = partial(_sheet, title, file, lines)
    return Piece(title, "", day, make)


def _sheet(title: str, file: StoredFile | None, lines: list[str]) -> bytes:
    digest = f"原件 SHA-256 {file.sha256}" if file else ""
    if file is not None and file.show_sha256:
        item = {"lines": lines, "hash": digest, "image": True, "image-bytes": list(_read(file.show_sha256))}
        return binding.page(title, [{"t": "photos", "items": [item]}])
    shown = [("说明", line) for line in lines]
    if file is not None:
        shown += [
            ("原件", f"{file.name or '未命名'}（{file.media_type}，{file.size} 字节），另存于证据库"),
            ("SHA-256", _folded(file.sha256)),
            ("SM3", _folded(file.sm3)),
        ]
    return binding.page(title, [binding.table(["项目", "内容"], shown or [("说明", "实物另存")], [1, 5])])


def _folded(digest: str) -> str:
    """Break a digest where its cell would overflow."""
    return f"{digest[:32]}\n{digest[32:]}"


def slip_page(piece: Piece, fault: str) -> bytes:
    """Stand in for a piece that cannot be bound in."""
    text = f"《{piece.title}》的文件不能并入本卷（{fault}），原件另存于证据库。"
    return binding.page("材料说明", [binding.note(text)])


def cover_page(bundle: Bundle, count: int, pages: int) -> bytes:
    head = letterhead_of(bundle.agency)
    labels = (("案号", "case_no"), ("案由", "cause"), ("当事人", "party_name"))
    rows = [[label, str(bundle.facts.get(key) or "")] for label, key in labels]
    dates = (("立案日期", "filed_on"), ("结案日期", "closed_on"))
    rows += [[label, words.said(bundle.facts.get(key), "date")] for label, key in dates]
    rows += [["办案单位", str(bundle.agency.name)], ["件数、页数", f"{count} 件　{pages} 页"], ["保管期限", ""]]
    block = {
        "t": "cover",
        "agency": head.full_name if head else bundle.agency.name,
        "title": bundle.title,
        "volume": str(bundle.volume.label),
        "rows": rows,
        "note": ""
        if bundle.is_main
        else "本卷含有可能暴露反映人身份或者依法不公开的材料，不得提供给当事人及无关人员。",
    }
    return binding.page("", [block])


def proof_of(bundle: Bundle) -> Proof:
    """Return the page with the digest of all that the ledger holds of this subject up to now."""
    events = Event.objects.filter(models.Q(thread_id=bundle.subject.pk) | models.Q(subject_id=bundle.subject.pk))
    total, first, last = 0, None, None
    sum_ = hashes.Hash(hashes.SM3())
    for seq, at, leaf in events.order_by("seq").values_list("seq", "at", "digest").iterator(chunk_size=2000):
        total, first, last = total + 1, first or (seq, at), (seq, at)
        sum_.update(bytes(leaf))
    digest = sum_.finalize().hex()
    seal = Seal.objects.order_by("-number").only("number", "last_seq", "digest", "sealed_at").first()
    rows = [
        ("台账记录", f"{total} 条" if total else "没有"),
        ("起止序号", f"{first[0]} — {last[0]}" if first and last else ""),
        ("起止时间", f"{words.moment(first[1])} — {words.moment(last[1])}" if first and last else ""),
        ("记录摘要（SM3）", _folded(digest)),
        (
            "最近一次封存",
            f"第 {seal.number} 号，{words.moment(seal.sealed_at)}，至第 {seal.last_seq} 条" if seal else "尚未封存",
        ),
        ("封存摘要", _folded(bytes(seal.digest).hex()) if seal else ""),
    ]
    text = (
        "记录摘要由本案全部台账记录的摘要按序号依次连接后以 SM3 计算得出；台账由数据库禁止修改和删除，"
        "按批封存，前后相衔接。用 shanzhi verify-ledger 可以核验。"
    )
    made = binding.page("台账证明", [binding.table(["项目", "内容"], rows, [2, 6]), binding.note(text)])
    return Proof(made, digest, seal.number if seal else None)

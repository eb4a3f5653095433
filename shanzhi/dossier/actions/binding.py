"""Binding the volumes of a file: the main one, and the side one with what must not reach the party."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import models, transaction

from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Agency

from .. import rules
from ..models import ArchiveVolume, Document, StoredFile
from ..paper import binding
from ..paper.volume import Bundle, cover_page, pieces_of, proof_of, slip_page
from ..store import uploads

Volume = Document.Volume


@transaction.atomic
def bind_volumes(
    *,
    subject: models.Model,
    agency: Agency,
    title: str,
    facts: Mapping[str, Any],
    by: Actor,
    on: date | None = None,
) -> list[ArchiveVolume]:
    """Bind what is finished into a main volume and, where there is anything for it, a side volume.

    Refused while a document of the subject is neither finished nor set aside. Binding again makes new volumes;
    the old ones stay.
    """
    place = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    documents = Document.objects.select_for_update(of=("self",)).filter(**place).exclude(state=Document.State.VOID)
    open_ones = [one for one in documents if one.state != Document.State.SEALED]
    if open_ones:
        raise NotAllowed([rules.house(f"《{one.title}》还没有定稿。", "定稿或者作废后再立卷") for one in open_ones])
    if not documents:
        raise NotAllowed([rules.house("还没有定稿的文书，无卷可立。")])
    bundles = [Bundle(subject, agency, title, volume, dict(facts)) for volume in (Volume.MAIN, Volume.SIDE)]
    return [_bind(bundle, pieces, by, on) for bundle in bundles if (pieces := pieces_of(bundle))]


def _bind(bundle: Bundle, pieces: list[binding.Piece], by: Actor, on: date | None) -> ArchiveVolume:
    proof = proof_of(bundle)
    county = getattr(bundle.subject, "county", bundle.agency.county)
    with TemporaryDirectory(prefix="volume-") as folder:
        bound = binding.bind(
            Path(folder),
            cover=lambda count, pages: cover_page(bundle, count, pages),
            pieces=pieces,
            proof=proof.page,
            slip=slip_page,
        )
        file = _kept(bound.path, county, f"{bundle.title}（{bundle.volume.label}）.pdf", by)
    volume = ArchiveVolume.objects.create(
        **bundle.place,
        county=county,
        agency=bundle.agency,
        title=bundle.title[:160],
        volume=bundle.volume,
        file=file,
        page_count=bound.page_count,
        contents=bound.contents,
        events_digest=proof.digest,
        seal_no=proof.seal_no,
        by_id=by.actor_id,
    )
    facts: dict[str, Any] = {"volume": str(bundle.volume), "pages": bound.page_count, "sha256": file.sha256}
    record("dossier.volume_bound", subject=volume, by=by, on=on, thread=bundle.subject.pk, **facts)
    return volume


def _kept(path: Path, county: str, name: str, by: Actor) -> StoredFile:
    with path.open("rb") as stream:
        kept = uploads().keep(stream)
    return StoredFile.objects.create(
        county=county,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        media_type="application/pdf",
        name=name[-120:],
        by_id=by.actor_id,
    )

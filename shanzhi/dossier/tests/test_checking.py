"""Does the check find a hole in the numbers, a lost file and a changed word?"""

from shanzhi.dossier import actions, checking
from shanzhi.dossier.models import Document, DocumentVersion, NumberSeries
from shanzhi.dossier.store import uploads

from .ground import TODAY


def test_a_sound_dossier_has_no_faults(ground):
    ground.sealed()
    document = ground.reviewed(slot="second")
    actions.number_document(document_id=document.pk, by=ground.reviewer, on=TODAY)
    actions.void_document(document_id=document.pk, reason="写错", by=ground.author)
    assert not [*checking.number_gaps(), *checking.lost_files(), *checking.changed_versions()]


def test_a_number_without_a_document_is_found(ground):
    ground.sealed()
    NumberSeries.objects.update(last=3)
    assert "示综执罚决〔2026〕：编到 3 号，文书有 1 份" in "".join(checking.number_gaps())


def test_a_lost_file_is_found(ground):
    document = ground.sealed()
    uploads().drop(document.file.sha256)
    assert "不在存储里" in "".join(checking.lost_files())


def test_a_changed_word_is_found(ground):
    document = ground.sealed()
    DocumentVersion.objects.filter(document=document).update(free={"decision_text": "另一句话"})
    assert "内容与摘要不符" in "".join(checking.changed_versions())
    assert Document.objects.count() == 1

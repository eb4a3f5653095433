"""From draft to seal: does each step hold what it promises?"""

import threading

import pytest
from django.db import connection

from shanzhi.dossier import actions, queries
from shanzhi.dossier.actions import NotAllowed
from shanzhi.dossier.models import Document, Letterhead, NumberSeries
from shanzhi.dossier.store import uploads
from shanzhi.registry.models import Agency

from .ground import CODE, FACTS, TODAY, WORDS

State = Document.State


def refused(action, **how):
    with pytest.raises(NotAllowed) as caught:
        action(**how)
    return [str(one) for one in caught.value.obstacles]


def test_a_decision_goes_from_draft_to_seal(ground):
    document = ground.sealed()
    assert document.state == State.SEALED
    assert document.number == "示综执罚决字〔2026〕第000001号"
    assert document.issued_on == TODAY
    pdf = uploads().read(document.file.sha256)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid" in pdf and document.page_count >= 2


def test_sealing_twice_gives_one_number_and_one_file(ground):
    document = ground.sealed()
    again = actions.number_and_seal(document_id=document.pk, by=ground.reviewer)
    assert (again.number, again.file_id) == (document.number, document.file_id)
    assert NumberSeries.objects.get().last == 1


def test_a_crash_between_number_and_seal_gives_the_number_back(ground, settings, tmp_path):
    document = ground.reviewed()
    whole = settings.SHANZHI_UPLOADS
    settings.SHANZHI_UPLOADS = tmp_path / "full"
    settings.SHANZHI_UPLOADS.write_bytes(b"no room for files here")
    with pytest.raises(NotADirectoryError):
        actions.number_and_seal(document_id=document.pk, by=ground.reviewer, on=TODAY)
    document.refresh_from_db()
    assert document.state == State.REVIEWED and not document.number
    settings.SHANZHI_UPLOADS = whole
    assert actions.number_and_seal(document_id=document.pk, by=ground.reviewer, on=TODAY).number_serial == 1


def test_a_decision_without_what_article_59_wants_is_not_submitted(ground):
    facts = {**FACTS, "party_address": "", "evidence_list": []}
    document = ground.draft(facts=facts, free={**WORDS, "facts_found": " "})
    found = refused(actions.submit_for_review, document_id=document.pk, by=ground.author)
    assert found == [
        "没有写明“住址（住所）”。（行政处罚法59.1(1)）",
        "没有写明“证据目录”。（行政处罚法59.1(2)）",
        "没有写明“查明的事实”。（行政处罚法59.1(2)）",
    ]
    assert len(queries.missing_fields(document)) == 3


def test_nobody_passes_his_own_document(ground):
    document = ground.draft()
    actions.submit_for_review(document_id=document.pk, by=ground.author)
    assert refused(actions.approve_document, document_id=document.pk, by=ground.author)


def test_a_revision_in_review_goes_back_to_draft_and_is_reviewed_again(ground):
    document = ground.reviewed()
    actions.revise(document_id=document.pk, free={"discretion_reasons": "另有理由。"}, by=ground.author)
    document.refresh_from_db()
    assert (document.state, document.version_no) == (State.DRAFT, 2)
    change = queries.changes(document, 1, 2)
    assert [(one.label, one.after) for one in change] == [("裁量理由", "另有理由。")]
    assert refused(actions.number_and_seal, document_id=document.pk, by=ground.reviewer)


def test_saving_the_same_words_makes_no_version(ground):
    document = ground.draft()
    assert actions.revise(document_id=document.pk, free=WORDS, by=ground.author).version_no == 1


def test_two_people_revise_and_the_second_is_told(ground):
    document = ground.draft()
    actions.revise(document_id=document.pk, free={"decision_text": "警告。"}, base=1, by=ground.author)
    found = refused(
        actions.revise, document_id=document.pk, free={"decision_text": "罚款。"}, base=1, by=ground.reviewer
    )
    assert "第2版" in found[0]


def test_a_sealed_document_is_read_only_for_ever(ground):
    document = ground.sealed()
    for action, how in (
        (actions.revise, {"free": {"decision_text": "改"}}),
        (actions.void_document, {"reason": "改"}),
        (actions.send_back_document, {"note": "改"}),
    ):
        assert "定稿" in refused(action, document_id=document.pk, by=ground.author, **how)[0]


def test_a_document_drawn_up_twice_is_one(ground):
    first, second = ground.draft(), ground.draft(facts={**FACTS, "fine": "300.00"})
    assert first.pk == second.pk
    assert second.version_no == 2
    assert queries.documents_of(ground.bureau).count() == 1


def test_a_team_may_write_in_another_name(ground):
    town = Agency.objects.create(county=CODE, code="W", name="示例镇人民政府", short_name="示例镇", kind="township")
    Letterhead.objects.create(county=CODE, agency=town, full_name="示例镇人民政府", mark="示镇")
    document = ground.sealed(issuer=town, facts={**FACTS, "fine": ""})
    assert document.number == "示镇罚决字〔2026〕第000001号"
    assert ground.sealed(slot="own").number == "示综执罚决字〔2026〕第000001号"


def test_a_void_number_stays_taken(ground):
    document = ground.reviewed()
    actions.number_document(document_id=document.pk, by=ground.reviewer, on=TODAY)
    actions.void_document(document_id=document.pk, reason="写错当事人", by=ground.author)
    assert ground.sealed().number_serial == 2
    document.refresh_from_db()
    assert document.number == "示综执罚决字〔2026〕第000001号"


def test_a_fine_without_a_bank_is_not_sealed(ground):
    ground.bureau.letterhead.bank_name = ""
    ground.bureau.letterhead.save()
    document = ground.reviewed()
    assert "代收银行" in refused(actions.number_and_seal, document_id=document.pk, by=ground.reviewer)[0]


def test_a_name_the_fonts_cannot_show_is_not_sealed(ground):
    document = ground.reviewed(facts={**FACTS, "party_name": "陈\ua000例"})
    assert "\ua000" in refused(actions.number_and_seal, document_id=document.pk, by=ground.reviewer)[0]
    document.refresh_from_db()
    assert not document.number


@pytest.mark.django_db(transaction=True)
def test_thirty_sealed_at_once_leave_no_gap(ground):
    ids = [ground.reviewed(slot=str(number)).pk for number in range(30)]
    faults = []

    def seal(some):
        try:
            for pk in some:
                actions.number_and_seal(document_id=pk, by=ground.reviewer, on=TODAY)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=seal, args=(ids[at::6],)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    serials = Document.objects.filter(pk__in=ids).values_list("number_serial", flat=True)
    assert sorted(serials) == list(range(1, 31))

"""Every page of the room through HTTP: who may, what it shows, what a refusal looks like."""

import base64
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Docx
from PIL import Image, ImageDraw
from pypdf import PdfReader

from shanzhi.dossier import actions, queries
from shanzhi.dossier.models import Delivery, Document, Letterhead, SignatureImage
from shanzhi.dossier.store import uploads
from shanzhi.identity.models import Grant, Notice, Role, User
from tests.queue import work_off

from .ground import CODE, FACTS, TODAY, WORDS
from .pictures import jpeg


@pytest.fixture
def author(ground):
    client = Client()
    client.force_login(ground.author)
    return client


@pytest.fixture
def reviewer(ground):
    client = Client()
    client.force_login(ground.reviewer)
    return client


def page(name, *args):
    return reverse(f"dossier:{name}", args=args)


def typed(document, **more):
    return {"base": document.version_no, **WORDS, **more}


def test_the_list_and_the_page_open_for_those_who_may_read(ground, author):
    document = ground.draft()
    listed = author.get(page("documents")).content.decode()
    assert "行政处罚决定书" in listed
    shown = author.get(page("document", document.pk)).content.decode()
    assert "由您书写" in shown and "从案件取得" in shown and "data:image/png;base64," in shown
    assert Client().get(page("document", document.pk)).status_code == 302


def test_another_agency_finds_nothing(ground, db):
    document = ground.draft()
    stranger = User.objects.create(county=CODE, username="elsewhere", display_name="外单位（示例）")
    role = Role.objects.get()
    other = ground.bureau.__class__.objects.create(
        county=CODE, code="X", name="别的局（示例）", short_name="别的局", kind="department"
    )
    Grant.objects.create(county=CODE, user=stranger, role=role, agency_id=other.pk, from_on=date(2026, 1, 1))
    client = Client()
    client.force_login(stranger)
    assert client.get(page("document", document.pk)).status_code == 404
    assert "没有符合条件的文书" in client.get(page("documents")).content.decode()


def test_words_are_saved_as_a_version_and_a_late_page_is_told(ground, author):
    document = ground.draft()
    answer = author.post(page("save_words", document.pk), typed(document, decision_text="警告。", reason="改轻"))
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.version_no == 2
    late = author.post(page("save_words", document.pk), {"base": 1, **WORDS, "decision_text": "罚款。"})
    assert late.status_code == 422
    assert "第2版" in late.content.decode() and "罚款。" in late.content.decode()


def test_the_preview_keeps_nothing(ground, author):
    document = ground.draft()
    answer = author.post(page("preview", document.pk), typed(document, facts_found="还没存的话"))
    assert answer.content.decode().count("data:image/png") >= 2
    document.refresh_from_db()
    assert document.version_no == 1


def test_missing_fields_stand_on_the_page_with_their_articles(ground, author):
    document = ground.draft(free={})
    shown = author.get(page("document", document.pk)).content.decode()
    assert "没有写明“查明的事实”" in shown and "行政处罚法59" in shown


def test_from_draft_to_service_by_hand(ground, author, reviewer):
    document = ground.draft()
    assert author.post(page("submit", document.pk)).status_code == 302
    assert "自己的文书" in author.post(page("approve", document.pk), {"note": ""}).content.decode()
    assert reviewer.post(page("approve", document.pk), {"note": "可以"}).status_code == 302
    assert reviewer.post(page("seal", document.pk), {"on": "2026-07-15"}).status_code == 302
    pdf = b"".join(author.get(page("document_pdf", document.pk)).streaming_content)
    assert pdf.startswith(b"%PDF")
    served = {"way": "direct", "to_name": "陈示例", "on": "2026-07-16", "received_by": "陈示例", "relation": "本人"}
    assert author.post(page("serve", document.pk), served).status_code == 302
    assert Delivery.objects.get().served_on == date(2026, 7, 16)
    shown = author.get(page("document", document.pk)).content.decode()
    assert "已送达" in shown and "民事诉讼法87" in shown


def test_service_without_proof_says_why_not_and_keeps_what_was_typed(ground, author):
    document = ground.sealed()
    answer = author.post(
        page("serve", document.pk), {"way": "left", "to_name": "陈示例", "on": "2026-07-16", "refusal": "本人拒收"}
    )
    assert answer.status_code == 422
    assert "留置送达既没有见证人" in answer.content.decode() and "本人拒收" in answer.content.decode()


def test_a_posted_document_waits_for_its_receipt(ground, author):
    document = ground.sealed()
    posted = {"way": "post", "to_name": "陈示例", "on": "2026-07-16", "place": "示范路3号", "tracking_no": "EX0001"}
    assert author.post(page("serve", document.pk), posted).status_code == 302
    delivery = Delivery.objects.get()
    assert delivery.result == Delivery.Result.PENDING and delivery.served_on is None
    assert author.post(page("receipt", delivery.pk), {"received_by": "谁"}).status_code == 422
    proof = SimpleUploadedFile("receipt.jpg", jpeg(), "image/jpeg")
    sent = {"received_on": "2026-07-19", "received_by": "陈示例", "proof": proof}
    assert author.post(page("receipt", delivery.pk), sent).status_code == 302
    delivery.refresh_from_db()
    assert delivery.served_on == date(2026, 7, 19) and delivery.proof.media_type == "image/jpeg"


def test_back_and_void(ground, author, reviewer):
    document = ground.draft()
    author.post(page("submit", document.pk))
    assert reviewer.post(page("send_back", document.pk), {"note": ""}).status_code == 422
    assert reviewer.post(page("send_back", document.pk), {"note": "裁量理由太短"}).status_code == 302
    assert "裁量理由太短" in author.get(page("document", document.pk)).content.decode()
    assert author.post(page("void", document.pk), {"reason": "重复"}).status_code == 302
    assert "已作废" in author.get(page("document", document.pk)).content.decode()


def test_differences_are_marked(ground, author):
    document = ground.draft()
    actions.revise(document_id=document.pk, free={"decision_text": "警告。"}, by=ground.author)
    shown = author.get(page("changes", document.pk)).content.decode()
    assert "<del>" in shown and "<ins>警告" in shown
    for strange in ("?from=9&to=99", "?from=-1&to=x", "?from=²"):
        assert author.get(page("changes", document.pk) + strange).status_code == 200


def test_a_docx_copy_says_it_is_a_copy(ground, author):
    document = ground.draft()
    made = Docx(io.BytesIO(author.get(page("document_docx", document.pk)).content))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "不是正式文书" in text and WORDS["facts_found"] in text and "示例县人民政府" in text


def drawn():
    picture = Image.new("RGBA", (300, 100))
    ImageDraw.Draw(picture).line((10, 80, 150, 20, 280, 70), fill="black", width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_signature_on_the_screen_prints(ground, author):
    document = ground.draft("inquiry_record", facts={**FACTS, "person_name": "陈示例"}, free={})
    data = "data:image/png;base64," + base64.b64encode(drawn()).decode()
    assert author.post(page("sign", document.pk), {"part": "party", "name": "陈示例", "image": data}).status_code == 302
    assert SignatureImage.objects.get().file.media_type == "image/png"
    refused = {"part": "witness", "name": "周示例", "refusal": "不愿签名"}
    assert author.post(page("sign", document.pk), refused).status_code == 302
    shown = author.get(page("document", document.pk)).content.decode()
    assert "已签名" in shown and "不愿签名" in shown


@pytest.mark.parametrize("image", ["", "data:image/png;base64,AAAA", "javascript:1", "data:image/png;base64,é"])
def test_no_signature_is_said_in_a_sentence(ground, author, image):
    document = ground.draft("inquiry_record")
    answer = author.post(page("sign", document.pk), {"part": "party", "name": "陈示例", "image": image})
    assert answer.status_code == 422 and not SignatureImage.objects.exists()


def test_evidence_shows_digests_and_custody_and_asks_why(ground, author):
    file = actions.keep_upload(county=CODE, upload=jpeg(), by=ground.author)
    evidence = actions.add_evidence(
        subject=ground.bureau, agency=ground.bureau, form="photo", kind="audiovisual", title="摊点全貌", file=file,
        officers=[ground.officer], place="示范路3号", by=ground.author,
    )  # fmt: skip
    shown = author.get(page("evidence", evidence.pk)).content.decode()
    assert file.sha256 in shown and file.sm3 in shown and "登记入库" in shown
    assert author.get(page("evidence_copy", evidence.pk))["Content-Type"] == "image/jpeg"
    assert author.post(page("open_original", evidence.pk), {"reason": ""}).status_code == 422
    original = author.post(page("open_original", evidence.pk), {"reason": "核对照片时间"})
    assert b"".join(original.streaming_content) == jpeg()
    assert "核对照片时间" in author.get(page("evidence", evidence.pk)).content.decode()
    assert author.post(page("move", evidence.pk), {"holder": "物证室", "reason": "入库"}).status_code == 302
    assert author.post(page("exclude", evidence.pk), {"reason": "取证人员不足"}).status_code == 302
    assert "已排除" in author.get(page("evidence", evidence.pk)).content.decode()
    assert not queries.evidence_of(ground.bureau).exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_bound_by_the_worker_and_its_orderer_is_told(ground, author):
    ground.sealed()
    draft = ground.draft("correction_notice")
    kind = "registry.agency"
    assert "行政处罚决定书" in author.get(page("file", kind, ground.bureau.pk)).content.decode()
    refused = author.post(page("bind", kind, ground.bureau.pk), {"title": "行政处罚案卷"})
    assert refused.status_code == 422 and "责令" in refused.content.decode()
    actions.void_document(document_id=draft.pk, reason="不需要", by=ground.author)
    assert author.post(page("bind", kind, ground.bureau.pk), {"title": "行政处罚案卷"}).status_code == 302
    work_off()
    notice = Notice.objects.get(user=ground.author)
    assert "正卷" in notice.text
    assert "台账证明" in author.get(notice.url).content.decode()
    pdf = uploads().read(queries.volumes_of(ground.bureau).get().file.sha256)
    assert "擅自在城市道路摆设摊点" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("kind", ["nothing.here", "registry", "registry.agency", "auth.user"])
def test_a_strange_file_is_not_found(ground, author, kind):
    assert author.get(page("file", kind, ground.team.pk)).status_code == 404


def test_the_side_volume_is_not_for_all_who_read(ground, author):
    facts = {**FACTS, "clue_source": "举报", "clue_on": TODAY, "clue_text": "占道", "officers": ["甲"]}
    clue = ground.draft("clue_register", facts=facts, free={"handler_opinion": "建议立案"})
    actions.number_and_seal(document_id=clue.pk, by=ground.author, on=TODAY)
    ground.sealed()
    main, side = actions.bind_volumes(
        subject=ground.bureau, agency=ground.bureau, title="行政处罚案卷", facts=FACTS, by=ground.author
    )
    assert "台账证明" in author.get(page("volume", side.pk)).content.decode()
    Role.objects.update(permissions=["dossier.read_documents"])
    reader = Client()
    reader.force_login(ground.author)
    assert b"".join(reader.get(page("volume_pdf", main.pk)).streaming_content).startswith(b"%PDF")
    assert reader.get(page("volume", side.pk)).status_code == 403
    assert reader.get(page("volume_pdf", side.pk)).status_code == 403


def test_the_letterhead_is_kept_by_the_administrator(ground, author):
    assert "示综执" in author.get(page("letterheads")).content.decode()
    values = {
        "full_name": "示例镇人民政府",
        "mark": "示镇",
        "serial_width": 4,
        "pattern": "{mark}{kind}〔{year}〕{serial}号",
    }
    wrong = author.post(page("letterhead", ground.team.pk), {**values, "pattern": "{mark.__class__}{kind}{year}"})
    assert wrong.status_code == 422
    assert author.post(page("letterhead", ground.team.pk), values).status_code == 302
    assert Letterhead.objects.get(agency=ground.team).mark == "示镇"
    assert ground.sealed(facts={**FACTS, "fine": ""}).number == "示镇罚决〔2026〕0001号"


def test_the_list_costs_the_same_with_many_rows(ground, author, django_assert_max_num_queries):
    for number in range(12):
        ground.draft(slot=str(number))
    with django_assert_max_num_queries(14):
        author.get(page("documents"))
    assert Document.objects.count() == 12 and TODAY

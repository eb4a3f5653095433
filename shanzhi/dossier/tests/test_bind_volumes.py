"""Is the volume whole, in order, numbered, and silent about the reporter?"""

import tracemalloc
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from shanzhi.dossier import actions, queries
from shanzhi.dossier.actions import NotAllowed
from shanzhi.dossier.models import ArchiveVolume
from shanzhi.dossier.paper import binding, setting
from shanzhi.dossier.store import uploads

from .ground import CODE, FACTS, TODAY, WORDS
from .pictures import jpeg

SECRET = "举报人赵某某（示例）"


def clue(ground):
    facts = {
        **FACTS,
        "clue_source": "举报",
        "clue_on": TODAY,
        "clue_reporter": SECRET,
        "clue_text": "占道",
        "officers": ["甲"],
    }
    document = ground.draft("clue_register", facts=facts, free={"handler_opinion": "建议立案"})
    return actions.number_and_seal(document_id=document.pk, by=ground.author, on=TODAY)


def photo(ground, colour, **more):
    file = actions.keep_upload(county=CODE, upload=jpeg(colour), by=ground.author)
    return actions.add_evidence(
        subject=ground.bureau, agency=ground.bureau, form="photo", kind="audiovisual", file=file,
        officers=[ground.officer], by=ground.author, **more,
    )  # fmt: skip


def bound(ground):
    return actions.bind_volumes(
        subject=ground.bureau, agency=ground.bureau, title="行政处罚案卷", facts=FACTS, by=ground.author, on=TODAY
    )


def text_of(volume):
    pages = PdfReader(BytesIO(uploads().read(volume.file.sha256))).pages
    return ["".join(page.extract_text().split()) for page in pages]


def test_main_and_side_volume(ground):
    clue(ground)
    decision = ground.sealed()
    actions.serve(
        document_id=decision.pk, way="left", to_name="陈示例", on=TODAY, refusal="拒收", by=ground.author,
        proof=actions.keep_upload(county=CODE, upload=jpeg("red"), by=ground.author),
    )  # fmt: skip
    photo(ground, "blue", title="摊点全貌")
    photo(ground, "green", title="举报人提供的照片", source=SECRET, reveals_reporter=True)
    main, side = bound(ground)
    assert [row["题名"] for row in main.contents] == [
        "行政处罚决定书", "行政处罚决定书送达证明（留置送达）", "证据1　摊点全貌", "台账证明"
    ]  # fmt: skip
    assert [row["题名"] for row in side.contents] == ["案件来源登记表", "证据2　举报人提供的照片", "台账证明"]
    whole = "".join(text_of(main))
    assert SECRET not in whole and "举报" not in whole
    assert SECRET in "".join(text_of(side)) and "不得提供给当事人" in text_of(side)[0]


def test_pages_are_numbered_through_after_cover_and_index(ground):
    ground.sealed()
    photo(ground, "blue", title="摊点全貌")
    (main,) = bound(ground)
    pages = text_of(main)
    assert "件数、页数" in pages[0] and "卷内目录" in pages[1]
    assert len(pages) == main.page_count + 2
    for number, text in enumerate(pages[2:], 1):
        assert str(number) in (text[: len(str(number))], text[-len(str(number)) :])
    spans = [row["页号"] for row in main.contents]
    assert spans[0].startswith("1—") and spans[-1] == str(main.page_count)


def test_the_proof_names_the_digest_of_the_ledger(ground):
    ground.sealed()
    (main,) = bound(ground)
    assert main.events_digest in text_of(main)[-1]


def test_an_unfinished_document_stands_in_the_way(ground):
    ground.sealed()
    ground.draft("correction_notice")
    with pytest.raises(NotAllowed) as caught:
        bound(ground)
    assert "责令" in str(caught.value) and not ArchiveVolume.objects.exists()


def test_binding_again_keeps_the_old_volume(ground):
    ground.sealed()
    bound(ground)
    bound(ground)
    assert queries.volumes_of(ground.bureau).count() == 2


@pytest.mark.parametrize("broken", [b"%PDF-1.7 and then nothing", b"%PDF-1.4\n%%EOF"])
def test_a_broken_pdf_gets_a_slip(ground, broken):
    ground.sealed()
    file = actions.keep_upload(county=CODE, upload=broken, by=ground.author)
    actions.add_evidence(
        subject=ground.bureau, agency=ground.bureau, form="document", kind="written", title="合同", file=file, by=ground.author
    )  # fmt: skip
    (main,) = bound(ground)
    assert any("不能并入本卷" in text for text in text_of(main))


@pytest.mark.slow
def test_two_thousand_pages_stay_within_bounds(tmp_path):
    """Two hundred pieces of ten pages, each with its own fonts, as evidence and documents come."""
    ten = PdfWriter()
    for _ in range(10):
        ten.append(BytesIO(binding.page("材料", [binding.note(WORDS["facts_found"] * 20)])))
    out = BytesIO()
    ten.write(out)
    pieces = [binding.Piece(f"材料{number}", "", "", out.getvalue) for number in range(200)]
    tracemalloc.start()
    made = binding.bind(
        tmp_path, cover=lambda count, pages: binding.page("封面", []), pieces=pieces,
        proof=binding.page("台账证明", []), slip=lambda piece, fault: binding.page(fault, []),
    )  # fmt: skip
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.page_count == 2001
    assert peak < 400 * 1024 * 1024
    with made.path.open("rb") as stream:
        assert len(PdfReader(stream).pages) > 2001 + 1


def test_numbers_have_a_page_each():
    assert len(PdfReader(BytesIO(setting.numbers_pdf(7))).pages) == 7

"""Evidence: numbered once, never changed, every look kept, usable by others, excluded without vanishing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.dossier import actions, queries
from shanzhi.dossier.actions import NotAllowed
from shanzhi.dossier.models import CustodyEntry, Evidence
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Agency, Officer

from .ground import CODE
from .pictures import jpeg


def keep(ground, data=None):
    return actions.keep_upload(county=CODE, upload=data or jpeg(), by=ground.author)


def add(ground, **more):
    values = {
        "subject": ground.bureau, "agency": ground.bureau, "form": "photo", "kind": "audiovisual",
        "title": "摊点全貌", "officers": [ground.officer], "by": ground.author,
    }  # fmt: skip
    return actions.add_evidence(**{**values, **more})


def refused(action, *args, **more):
    with pytest.raises(NotAllowed) as caught:
        action(*args, **more)
    return " ".join(str(one) for one in caught.value.obstacles)


def test_numbers_run_through_and_the_same_original_is_one_piece(ground):
    first = add(ground, file=keep(ground))
    again = add(ground, file=keep(ground))
    other = add(ground, file=keep(ground, jpeg("red")))
    assert first.pk == again.pk and (first.no, other.no) == (1, 2)
    assert [row["证据编号"] for row in queries.evidence_rows(ground.bureau)] == ["1", "2"]


def test_what_may_reveal_a_reporter_is_in_no_list_for_the_party(ground):
    add(ground, file=keep(ground), reveals_reporter=True)
    assert queries.evidence_rows(ground.bureau) == []
    assert queries.evidence_of(ground.bureau).count() == 1


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"kind": "rumour"}, "种类"),
        ({"title": " "}, "名称"),
        ({"file": None}, "原件"),
        ({"taken_at": timezone.now() + timedelta(days=2)}, "将来"),
    ],
)
def test_what_is_missing_is_said(ground, more, word):
    assert word in refused(add, ground, **{"file": keep(ground), **more})


def test_an_assistant_takes_no_evidence(ground):
    assistant = Officer.objects.create(
        county=CODE, name="辅助丙", standing=Officer.Standing.AUXILIARY, working_agency=ground.team
    )
    assert "行政处罚法42.1" in refused(add, ground, file=keep(ground), officers=[ground.officer, assistant])


def test_a_thing_needs_no_file_and_has_no_original_to_open(ground):
    thing = add(ground, form="physical", kind="physical", title="煤气灶", quantity="1台", kept_at="物证室")
    assert "实物" in refused(actions.open_evidence, evidence_id=thing.pk, reason="看", by=ground.author)


def test_every_opening_is_kept_with_its_reason(ground):
    evidence = add(ground, file=keep(ground))
    assert "事由" in refused(actions.open_evidence, evidence_id=evidence.pk, reason=" ", by=ground.author)
    actions.open_evidence(evidence_id=evidence.pk, reason="核对时间", by=ground.reviewer)
    last = evidence.custody.last()
    assert (last.what, last.reason, last.by_id) == ("opened", "核对时间", ground.reviewer.pk)
    assert Event.objects.filter(kind="dossier.original_opened", subject_id=evidence.file_id).exists()


def test_another_agency_uses_it_and_both_sides_know(ground):
    evidence = add(ground, file=keep(ground))
    other = Agency.objects.create(county=CODE, code="M", name="别的局（示例）", short_name="别的局", kind="department")
    how = {"evidence_id": evidence.pk, "subject": other, "agency": other, "by": ground.reviewer}
    assert "事由" in refused(actions.recognise_evidence, reason="", **how)
    used = actions.recognise_evidence(reason="同一现场", **how)
    assert actions.recognise_evidence(reason="同一现场", **how).pk == used.pk
    assert used.file_id == evidence.file_id and used.recognised_from_id == evidence.pk
    assert evidence.custody.filter(what=CustodyEntry.What.RECOGNISED, holder="别的局").exists()


def test_excluded_evidence_stays_and_proves_nothing(ground):
    evidence = add(ground, file=keep(ground))
    assert "行政处罚法46.3" in refused(actions.exclude_evidence, evidence_id=evidence.pk, reason="", by=ground.reviewer)
    actions.exclude_evidence(evidence_id=evidence.pk, reason="只有一名执法人员", by=ground.reviewer)
    assert not queries.evidence_of(ground.bureau).exists()
    assert queries.evidence_of(ground.bureau, with_excluded=True).exists()
    how = {"subject": ground.team, "agency": ground.team, "reason": "用", "by": ground.author}
    assert "已被排除" in refused(actions.recognise_evidence, evidence_id=evidence.pk, **how)
    assert add(ground, file=keep(ground)).no == 2


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00 a program", b"<html>", b"\xff\xd8\xff but no photo"])
def test_strange_files_are_refused_in_a_sentence(ground, data):
    assert refused(actions.keep_upload, county=CODE, upload=data, by=ground.author)


@pytest.mark.django_db(transaction=True)
def test_two_officers_add_at_once_and_no_number_is_given_twice(ground):
    files = [keep(ground, jpeg(colour)) for colour in ("red", "green", "blue", "black", "white", "grey")]
    faults = []

    def one(file):
        try:
            add(ground, file=file)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(Evidence.objects.values_list("no", flat=True)) == [1, 2, 3, 4, 5, 6]

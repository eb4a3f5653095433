"""Every page of the room through HTTP: who may, what he sees, what a refusal looks like."""

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from shanzhi.dispatch import actions, rules
from shanzhi.dispatch.models import Matter, MatterPhoto, SavedView, Step, Task
from shanzhi.dispatch.views import PAGES
from shanzhi.dossier.models import StoredFile
from shanzhi.intake.models import Report

from .ground import Ground

pytestmark = pytest.mark.django_db


def signed_in(ground: Ground, name: str) -> Client:
    client = Client()
    client.force_login(ground.users[name])
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"dispatch:{name}", args=args)


@pytest.mark.parametrize("name", ["worklist", "stuck", "today", "map", "area_points"])
def test_lists_open_for_those_who_may_read_and_ask_strangers_to_sign_in(ground: Ground, name: str) -> None:
    ground.assigned()
    assert signed_in(ground, "leader").get(address(name)).status_code == 200
    assert Client().get(address(name)).status_code == 302


def test_the_desk_is_for_those_who_accept(ground: Ground) -> None:
    ground.matter()
    assert "饭店油烟" in signed_in(ground, "desk").get(address("desk")).content.decode()
    assert signed_in(ground, "officer").get(address("desk")).status_code == 403


@pytest.mark.parametrize("verb", sorted(PAGES))
def test_a_verb_is_closed_to_those_without_its_permission(ground: Ground, verb: str) -> None:
    matter = ground.in_hand()
    assert signed_in(ground, "leader").post(address(verb, matter.pk)).status_code == 403


@pytest.mark.parametrize("verb", sorted(PAGES))
def test_every_verb_page_opens_or_says_what_stands_in_the_way(ground: Ground, verb: str) -> None:
    matter = ground.in_hand()
    edge = rules.BY_VERB[verb]
    name = "lead" if edge.by_unit else "head"
    answer = signed_in(ground, name).get(address(verb, matter.pk))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert ("暂不能" in shown) == (
        Step.IN_HAND not in edge.start or verb in ("resume_clock", "ask_time", "raise_dispute")
    )


def test_another_units_matter_is_not_there_for_this_unit(ground: Ground) -> None:
    matter = ground.assigned(agency="team2")
    client = signed_in(ground, "lead")
    assert client.get(address("matter", matter.pk)).status_code == 404
    assert client.post(address("sign_matter", matter.pk)).status_code == 404
    assert client.get(address("matter", uuid.uuid4())).status_code == 404


def test_an_assisting_unit_reads_the_matter_but_does_not_act_for_the_lead(ground: Ground) -> None:
    matter = ground.in_hand()
    task = actions.ask_assist(
        matter_id=matter.pk, agency_id=ground.agencies["ecology"].pk, demand="检测", by=ground.users["lead"]
    )
    client = signed_in(ground, "ecology")
    assert client.get(address("matter", matter.pk)).status_code == 200
    assert client.post(address("note_progress", matter.pk), {"text": "x"}).status_code == 403
    assert client.post(address("finish_task", task.pk), {"result": "超标两倍"}).status_code == 302
    assert Task.objects.get(pk=task.pk).state == Task.State.DONE
    assert signed_in(ground, "lead2").get(address("finish_task", task.pk)).status_code == 404


def test_from_report_to_closed_by_hand(ground: Ground) -> None:
    matter = ground.matter()
    desk, lead, officer, verify = (signed_in(ground, name) for name in ("desk", "lead", "officer", "verify"))

    def post(client: Client, verb: str, **data: Any) -> None:
        current = Matter.objects.get(pk=matter.pk)
        answer = client.post(address(verb, matter.pk), {"version": current.version, **data})
        assert answer.status_code == 302, answer.content.decode()

    post(desk, "accept_matter", event_type_id=ground.types["smoke"].pk, title="饭店油烟", urgency="0")
    post(desk, "assign_matter", agency_id=ground.agencies["team"].pk, demand="到场核查")
    post(lead, "sign_matter", officer_id=ground.officers["officer"].pk)
    post(officer, "start_work")
    post(
        officer,
        "give_answer",
        done="责令当场清洗，复测正常。",
        told="电话告知",
        public_text="已清洗。",
        no_photo_reason="夜间",
    )
    post(verify, "verify_answer", opinion="回访认可")
    post(verify, "close_matter")
    assert Matter.objects.get(pk=matter.pk).step == Step.CLOSED
    assert Report.objects.get().answer == "已清洗。"


def test_assigning_against_the_suggestion_asks_for_a_reason(ground: Ground) -> None:
    matter = ground.accepted()
    answer = signed_in(ground, "desk").post(
        address("assign_matter", matter.pk), {"agency_id": ground.agencies["team2"].pk, "version": matter.version}
    )
    assert answer.status_code == 422 and "请写理由" in answer.content.decode()


def test_a_refusal_stays_on_the_page_with_what_was_typed(ground: Ground) -> None:
    matter = ground.in_hand()
    data = {"done": "已办", "told": "电话", "public_text": "好了", "version": matter.version}
    answer = signed_in(ground, "officer").post(address("give_answer", matter.pk), data)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "写得过简" in shown and "没有处置后的照片" in shown and "好了" in shown


def test_the_second_dispatcher_sees_both_versions_and_the_choice(ground: Ground) -> None:
    matter = ground.accepted()
    actions.assign_matter(matter_id=matter.pk, agency_id=ground.agencies["team"].pk, by=ground.users["desk"])
    answer = signed_in(ground, "desk2").post(
        address("assign_matter", matter.pk),
        {"agency_id": ground.agencies["team2"].pk, "reason": "西镇", "version": matter.version},
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "示例·desk已于" in shown and "西镇执法队" in shown and "改派给我选的单位" in shown


def test_the_officer_with_an_ended_certificate_is_stopped_with_the_articles(ground: Ground) -> None:
    matter = ground.assigned()
    actions.sign_matter(matter_id=matter.pk, by=ground.users["lead"])
    shown = signed_in(ground, "expired").get(address("matter", matter.pk)).content.decode()
    assert "暂不能开始处置" in shown and "第四十二条" in shown


def test_the_matter_page_needs_as_many_queries_for_many_reports_as_for_one(ground: Ground) -> None:
    matter = ground.in_hand()
    client = signed_in(ground, "head")
    client.get(address("matter", matter.pk))
    counts = []
    for more in (1, 30):
        for _ in range(more):
            report = ground.report()
            actions.attach_report(report_id=report.pk, matter_id=matter.pk, by=ground.users["desk"])
            actions.note_progress(matter_id=matter.pk, text="进展", by=ground.users["officer"])
        tries = []
        for _ in range(5):  # what is remembered for a few seconds may have to be read again in one of them
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address("matter", matter.pk)).status_code == 200
            tries.append(len(queries))
        counts.append(min(tries))
    assert counts[0] == counts[1]


def test_filters_are_kept_under_a_name_of_ones_own(ground: Ground) -> None:
    client = signed_in(ground, "desk")
    client.post(address("keep_view"), {"name": "我的垃圾", "query": "type=waste"})
    assert "我的垃圾" in client.get(address("worklist")).content.decode()
    assert "我的垃圾" not in signed_in(ground, "desk2").get(address("worklist")).content.decode()
    view = SavedView.objects.get()
    signed_in(ground, "desk2").post(address("drop_view", view.pk))
    assert SavedView.objects.exists()


def test_the_centre_rules_on_a_return_from_the_matter_page(ground: Ground) -> None:
    matter = ground.assigned()
    task = matter.tasks.get()
    data = {"rule": "清单第 3 条", "proposed_id": ground.agencies["ecology"].pk, "reason": "环境监测"}
    assert signed_in(ground, "lead").post(address("return_task", task.pk), data).status_code == 302
    row = task.returns.get()
    head = signed_in(ground, "head")
    assert "裁定退回" in head.get(address("matter", matter.pk)).content.decode()
    assert signed_in(ground, "lead").get(address("rule_return", row.pk)).status_code == 403
    assert head.post(address("rule_return", row.pk), {"uphold": "yes", "reason": "同意"}).status_code == 302
    assert Matter.objects.get(pk=matter.pk).agency_id == ground.agencies["ecology"].pk


def picture() -> SimpleUploadedFile:
    """A small real photo."""
    held = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 140)).save(held, "JPEG")
    return SimpleUploadedFile("现场.jpg", held.getvalue(), "image/jpeg")


def test_photos_outlive_a_refused_form_and_come_with_the_answer(ground: Ground) -> None:
    matter = ground.in_hand()
    client = signed_in(ground, "officer")
    data = {"done": "已办", "told": "电话", "public_text": "好了", "version": matter.version}
    refused = client.post(address("give_answer", matter.pk), {**data, "photos": [picture()]})
    assert refused.status_code == 422 and "已存好 1 张照片" in refused.content.decode()
    kept = StoredFile.objects.get()
    done = {**data, "done": "当场清洗净化器，复测正常。", "kept": [kept.pk]}
    assert client.post(address("give_answer", matter.pk), done).status_code == 302
    photo = MatterPhoto.objects.get()
    assert (photo.file_id, photo.phase) == (kept.pk, "after")
    shown = client.get(address("matter_photo", matter.pk, kept.pk))
    assert shown.status_code == 200 and shown["Content-Type"] == "image/jpeg"
    assert signed_in(ground, "lead2").get(address("matter_photo", matter.pk, kept.pk)).status_code == 404


def test_a_file_that_is_no_photo_is_named_and_the_rest_is_kept(ground: Ground) -> None:
    matter = ground.in_hand()
    text = SimpleUploadedFile("名单.jpg", b"not a photo", "image/jpeg")
    answer = signed_in(ground, "officer").post(
        address("note_progress", matter.pk), {"text": "到场", "photos": [picture(), text]}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422 and "名单.jpg" in shown and "已存好 1 张照片" in shown


def test_somebody_elses_stored_photo_cannot_be_claimed(ground: Ground) -> None:
    matter = ground.in_hand()
    signed_in(ground, "officer").post(address("note_progress", matter.pk), {"text": "", "photos": [picture()]})
    signed_in(ground, "officer").post(address("note_progress", matter.pk), {"text": "到场", "photos": [picture()]})
    file = StoredFile.objects.first()
    assert file
    signed_in(ground, "lead").post(address("note_progress", matter.pk), {"text": "冒用", "kept": [file.pk]})
    assert MatterPhoto.objects.filter(file=file, by_id=ground.users["lead"].pk).count() == 0


def test_who_may_not_read_reports_sees_only_what_may_be_public(ground: Ground) -> None:
    report = ground.report("油烟大，我叫李四，电话 13800001234", public_text="油烟大")
    matter = actions.open_matter(report_id=report.pk, by=ground.users["desk"])
    assert "李四" in signed_in(ground, "desk").get(address("matter", matter.pk)).content.decode()
    shown = signed_in(ground, "leader").get(address("matter", matter.pk)).content.decode()
    assert "李四" not in shown and "油烟大" in shown

"""A county trains its own model, judges it, puts it in force, takes it back; and lets a type go by itself."""

import itertools
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import AdviceTaken, Matter, TriageModel
from shanzhi.dispatch.queries.hits import bands_of, weeks_of
from shanzhi.dispatch.queries.learned import guess_of, setting_of
from shanzhi.dispatch.queries.suggesting import suggest
from shanzhi.identity.models import Role
from shanzhi.ledger.models import Event

from .ground import CODE, MORNING, Ground, make_ground

pytestmark = pytest.mark.django_db
SAID = {
    "smoke": ("饭馆炒菜的烟呛人", "烟囱对着窗户吹", "夜里厨房味道重"),
    "waste": ("桶满了没人收", "楼下一堆袋子发臭", "门口脏东西没人扫"),
    "water": ("河里发黑冒泡", "管子往溪里排", "鱼死了一片水发臭"),
}


def csv(times: int = 12) -> bytes:
    lines = ["留言主题,留言详情,一级标签"]
    for number in range(times):
        lines += [f"{text}{number},{text}，希望处理,{code}" for code, texts in SAID.items() for text in texts]
    return "\n".join(lines).encode()


def trained(ground: Ground) -> TriageModel:
    row = actions.ask_training(county=CODE, by=ground.users["head"], file_name="示例.csv", data=csv(), at=MORNING)
    return actions.train(model_id=row.pk, at=MORNING)


def test_a_labelled_file_becomes_a_judged_version_that_is_not_in_force_yet(ground: Ground) -> None:
    row = trained(ground)
    assert (row.state, row.trained_on_count, row.material) == ("kept", 108, None)
    assert row.figures["accuracy"] > 0.8 and row.digest and row.figures["tested"] == 21
    assert guess_of(CODE) is None


def test_too_little_material_is_refused_with_what_is_missing(ground: Ground) -> None:
    with pytest.raises(actions.NotAllowed, match="材料不够"):
        actions.ask_training(county=CODE, by=ground.users["head"])
    with pytest.raises(actions.NotAllowed, match="缺少列"):
        actions.ask_training(county=CODE, by=ground.users["head"], file_name="a.csv", data="甲,乙\n1,2\n".encode())


def test_the_county_learns_from_its_own_matters(ground: Ground) -> None:
    for code, number in itertools.product(SAID, range(21)):
        ground.accepted(kind=code, text=SAID[code][number % 3] + str(number))
    row = actions.train(model_id=actions.ask_training(county=CODE, by=ground.users["head"]).pk)
    assert row.state == "kept" and row.trained_on_count == 63 and row.from_on is not None


def test_in_force_it_speaks_with_its_words_and_taken_back_it_is_silent(ground: Ground) -> None:
    row = actions.put_model_in_force(model_id=trained(ground).pk, by=ground.users["head"])
    advice = suggest(ground.matter(text="河里发黑冒泡", tile=""))
    assert advice.types[0].code == "water"
    assert any(clue.source == "model" for clue in advice.types[0].clues)
    assert actions.roll_model_back(county=CODE, by=ground.users["head"]) is None
    assert guess_of(CODE) is None
    row.refresh_from_db()
    assert row.state == "rolled_back"
    with pytest.raises(actions.NotAllowed, match="没有模型"):
        actions.roll_model_back(county=CODE, by=ground.users["head"])


def test_rolling_back_brings_the_version_before_it_back(ground: Ground) -> None:
    first, second = trained(ground), trained(ground)
    actions.put_model_in_force(model_id=first.pk, by=ground.users["head"])
    actions.put_model_in_force(model_id=second.pk, by=ground.users["head"])
    back = actions.roll_model_back(county=CODE, by=ground.users["head"])
    assert back is not None and back.pk == first.pk
    assert TriageModel.objects.filter(state="in_force").count() == 1


def test_a_second_training_waits_for_the_first(ground: Ground) -> None:
    actions.ask_training(county=CODE, by=ground.users["head"], file_name="a.csv", data=csv())
    with pytest.raises(actions.NotAllowed, match="正在训练"):
        actions.ask_training(county=CODE, by=ground.users["head"], file_name="a.csv", data=csv())


@pytest.mark.django_db(transaction=True)
def test_two_people_putting_two_versions_in_force_leave_one(transactional_db: None) -> None:
    ground = make_ground()
    rows = [trained(ground), trained(ground)]
    start = threading.Barrier(2)

    def go(row: TriageModel) -> None:
        start.wait()
        actions.put_model_in_force(model_id=row.pk, by=ground.users["head"])
        connection.close()

    threads = [threading.Thread(target=go, args=(row,)) for row in rows]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert TriageModel.objects.filter(state="in_force").count() == 1


def test_a_model_learned_elsewhere_is_kept_and_anything_else_is_refused(ground: Ground) -> None:
    weights = bytes(trained(ground).weights or b"")
    row = actions.keep_model(county=CODE, file_name="别处.npz", data=weights, by=ground.users["head"])
    assert (row.state, row.number) == ("kept", 2)
    actions.put_model_in_force(model_id=row.pk, by=ground.users["head"])
    assert guess_of(CODE) is not None
    with pytest.raises(actions.NotAllowed, match="不是分拨模型"):
        actions.keep_model(county=CODE, file_name="坏.npz", data=b"no", by=ground.users["head"])


def let_go(ground: Ground, *codes: str, auto_percent: int = 60) -> None:
    actions.set_triage(
        county=CODE, threshold_percent=50, auto_percent=auto_percent, auto_types=list(codes),
        version=setting_of(CODE).version, by=ground.users["head"],
    )  # fmt: skip


def test_nothing_goes_by_itself_unless_its_type_was_let_go(ground: Ground) -> None:
    ground.types["smoke"].words = ["油烟", "饭店"]
    ground.types["smoke"].save(update_fields=["words"])
    matter = ground.matter(text="饭店油烟很大", tile="smoke_noise")
    assert actions.accept_by_itself(matter_id=matter.pk) is None
    let_go(ground, "waste")
    assert actions.accept_by_itself(matter_id=matter.pk) is None
    let_go(ground, "smoke", auto_percent=100)
    assert actions.accept_by_itself(matter_id=matter.pk) is None
    let_go(ground, "smoke")
    done = actions.accept_by_itself(matter_id=matter.pk)
    assert done is not None and done.step == "accepted"
    assert AdviceTaken.objects.get(matter=matter).is_auto
    assert Event.objects.filter(kind="dispatch.triage_set").latest("seq").by_id == ground.users["head"].pk


def test_what_carries_a_warning_never_goes_by_itself(ground: Ground) -> None:
    ground.types["smoke"].words = ["油烟"]
    ground.types["smoke"].save(update_fields=["words"])
    let_go(ground, "smoke")
    matter = ground.matter(text="油烟油烟油烟，有人晕倒", tile="smoke_noise")
    assert actions.accept_by_itself(matter_id=matter.pk) is None
    assert Matter.objects.get(pk=matter.pk).step == "pending"


def test_settings_changed_meanwhile_are_not_overwritten(ground: Ground) -> None:
    let_go(ground, "smoke")
    with pytest.raises(actions.NotAllowed, match="别人改过"):
        actions.set_triage(
            county=CODE, threshold_percent=40, auto_percent=90, auto_types=[], version=1, by=ground.users["head"]
        )


def test_weeks_and_bands_count_what_people_chose(ground: Ground) -> None:
    matter = ground.matter(text="饭店油烟", tile="smoke_noise")
    shown = suggest(matter).shown("types")
    kind = ground.types[shown.tips[0][0]]
    actions.accept_matter(matter_id=matter.pk, event_type_id=kind.pk, by=ground.users["desk"], shown=shown, at=MORNING)
    week = weeks_of(CODE, "type", MORNING)[0]
    assert (week.total, week.first, week.first_percent) == (1, 1, 100)
    assert sum(band.total for band in bands_of(CODE, "type", MORNING)) == 1


def test_the_page_trains_puts_in_force_and_refuses_in_words(ground: Ground) -> None:
    role = Role.objects.get(code="head")
    role.permissions = [*role.permissions, "dispatch.manage_triage"]
    role.save()
    client = Client()
    client.force_login(ground.users["head"])
    url = reverse("dispatch:triage")
    assert "没有启用模型" in client.get(url).content.decode()
    refused = client.post(reverse("dispatch:train_model"), {})
    assert refused.status_code == 422 and "材料不够" in refused.content.decode()
    sent = {"file": SimpleUploadedFile("示例.csv", csv())}
    assert client.post(reverse("dispatch:train_model"), sent).status_code == 302
    row = actions.train(model_id=TriageModel.objects.get().pk)
    assert "启用这一版" in client.get(url).content.decode()
    client.post(reverse("dispatch:put_model_in_force", args=[row.pk]))
    assert "退回这一版" in client.get(url).content.decode()
    bad = {"threshold_percent": "0", "auto_percent": "90", "version": "1"}
    assert client.post(reverse("dispatch:set_triage"), bad).status_code == 422
    assert client.post(reverse("dispatch:set_triage"), {**bad, "threshold_percent": "60"}).status_code == 302
    assert setting_of(CODE).threshold_percent == 60
    other = Client()
    other.force_login(ground.users["desk"])
    assert other.get(url).status_code == 403

"""What is seen at once in a report, and who may read what must be kept quiet?"""

import pytest
from django.test import Client
from django.urls import reverse

from shanzhi.dispatch.models import WorkItem
from shanzhi.dispatch.queries.signs import signs_of
from shanzhi.identity.models import Notice, Role
from shanzhi.registry.models import SensitiveSign

from .ground import CODE, Ground

pytestmark = pytest.mark.django_db

SECRET = "我是厂里的，老板半夜往河里倒废液，请保密"


def page(ground: Ground, who: str, matter_id: object) -> str:
    client = Client()
    client.force_login(ground.users[who])
    return client.get(reverse("dispatch:matter", args=[matter_id])).content.decode()


def test_a_child_in_the_words_is_marked_and_the_desk_is_told(ground: Ground) -> None:
    matter = ground.matter(text="有人欺负未成年人")
    assert matter.alarms == ["minor"] and not matter.urgency
    assert Notice.objects.filter(user=ground.users["desk"], text__contains="涉未成年人").exists()


def test_a_threat_stands_first_on_the_worklist_until_it_is_given_to_somebody(ground: Ground) -> None:
    plain, threat = ground.matter(), ground.matter(text="再不管我就拿刀去找他")
    lines = list(WorkItem.objects.filter(is_open=True).order_by("sort_at").values_list("pk", flat=True))
    assert lines == [threat.pk, plain.pk]


def test_words_of_a_whistle_blower_are_read_by_those_named_only(ground: Ground) -> None:
    Role.objects.filter(code="desk").update(
        permissions=[*Role.objects.get(code="desk").permissions, "dispatch.read_restricted"]
    )
    matter = ground.assigned(text=SECRET, public_text=SECRET)
    assert matter.is_restricted and "倒废液" not in matter.title
    assert "倒废液" in page(ground, "desk", matter.pk)
    for who in ("head", "lead", "leader"):
        shown = page(ground, who, matter.pk)
        assert "倒废液" not in shown and "限制阅看" in shown, who


def test_the_report_itself_is_kept_from_the_others_too(ground: Ground) -> None:
    role = Role.objects.get(code="desk")
    role.permissions = [*role.permissions, "dispatch.read_restricted"]
    role.save()
    report = ground.matter(text=SECRET, public_text=SECRET).links.get().report
    seen = {}
    for who in ("desk", "head"):
        client = Client()
        client.force_login(ground.users[who])
        seen[who] = client.get(reverse("intake:report_detail", args=[report.pk])).status_code
    assert seen == {"desk": 200, "head": 404}


def test_the_desk_card_does_not_spill_them(ground: Ground) -> None:
    ground.matter(text=SECRET, public_text=SECRET)
    client = Client()
    client.force_login(ground.users["desk2"])
    shown = client.get(reverse("dispatch:desk")).content.decode()
    assert "倒废液" not in shown and "可能是内部举报" in shown


def test_the_chip_stands_on_the_worklist(ground: Ground) -> None:
    ground.matter(text="小区有人跳楼")
    client = Client()
    client.force_login(ground.users["desk"])
    assert "可能有人扬言极端行为" in client.get(reverse("dispatch:worklist")).content.decode()


def test_a_county_has_its_own_words(ground: Ground) -> None:
    SensitiveSign.objects.create(county=CODE, code="minor", words=["小朋友"], is_urgent=True)
    signs = signs_of(CODE)
    assert signs.tags("小朋友掉水里") == {"minor"} and signs.tags("未成年") == set()
    assert "minor" in signs.urgent and "fire" in signs.urgent


def test_a_sign_out_of_use_is_silent(ground: Ground) -> None:
    SensitiveSign.objects.create(county=CODE, code="fire", words=["着火"], is_active=False)
    assert signs_of(CODE).tags("着火了") == set()

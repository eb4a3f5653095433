"""The same thing again: near copies at the desk, the same place again, and what many report at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import HotTopic, Matter
from shanzhi.dispatch.queries.nearby import possible_duplicates, repeats
from shanzhi.dispatch.queries.topics import topics_for

from .ground import CODE, Ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(ground: Ground) -> Callable[..., Matter]:
    """Open a matter that came in just now."""
    moment = timezone.now()

    def make(text: str, **fields: object) -> Matter:
        return ground.matter(at=moment - timedelta(hours=1), text=text, **fields)

    return make


def desk(ground: Ground) -> Client:
    client = Client()
    client.force_login(ground.users["desk"])
    return client


def test_like_words_in_the_same_village_are_offered_without_a_position(now: Callable[..., Matter]) -> None:
    first = now("示例小区三幢电梯坏了一个星期没人修", lon=None, lat=None, tile="")
    again = now("三幢电梯坏了一个星期了还没人修，示例小区", lon=None, lat=None, tile="")
    other = now("公园的树倒了", lon=None, lat=None, tile="")
    found = possible_duplicates(again)
    assert [one.matter.pk for one in found] == [first.pk]
    assert "说法相似" in found[0].why and found[0].metres is None
    assert possible_duplicates(other) == []


def test_the_same_words_in_another_village_are_not_the_same_thing(now: Callable[..., Matter]) -> None:
    now("示例小区三幢电梯坏了", lon=None, lat=None)
    assert possible_duplicates(now("示例小区三幢电梯坏了", lon=None, lat=None, area_code=f"{CODE}002001")) == []


def test_close_and_alike_comes_before_close_alone(now: Callable[..., Matter]) -> None:
    now("夜里有人唱歌", lat=28.90001)
    alike = now("饭店油烟直排味道很大", lat=28.9003)
    found = possible_duplicates(now("饭店油烟直排味道真大"))
    assert found[0].matter.pk == alike.pk and "说法相似" in found[0].why and "米" in found[0].why


def test_one_tap_merges_and_the_reason_says_why(ground: Ground, now: Callable[..., Matter]) -> None:
    first, again = now("饭店油烟直排味道很大"), now("饭店油烟直排味道真大")
    client = desk(ground)
    shown = client.get(reverse("dispatch:matter", args=[again.pk])).content.decode()
    assert f'name="number" value="{first.number}"' in shown
    why = possible_duplicates(again)[0].why
    client.post(
        reverse("dispatch:merge_matter", args=[again.pk]), {"number": first.number, "reason": f"同一件事：{why}"}
    )
    again.refresh_from_db()
    assert again.step == "merged" and again.merged_into_id == first.pk


def test_the_same_place_again_is_named_even_when_it_was_closed(ground: Ground) -> None:
    at = timezone.now() - timedelta(days=20)
    old = ground.accepted(at=at)
    assert [one.pk for one in repeats(ground.accepted(at=timezone.now()))] == [old.pk]
    assert repeats(ground.accepted(at=timezone.now(), lat=28.95)) == []


def test_topics_group_what_several_say_and_open_into_the_worklist(ground: Ground, now: Callable[..., Matter]) -> None:
    said = [
        "万家花园小区夜里工地施工吵得睡不着",
        "万家花园小区工地夜里施工太吵睡不着觉",
        "万家花园小区夜里工地又在施工吵",
    ]
    hot = [now(text, origin=f"o{number}") for number, text in enumerate(said)]
    rest = [now(text) for text in ("路灯不亮", "菜场短斤少两", "河里有死鱼", "公交站牌倒了", "井盖松动响")]
    assert actions.find_topics(county=CODE) == 1
    topic = HotTopic.objects.get()
    assert set(topic.matter_ids) == {one.pk for one in hot}
    assert (topic.report_count, topic.people_count) == (3, 3) and topic.heat == 3 + 2 * 3 + 3
    client = desk(ground)
    page = client.get(reverse("dispatch:hot_topics")).content.decode()
    assert "热度 =" in page and "万家花园" in page
    lines = client.get(f"{reverse('dispatch:worklist')}?topic={topic.pk}").content.decode()
    assert hot[0].number in lines and rest[0].number not in lines


def test_whoever_reads_one_town_sees_its_topics_only(ground: Ground, now: Callable[..., Matter]) -> None:
    for number in range(3):
        now("万家花园小区夜里工地施工吵得睡不着", origin=f"o{number}")
    for text in ("路灯不亮", "菜场短斤少两", "河里有死鱼", "公交站牌倒了", "井盖松动响"):
        now(text)
    actions.find_topics(county=CODE)
    assert topics_for(ground.users["leader"]).count() == 1
    assert topics_for(ground.users["lead2"]).count() == 0


def test_no_topic_says_so_and_restricted_words_make_none(ground: Ground, now: Callable[..., Matter]) -> None:
    for number in range(3):
        now("我是厂里的，老板半夜往河里倒废液", origin=f"o{number}")
    assert actions.find_topics(county=CODE) == 0
    assert "没有几个人说同一件事" in desk(ground).get(reverse("dispatch:hot_topics")).content.decode()


def test_an_unknown_topic_in_the_address_shows_nothing_and_breaks_nothing(ground: Ground) -> None:
    assert desk(ground).get(f"{reverse('dispatch:worklist')}?topic=nonsense").status_code == 200

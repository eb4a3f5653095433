"""A complaint about a unit should not quietly be handled by that unit (P07)."""

import pytest
from django.test import Client
from django.urls import reverse

from shanzhi.dispatch.queries.people import units_complained_about

from .ground import Ground

pytestmark = pytest.mark.django_db


def test_a_unit_named_in_the_words_is_pointed_out_to_whoever_assigns(ground: Ground) -> None:
    team = ground.agencies["team"]
    matter = ground.accepted(text=f"{team.name}的人来了三次，一次也没有下车看。")
    assert units_complained_about(matter) == [team]
    client = Client()
    client.force_login(ground.users["desk"])
    page = client.get(reverse("dispatch:assign_matter", args=[matter.pk])).content.decode()
    assert f"反映的内容提到了{team}" in page


def test_words_that_name_nobody_point_at_nobody(ground: Ground) -> None:
    matter = ground.accepted(text="饭店油烟直排，味道很大。")
    assert units_complained_about(matter) == []


def test_a_former_name_is_known_and_two_characters_say_too_little(ground: Ground) -> None:
    team = ground.agencies["team"]
    team.aliases, team.short_name = ["老街城管中队"], "队里"
    team.save(update_fields=["aliases", "short_name"])
    assert units_complained_about(ground.accepted(text="老街城管中队态度很差。")) == [team]
    assert units_complained_about(ground.accepted(text="队里没人接电话。")) == []

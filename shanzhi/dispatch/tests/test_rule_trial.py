"""A changed rule is tried on last month's matters before it is saved, and trying changes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shanzhi.dispatch.queries.rule_trial import trial
from shanzhi.identity.models import Grant, Role
from shanzhi.registry.models import ResponsibilityRule
from shanzhi.registry.queries import Router, routing

from .ground import CODE, Ground


def rule(ground: Ground, **fields: object) -> ResponsibilityRule:
    values = {"county": CODE, "event_type": ground.types["smoke"], "target": "agency", "priority": 50, "basis": "示例"}
    return ResponsibilityRule(**{**values, "agency": ground.agencies["ecology"], **fields})


def admin(ground: Ground) -> Client:
    role = Role.objects.create(
        county=CODE, code="keeper", name="管理", permissions=["registry.read_registry", "registry.edit_registry"]
    )
    user = ground.users["leader"]
    Grant.objects.create(county=CODE, user=user, role=role, from_on=timezone.localdate())
    client = Client()
    client.force_login(user)
    return client


def test_what_would_go_elsewhere_is_counted_with_the_reason(ground: Ground) -> None:
    now = timezone.now()
    ground.accepted(at=now - timedelta(days=3))
    ground.accepted(at=now - timedelta(days=2), kind="waste")
    ground.accepted(at=now - timedelta(days=40))
    found = trial(ground.users["head"], rule(ground), now=now)
    assert (found.total, found.moved) == (2, 1)
    (move,) = found.moves
    assert (move.before, move.after, move.count) == ("东街道执法队", "生态环境分局", 1)
    assert "示例" in move.reason
    ((matter, before, after),) = found.examples
    assert (matter.event_type, before, after) == (ground.types["smoke"], "东街道执法队", "生态环境分局")


def test_who_may_not_read_matters_sees_counts_and_no_matter(ground: Ground) -> None:
    now = timezone.now()
    ground.accepted(at=now)
    ground.users["leader"].grants.all().delete()
    found = trial(ground.users["leader"], rule(ground), now=now)
    assert (found.moved, found.examples) == (1, [])


def test_a_rule_for_another_place_or_one_that_is_switched_off_moves_nothing(ground: Ground) -> None:
    now = timezone.now()
    ground.accepted(at=now)
    assert trial(ground.users["head"], rule(ground, area_code=f"{CODE}002"), now=now).moved == 0
    assert trial(ground.users["head"], rule(ground, is_active=False), now=now).moved == 0


def test_switching_off_the_only_rule_shows_that_nobody_is_left(ground: Ground) -> None:
    now = timezone.now()
    ground.accepted(at=now)
    (own,) = ResponsibilityRule.objects.filter(event_type=ground.types["smoke"])
    own.is_active = False
    (move,) = trial(ground.users["head"], own, now=now).moves
    assert (move.before, move.after) == ("东街道执法队", "")
    assert ResponsibilityRule.objects.get(pk=own.pk).is_active


def test_the_router_answers_as_the_single_question_does(ground: Ground) -> None:
    router = Router(CODE)
    for kind in ground.types.values():
        for area in ("", CODE, f"{CODE}001", f"{CODE}001001", f"{CODE}002", f"{CODE}009"):
            one, many = routing(kind, area).chosen, router.route(kind.pk, area).chosen
            assert (one and (one.agency, one.reason)) == (many and (many.agency, many.reason))


def test_more_matters_ask_no_more_questions(ground: Ground) -> None:
    now, counts = timezone.now(), []
    trial(ground.users["head"], rule(ground), now=now)  # what the user may do is read once and kept
    for _ in range(4):
        ground.accepted(at=now)
        ground.accepted(at=now, kind="waste", area_code=f"{CODE}002")
        with CaptureQueriesContext(connection) as asked:
            trial(ground.users["head"], rule(ground), now=now)
        counts.append(len(asked))
    assert counts[0] == counts[-1] <= 14


def test_the_administrator_tries_before_saving(ground: Ground) -> None:
    ground.accepted(at=timezone.now())
    client = admin(ground)
    words = {
        "event_type": str(ground.types["smoke"].pk), "target": "agency", "agency": str(ground.agencies["ecology"].pk),
        "basis": "示例依据", "priority": "50", "is_active": "on",
    }  # fmt: skip
    page = client.post("/registry/rules/new/", {**words, "try": "1"}).content.decode()
    assert "试运行：还没有保存" in page
    address = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    shown = client.get(address).content.decode()
    assert "有 1 件会派给别的单位" in shown
    assert "示例依据" in shown
    assert not ResponsibilityRule.objects.filter(basis="示例依据").exists()
    assert client.post("/registry/rules/new/", words).status_code == 302
    assert ResponsibilityRule.objects.filter(basis="示例依据").exists()


@pytest.mark.parametrize("query", ["", "?event_type=x&target=agency", "?target=village&priority=99999999999"])
def test_an_address_that_names_no_rule_says_where_to_begin(ground: Ground, query: str) -> None:
    assert "从责任规则的编辑页" in admin(ground).get(f"/work/rule-trial/{query}").content.decode()


def test_only_who_may_edit_rules_may_try_them(ground: Ground) -> None:
    client = Client()
    client.force_login(ground.users["desk"])
    assert client.get("/work/rule-trial/").status_code == 403

"""Two units do not agree; both name their ground; the guidance body rules; the next report of its kind goes right."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Dispute, Matter, Precedent, Task, WorkItem
from shanzhi.dispatch.queries.disputes import precedents_for
from shanzhi.identity.models import Grant, Notice, Role, User
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import Officer

from .ground import CODE, MORNING, Ground

DAY = timedelta(days=1)


@pytest.fixture
def guide(ground: Ground) -> User:
    user = User.objects.create(county=CODE, username="guide", display_name="示例·guide", password="!")
    role = Role.objects.create(
        county=CODE, code="guide", name="指导", permissions=["dispatch.read_matters", "dispatch.rule_dispute"]
    )
    Grant.objects.create(county=CODE, user=user, role=role, from_on=date(2020, 1, 1))
    Officer.objects.create(county=CODE, user=user, name="示例·guide", working_agency=ground.agencies["bureau"])
    return user


def refused_return(ground: Ground, **fields: object) -> Matter:
    """A matter the team wanted to give back and the centre left with it."""
    matter = ground.assigned(**fields)
    task = Task.objects.get(matter=matter, kind="lead")
    row = actions.ask_return(
        task_id=task.pk, rule="示例清单第8条", proposed_id=ground.agencies["ecology"].pk, reason="示例",
        by=ground.users["lead"], at=MORNING,
    )  # fmt: skip
    actions.rule_return(return_id=row.pk, uphold=False, reason="归属地", by=ground.users["head"], at=MORNING)
    return Matter.objects.get(pk=matter.pk)


def raised(ground: Ground, matter: Matter | None = None) -> Dispute:
    return actions.raise_dispute(
        matter_id=(matter or refused_return(ground)).pk, other_id=ground.agencies["ecology"].pk, rule="示例清单第8条",
        reason="排放超标由生态环境部门办", by=ground.users["lead"], at=MORNING,
    )  # fmt: skip


def ruled(ground: Ground, guide: User, dispute: Dispute, owner: str = "ecology", **more: object) -> Dispute:
    actions.reply_dispute(
        dispute_id=dispute.pk, rule="示例三定方案", reason="日常巡查在街道", by=ground.users["ecology"], at=MORNING
    )
    return actions.rule_dispute(
        dispute_id=dispute.pk, owner_id=ground.agencies[owner].pk, rule="示例清单第8条", reason="要仪器检测的归生态",
        by=guide, at=MORNING + DAY, **more,
    )  # fmt: skip


def test_a_dispute_needs_the_centres_ruling_first_and_there_is_one_at_a_time(ground: Ground) -> None:
    with pytest.raises(NotAllowed, match="还没有就退回裁定过"):
        raised(ground, ground.assigned())
    dispute = raised(ground)
    with pytest.raises(NotAllowed, match="已有一项职责争议"):
        raised(ground, dispute.matter)


def test_the_other_side_is_asked_then_the_guidance_body_and_each_has_a_line(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    line = WorkItem.objects.get(pk=dispute.pk)
    assert (line.kind, line.step, line.agency, line.due_at) == (
        "dispute", "reply", ground.agencies["ecology"], dispute.reply_by
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="还没有说明"):
        actions.rule_dispute(
            dispute_id=dispute.pk, owner_id=ground.agencies["team"].pk, rule="x", reason="y", by=guide, at=MORNING
        )
    actions.reply_dispute(
        dispute_id=dispute.pk, rule="示例", reason="示例", by=ground.users["ecology"], at=MORNING + DAY
    )
    line.refresh_from_db()
    assert (line.step, line.agency) == ("dispute", None)
    assert Notice.objects.filter(user=guide).count() == 2
    with pytest.raises(NotAllowed, match="已经说明过"):
        actions.reply_dispute(dispute_id=dispute.pk, rule="示例", reason="示例", by=ground.users["ecology"])


def test_silence_does_not_stop_a_ruling_for_ever(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    done = actions.rule_dispute(
        dispute_id=dispute.pk, owner_id=ground.agencies["ecology"].pk, rule="示例", reason="示例", by=guide,
        at=dispute.reply_by + DAY,
    )  # fmt: skip
    assert done.state == "ruled"


def test_the_ruling_moves_the_matter_keeps_its_limit_and_ends_the_returns(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    before = dispute.matter.due_at
    ruled(ground, guide, dispute)
    matter = Matter.objects.get(pk=dispute.matter_id)
    assert (matter.agency, matter.step, matter.due_at) == (ground.agencies["ecology"], "assigned", before)
    assert not WorkItem.objects.get(pk=dispute.pk).is_open
    task = Task.objects.get(matter=matter, kind="lead", ended_at__isnull=True)
    with pytest.raises(NotAllowed, match="指导机构已裁定由生态环境分局承办，不能退回"):
        actions.ask_return(
            task_id=task.pk, rule="x", proposed_id=ground.agencies["team"].pk, reason="x", by=ground.users["ecology"]
        )
    with pytest.raises(NotAllowed, match="已裁定"):
        actions.rule_dispute(dispute_id=dispute.pk, owner_id=ground.agencies["team"].pk, rule="x", reason="x", by=guide)


def test_who_argued_may_not_rule(ground: Ground) -> None:
    dispute = raised(ground)
    with pytest.raises(NotAllowed, match="说明过依据的人不能裁定"):
        actions.rule_dispute(
            dispute_id=dispute.pk, owner_id=ground.agencies["team"].pk, rule="x", reason="x",
            by=ground.users["lead"], at=dispute.reply_by + DAY,
        )  # fmt: skip


def test_a_ruling_puts_nothing_on_a_township_outside_the_lists(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    with pytest.raises(NotAllowed, match=r"不能交给|清单"):
        ruled(ground, guide, dispute, owner="town")
    assert Dispute.objects.get(pk=dispute.pk).state == "replied"


def test_the_next_matter_of_the_kind_shows_the_precedent_where_its_words_occur(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    ruled(ground, guide, dispute, holder="agency", words=["油烟", "净化器"])
    ((found, unit),) = precedents_for(ground.accepted())
    assert (found.dispute, unit) == (dispute, ground.agencies["ecology"])
    assert precedents_for(ground.accepted(text="店里很吵（示例）", kind="smoke")) == []
    assert precedents_for(ground.accepted(kind="waste")) == []
    actions.end_precedent(precedent_id=found.pk, reason="清单已改", by=guide)
    assert precedents_for(ground.accepted()) == []
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_precedent(precedent_id=found.pk, reason="再停一次", by=guide)


def test_a_precedent_for_the_team_on_the_spot_names_another_team_elsewhere(ground: Ground, guide: User) -> None:
    ruled(ground, guide, raised(ground), owner="team", holder="town_team")
    units = [precedents_for(ground.accepted(area_code=area))[0][1] for area in (f"{CODE}001001", f"{CODE}002")]
    assert units == [ground.agencies["team"], ground.agencies["team2"]]


def test_a_withdrawn_dispute_leaves_the_matter_where_it_is(ground: Ground) -> None:
    dispute = raised(ground)
    actions.withdraw_dispute(dispute_id=dispute.pk, reason="弄清了", by=ground.users["lead"])
    assert Matter.objects.get(pk=dispute.matter_id).agency == ground.agencies["team"]
    with pytest.raises(NotAllowed, match="已撤回"):
        actions.withdraw_dispute(dispute_id=dispute.pk, reason="再撤", by=ground.users["lead"])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_whole_story_through_the_pages(ground: Ground, guide: User) -> None:
    matter = refused_return(ground)
    lead, other, ruler = (signed_in(user) for user in (ground.users["lead"], ground.users["ecology"], guide))
    words = {"rule": "示例清单第8条", "reason": "示例理由", "other_id": str(ground.agencies["ecology"].pk)}
    assert "提请职责裁定" in lead.get(f"/matters/{matter.pk}/").content.decode()
    assert lead.post(f"/matters/{matter.pk}/raise_dispute/", words).status_code == 302
    page = f"/disputes/{Dispute.objects.get().pk}/"
    assert "下一步：说明本单位的依据" in other.get(page).content.decode()
    assert "下一步：裁定" not in lead.get(page).content.decode()
    assert signed_in(ground.users["lead2"]).get(page).status_code == 404
    assert other.post(f"{page}reply/", {"rule": "示例三定", "reason": ""}).status_code == 422
    assert other.post(f"{page}reply/", {"rule": "示例三定", "reason": "示例"}).status_code == 302
    assert "示例三定" in ruler.get(f"{page}rule/").content.decode()
    ruling = {
        "owner_id": words["other_id"],
        "rule": "示例",
        "reason": "示例",
        "holder": "agency",
        "words": "油烟，净化器",
    }
    assert ruler.post(f"{page}rule/", {**ruling, "holder": ""}).status_code == 422
    assert ruler.post(f"{page}rule/", ruling).status_code == 302
    assert Precedent.objects.get().words == ["油烟", "净化器"]
    assert "由 生态环境分局" in lead.get(page).content.decode()
    following = ground.accepted()
    desk = signed_in(ground.users["desk"])
    shown = desk.get(f"/matters/{following.pk}/assign_matter/").content.decode()
    assert "照先例派给生态环境分局" in shown
    taken = desk.get(f"/matters/{following.pk}/assign_matter/?unit={ground.agencies['ecology'].pk}").content.decode()
    assert f'value="{ground.agencies["ecology"].pk}" selected' in taken
    assert "示例清单第8条" not in desk.get("/precedents/?q=没有").content.decode()
    assert "停用" in ruler.get("/precedents/").content.decode()
    assert ruler.post(f"/precedents/{Precedent.objects.get().pk}/end/", {"reason": "清单已改"}).status_code == 302


def test_a_ruling_need_not_become_a_precedent(ground: Ground, guide: User) -> None:
    dispute = raised(ground)
    client, page = signed_in(guide), f"/disputes/{dispute.pk}/rule/"
    actions.reply_dispute(dispute_id=dispute.pk, rule="示例", reason="示例", by=ground.users["ecology"])
    ruling = {"owner_id": str(ground.agencies["team"].pk), "rule": "示例", "reason": "示例", "holder": "none"}
    assert client.post(page, ruling).status_code == 302
    assert not Precedent.objects.exists()


def test_desks_without_work_say_so_and_strangers_stay_out(ground: Ground, guide: User) -> None:
    assert "现在没有职责争议，很好" in signed_in(guide).get("/disputes/").content.decode()
    assert "还没有先例" in signed_in(guide).get("/precedents/").content.decode()
    assert signed_in(ground.users["desk"]).get("/disputes/").status_code == 403
    assert signed_in(ground.users["lead"]).get(f"/precedents/{guide.pk}/end/").status_code == 403


def test_more_disputes_ask_no_more_questions(ground: Ground, guide: User) -> None:
    client, counts = signed_in(guide), []
    for _ in range(4):
        raised(ground)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/disputes/").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[-1]

"""A legal review by somebody qualified who did not investigate, and a discussion of those in charge."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.queries import officer_of

from .. import rules
from ..models import CollectiveDiscussion, LegalReview, Notice, PenaltyCase, Step
from .frame import begin, day_of, log, save, wants
from .papers import draw


@transaction.atomic
def send_to_review(*, case_id: uuid.UUID, version: int | None = None, by: Actor, on: date | None = None) -> PenaltyCase:
    """Hand the case to the pool of reviewers."""
    day = day_of(on)
    case, _facts, _rows = begin("send_to_review", case_id, by, day, version=version)
    was = case.step
    save(case, Step.LEGAL_REVIEW)
    log("send_to_review", "casework.review_asked", case, by, day, was=was)
    return case


@transaction.atomic
def review_case(
    *,
    case_id: uuid.UUID,
    result: str,
    words: str,
    qualification: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> LegalReview:
    """Keep the reviewer's opinion. Not passed: the case goes back to a new proposal, the party is told again."""
    day = day_of(on)
    extra = wants(words, "审核意见", 8000)
    if result not in LegalReview.Result.values:
        extra.append(rules.house("没有选定审核结果。"))
    if not qualification.strip():
        text = "没有写审核人员的资格；初次从事法制审核的，应当通过国家统一法律职业资格考试。"
        extra.append(Obstacle(text, penalty_law(58, 2)))
    case, _facts, rows = begin("review_case", case_id, by, day, version=version, extra=extra)
    reviewer = officer_of(by)
    if reviewer is None or rows.proposal is None:
        raise NotAllowed([rules.house("您的账号没有登记人员身份，或者案件没有处理建议。", "请管理员补录")])
    made = LegalReview.objects.create(
        case=case, proposal=rows.proposal, reviewer=reviewer, qualification=qualification.strip()[:120],
        result=result, words=words.strip(), on=day, by_id=by.actor_id,
    )  # fmt: skip
    was = case.step
    returned = result == LegalReview.Result.RETURNED
    if returned:
        Notice.objects.filter(case=case, superseded=False).update(superseded=True)
    save(case, Step.CONCLUDED if returned else None)
    draw(case, "legal_review", by=by, on=day, facts={
        "reviewer": reviewer.name, "review_opinion": made.get_result_display(), "review_on": day,
        "review_checks": [{"审核事项": "主体、事实、证据、依据、裁量、程序、文书", "审核意见": made.get_result_display()}],
    }, free={"suggestion": case.report_reasons, "legal_opinion": made.words}, slot=str(made.pk))  # fmt: skip
    log("review_case", "casework.case_reviewed", case, by, day, was=was, words=words, result=result)
    return made


@transaction.atomic
def send_to_discussion(
    *, case_id: uuid.UUID, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Put the case before those in charge."""
    day = day_of(on)
    case, _facts, _rows = begin("send_to_discussion", case_id, by, day, version=version)
    was = case.step
    save(case, Step.COLLECTIVE)
    log("send_to_discussion", "casework.discussion_asked", case, by, day, was=was)
    return case


def read_members(text: str) -> list[dict[str, object]]:
    """Return members from lines like 「张三，局长，同意，证据充分」."""
    found: list[dict[str, object]] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name, post, vote, words = [*line.replace(",", "，").split("，", 3), "", "", ""][:4]
        found.append({"name": name.strip(), "post": post.strip(), "agrees": vote.strip() == "同意",
                      "vote": vote.strip(), "words": words.strip()})  # fmt: skip
    return found


@transaction.atomic
def discuss_case(
    *,
    case_id: uuid.UUID,
    members: str,
    place: str,
    words: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> CollectiveDiscussion:
    """Keep who sat, what each said and what came out of it; the majority carries."""
    day = day_of(on)
    sat = read_members(members)
    extra = [*wants(words, "讨论结论", 8000), *wants(place, "地点", 120), *_against(sat)]
    case, _facts, rows = begin("discuss_case", case_id, by, day, version=version, extra=extra)
    if rows.proposal is None:
        raise NotAllowed([Obstacle("还没有提出处理建议。", cite("行政处罚法34"))])
    agreed = sum(bool(one["agrees"]) for one in sat)
    result = CollectiveDiscussion.Result.AGREED if agreed * 2 > len(sat) else CollectiveDiscussion.Result.RETURNED
    made = CollectiveDiscussion.objects.create(
        case=case, proposal=rows.proposal, held_on=day, place=place.strip(), members=sat, for_count=agreed,
        result=result, words=words.strip(), by_id=by.actor_id,
    )  # fmt: skip
    save(case, None)
    draw(case, "collective_record", by=by, on=day, facts={
        "discussed_at": timezone.now(), "place": made.place, "hearing_host": sat[0]["name"], "recorder": sat[-1]["name"],
        "discussion_members": [{"name": one["name"], "certificate": ""} for one in sat],
        "discussion_votes": [{"姓名": one["name"], "职务": one["post"], "意见": f"{one['vote']}。{one['words']}"}
                             for one in sat],
    }, free={"suggestion": case.report_reasons, "conclusion": made.words}, slot=str(made.pk))  # fmt: skip
    log("discuss_case", "casework.case_discussed", case, by, day, words=words, agreed=agreed, present=len(sat))
    return made


def _against(sat: Sequence[dict[str, object]]) -> list[Obstacle]:
    basis = penalty_law(57, 2)
    if len(sat) < 2:
        return [Obstacle("集体讨论至少要有两名负责人参加。", basis, "一行写一人：姓名，职务，同意或不同意，意见。")]
    unclear = [str(one["name"]) for one in sat if one["vote"] not in ("同意", "不同意")]
    return [Obstacle(f"{'、'.join(unclear)}没有写明同意还是不同意。", basis)] if unclear else []

"""What does the law package answer to a question written in YAML? One function for each kind of question (查)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shanzhi.law import caps, delivery, leniency, procedure, separation
from shanzhi.law.calendar import Calendar
from shanzhi.law.citation import Citation, cite
from shanzhi.law.competence import Power, obstacles_to_decide
from shanzhi.law.discretion import Approval, Band, NoBand, general_rule, obstacles_to_fine, propose
from shanzhi.law.discretion_tables import sample
from shanzhi.law.explanation import earliest_event
from shanzhi.law.fines import (
    Collection,
    FineNorm,
    Party,
    collection_obstacles,
    fine_while_with_police,
    goes_on_after_referral,
    higher_fine,
    repeated_fine,
    summary_obstacles,
)
from shanzhi.law.identifiers import BadIdentifier, age_at, unit_code
from shanzhi.law.limitation import limitation
from shanzhi.law.money import fine_after_court, instalment_plan, late_fee, offset_against_court_fine
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.readings import Readings
from shanzhi.law.remedies import Decider, obstacles_to_notice, remedies
from shanzhi.law.rulebook import Overlay, rule
from shanzhi.law.statutes import Statute, Version, applicable, compare_fines
from shanzhi.law.terms import Granted, Pause, term

CALENDAR = Calendar.announced()
Given = dict[str, Any]
Answer = dict[str, Any]


def ask(case: Given) -> Answer:
    """Return the answer; a refusal is an answer too. 引 holds the articles it gives, in order."""
    try:
        return QUESTIONS[case["查"]](case["设"])
    except NotAllowed as refused:
        return from_obstacles(refused.obstacles)
    except (NoBand, caps.NoCap, BadIdentifier) as silent:
        return {"不答": str(silent), "引": []}


def from_obstacles(found: Iterable[Obstacle]) -> Answer:
    """准许, the articles, and all the words, in which 字样 is looked for."""
    found = list(found)
    cited = list(dict.fromkeys(str(one) for obstacle in found for one in obstacle.citations))
    return {"准许": not found, "引": cited, "文字": "".join(f"{one.text}{one.remedy}" for one in found)}


def written(basis: Iterable[Citation]) -> list[str]:
    return [str(one) for one in basis]


def moment(raw: Any) -> Any:
    """YAML reads a day as a date; a moment to the minute stays text."""
    return datetime.fromisoformat(raw) if isinstance(raw, str) else raw


def pauses(raw: list[list[Any]]) -> list[Pause]:
    return [Pause(one[1], one[2], one[0], told_in_writing="已告知" in one) for one in raw]


def sums(raw: list[Any]) -> tuple[Decimal, Decimal]:
    low, high = (Decimal(str(one)) for one in raw)
    return low, high


def overlay(given: Given) -> Overlay:
    return Overlay(given.get("规定", "general"))


def ask_term(given: Given) -> Answer:
    found = term(
        given["期限"],
        moment(given["起算"]),
        CALENDAR,
        overlay=overlay(given),
        pauses=pauses(given.get("不计入", [])),
        granted=[Granted(*(one if isinstance(one, list) else [one])) for one in given.get("延长", [])],
    )
    answer = {
        "届满": found.due, "期满": found.nominal, "宜在": found.act_by, "次日": found.day_after,
        "次日上班": CALENDAR.is_workday(found.day_after), "解读": list(found.flags), "暂算": found.provisional,
        "引": written(found.basis), "文字": found.explanation + rule(given["期限"], overlay(given)).note,
    }  # fmt: skip
    if "收到" in given:
        answer["及时"] = found.in_time(received=given["收到"], posted=given.get("交邮"))
    return answer


def ask_earliest(given: Given) -> Answer:
    notice = rule(given["期限"], overlay(given))
    return {"最早": earliest_event(notice, given["通知"], CALENDAR), "引": written(notice.basis)}


def ask_late_fee(given: Given) -> Answer:
    found = late_fee(
        Decimal(str(given["罚款"])),
        given["到期"],
        given["缴款"],
        remedies=pauses(given.get("救济", [])),
        clause=not given.get("未写明", False),
    )
    return {
        "加处": float(found.amount), "合计": float(found.total), "到顶": found.capped_from, "日数": found.days,
        "引": written(found.basis), "文字": found.explanation,
    }  # fmt: skip


def ask_instalments(given: Given) -> Answer:
    plan = instalment_plan(Decimal(str(given["罚款"])), given["各期"])
    parts = [float(one.amount) for one in plan.instalments]
    return {"各期": parts, "法院期限自": plan.court_term_from, "引": written(plan.basis)}


def ask_offset(given: Given) -> Answer:
    found = offset_against_court_fine(Decimal(str(given["罚款"])), Decimal(str(given["罚金"])))
    return {"折抵": float(found.credited), "还缴": float(found.left), "引": written(found.basis)}


def ask_higher(given: Given) -> Answer:
    norms = [FineNorm(cite(name), *sums(edges)) for name, edges in given["条文"].items()]
    found = higher_fine(norms)
    chosen = str(found.norm.basis) if found.norm else None
    return {"选用": chosen, "引": written(found.basis), "文字": found.explanation}


def ask_repeated(given: Given) -> Answer:
    return from_obstacles(repeated_fine(given["已罚款"], given["再罚款"]))


def ask_leniency(given: Given) -> Answer:
    found = leniency.leniency(leniency.Facts.read(given))
    return {
        "结论": leniency.WORDS[found.verdict], "引": written(found.basis), "文字": found.explanation,
        "另有": written(one.basis for one in found.others), "须选": found.needs_choice,
    }  # fmt: skip


def ask_sparing(given: Given) -> Answer:
    return from_obstacles(leniency.obstacles_to_sparing(leniency.Facts.read(given)))


def ask_age(given: Given) -> Answer:
    reading = Readings(age_from_day_after=not given.get("生日当日即满", False))
    found = age_at(given["出生"], given["当日"], reading)
    lenient = leniency.leniency(leniency.Facts(age=found.years))
    return {
        "周岁": found.years, "解读": list(found.flags), "结论": leniency.WORDS[lenient.verdict],
        "引": written(lenient.basis), "文字": found.explanation,
    }  # fmt: skip


def ask_fine(given: Given) -> Answer:
    found = leniency.leniency(leniency.Facts.read(given["事实"])) if "事实" in given else None
    told = Decimal(str(given["告知"])) if "告知" in given else None
    return from_obstacles(
        obstacles_to_fine(
            Decimal(str(given["罚款"])),
            statutory=sums(given["幅度"]),
            band=Band(given["档次"]),
            leniency=found,
            told=told,
            proposal=_proposal(given["基准"]) if "基准" in given else None,
            reason=given.get("理由", ""),
            approval=Approval(given.get("批准", "none")),
        )
    )


def _proposal(given: Given) -> Any:
    return propose(
        sample(given["表"]),
        given["事项"],
        frozenset(given.get("情形", [])),
        on=given["当日"],
        statutory=sums(given["幅度"]),
        rule=general_rule(overlay(given)),
        band=Band(given.get("档次", "normal")),
        times=Decimal(str(given["倍数基数"])) if "倍数基数" in given else None,
    )


def ask_proposal(given: Given) -> Answer:
    found = _proposal(given)
    return {
        "档": found.name, "幅度": [float(found.low), float(found.high)], "建议": float(found.amount),
        "引": written(found.basis), "文字": found.explanation,
    }  # fmt: skip


def ask_cap(given: Given) -> Answer:
    own = Decimal(str(given["本县设定"])) if "本县设定" in given else None
    cap = caps.cap_on_rules(given["制定"], safety=given.get("安全", False), given=own)
    found = from_obstacles(caps.obstacles_to_rule(Decimal(str(given.get("罚款", 0))), cap))
    return found | {"限额": float(cap.amount), "引": written(cap.basis)}


def ask_summary(given: Given) -> Answer:
    kinds = given.get("种类", ["罚款"])
    return from_obstacles(summary_obstacles(Party(given["当事人"]), Decimal(str(given["罚款"])), kinds))


def ask_collection(given: Given) -> Answer:
    facts = Collection(
        Decimal(str(given["罚款"])),
        decided_on_spot=given.get("当场决定", True),
        hard_to_enforce_later=given.get("难以执行", False),
        remote=given.get("边远", False),
        paying_is_hard=given.get("缴款困难", False),
        party_asks=given.get("当事人提出", False),
    )
    return from_obstacles(collection_obstacles(facts))


def ask_electronic(given: Given) -> Answer:
    return from_obstacles(
        delivery.obstacles_to_electronic_service(delivery.ElectronicService(given["同意"], given["签确认书"]))
    )


def ask_old_or_new(given: Given) -> Answer:
    changed = given["新法施行"]
    old, new = Version(date(2000, 1, 1), until=changed.fromordinal(changed.toordinal() - 1)), Version(changed)
    compared = compare_fines(tuple(given["旧幅度"]), tuple(given["新幅度"]))
    found = applicable(Statute("示例条例", "示例条例", (old, new)), given["行为"], given["决定"], compared)
    version = "旧" if found.version is old else "新" if found.version is new else None
    return {"适用": version, "引": written(found.basis), "文字": found.explanation}


def ask_limitation(given: Given) -> Answer:
    found = limitation(given["终了"], given["发现"], serious=given.get("严重", False))
    still = found.status.value == "alive"
    return {"可以处罚": still, "届满": found.last_day, "引": written(found.basis), "文字": found.explanation}


def ask_fine_after_referral(given: Given) -> Answer:
    return from_obstacles(fine_while_with_police(given["已移送"], given["罚款"]))


def ask_goes_on(given: Given) -> Answer:
    return {"继续": [kind for kind in given["种类"] if goes_on_after_referral(kind)], "引": []}


def ask_after_court(given: Given) -> Answer:
    return from_obstacles(fine_after_court(given["已判罚金"]))


def ask_procedure(given: Given) -> Answer:
    return from_obstacles(procedure.obstacles(given["程序"], given["事实"], given["到"]))


def ask_review(given: Given) -> Answer:
    return from_obstacles(
        separation.obstacles_to_review(
            given["审核人"],
            given["调查人"],
            hearing_asked=given.get("要求听证", False),
            hearing_held=given.get("已听证", False),
            overlay=overlay(given),
        )
    )


def ask_two(given: Given) -> Answer:
    signers = [
        separation.Signer(name, officer="辅助" not in words, certificate_valid="过期" not in words)
        for name, words in given["签名"].items()
    ]
    return from_obstacles(separation.obstacles_to_act_of_two(signers))


def ask_remedies(given: Given) -> Answer:
    required = remedies(Decider(given["机关"]), given["县"], on_the_spot=given["当场"])
    found = from_obstacles(
        obstacles_to_notice(
            required, offers_direct_suit=given.get("写可直接起诉", False), organ=given.get("写复议机关", required.organ)
        )
    )
    cited = list(dict.fromkeys([*found["引"], *written(required.basis)]))
    return {
        "先复议": required.review_first, "复议机关": required.organ, "写法": required.text, "准许": found["准许"],
        "引": cited, "文字": found["文字"],
    }  # fmt: skip


def ask_competence(given: Given) -> Answer:
    powers = [
        Power(one["机关"], one["事项"], frozenset(one["辖区"]), one["自"], one.get("至"), one.get("下放", False),
              one.get("公布"))
        for one in given["清单"]
    ]  # fmt: skip
    return from_obstacles(
        obstacles_to_decide(
            powers, agency=given["机关"], item=given["事项"], area=given["地点"], on=given["当日"],
            suspected_crime=given.get("涉嫌犯罪", False),
        )
    )  # fmt: skip


def ask_unit_code(given: Given) -> Answer:
    return {"代码": unit_code(given["代码"]), "引": []}


QUESTIONS: dict[str, Callable[[Given], Answer]] = {
    "期限": ask_term, "最早听证日": ask_earliest, "加处罚款": ask_late_fee, "分期": ask_instalments, "折抵": ask_offset,
    "从高处罚": ask_higher, "再次罚款": ask_repeated, "宽缓": ask_leniency, "首违不罚": ask_sparing, "年龄": ask_age,
    "罚款数额": ask_fine, "裁量建议": ask_proposal, "规章限额": ask_cap, "当场处罚": ask_summary, "当场收缴": ask_collection,
    "电子送达": ask_electronic, "新旧法": ask_old_or_new, "时效": ask_limitation, "移送后罚款": ask_fine_after_referral,
    "移送后继续": ask_goes_on, "判罚金后": ask_after_court, "程序": ask_procedure, "审核": ask_review, "两人执法": ask_two,
    "救济告知": ask_remedies, "管辖": ask_competence, "信用代码": ask_unit_code,
}  # fmt: skip


def check(case: Given) -> Answer:
    """Ask, and hold the answer against what the lawyer expects. 字样 are parts of the words, 解读 some of the flags."""
    answer = ask(case)
    for key, expected in case["答"].items():
        if key == "字样":
            words = answer.get("文字", "") + answer.get("不答", "")
            for part in [expected] if isinstance(expected, str) else expected:
                assert part in words, (part, answer)
        elif key == "解读" and expected:
            assert set(expected) <= set(answer[key]), (expected, answer)
        else:
            assert key in answer, (key, answer)
            assert answer[key] == (moment(expected) if isinstance(answer[key], date) else expected), (key, answer)
    return answer

"""Which sentences does the law itself put into a document? Remedies, payment, rights."""

from collections.abc import Callable, Mapping
from typing import Any

from ..models import Letterhead
from . import words

Facts = Mapping[str, Any]


def remedies(facts: Facts, head: Letterhead | None) -> list[str]:
    """How and within which period to ask for review or to sue (行政处罚法59.1(5)); review first where it must be."""
    organ = (head and head.review_organ) or "（行政复议机关）"
    court = (head and head.court) or "（有管辖权的人民法院）"
    where = f"（地址：{head.review_address}）" if head and head.review_address else ""
    online = ""
    if facts.get("is_electronic") and head and head.review_online:
        online = f"，也可以通过{head.review_online}提出申请"
    if facts.get("is_summary"):
        first = (
            f"如不服本决定，应当依照《中华人民共和国行政复议法》第二十三条的规定先申请行政复议：自收到本决定书之日起六十日内向{organ}{where}"
            f"提出{online}，也可以通过本机关提交行政复议申请。"
        )
        second = f"对行政复议决定不服的，或者行政复议机关决定不予受理、驳回申请、超过期限不作答复的，可以自收到决定书之日或者期限届满之日起十五日内向{court}提起行政诉讼。"
        return [first + second, STILL_RUNS]
    through = "对依据电子技术监控设备记录作出的处罚，也可以通过本机关提交申请。" if facts.get("is_monitoring") else ""
    text = (
        f"如不服本决定，可以自收到本决定书之日起六十日内向{organ}{where}申请行政复议{online}；"
        f"也可以自收到本决定书之日起六个月内依法向{court}提起行政诉讼。{through}"
    )
    return [text, STILL_RUNS]


STILL_RUNS = "行政复议和行政诉讼期间，本决定不停止执行，法律另有规定的除外。"


def remedies_measure(facts: Facts, head: Letterhead | None) -> list[str]:
    """The same for decisions that are no penalties (行政强制法24, 37, 51)."""
    return [remedies({**facts, "is_summary": False, "is_monitoring": False}, head)[0]]


def payment(facts: Facts, head: Letterhead | None) -> list[str]:
    """Where and by when a fine is paid and that the late fee runs (行政处罚法67, 72; 罚缴分离办法7)."""
    if not facts.get("fine"):
        return []
    if facts.get("onspot_collected"):
        reason = str(facts.get("onspot_reason") or "")
        return [f"罚款由执法人员当场收缴，并向当事人出具财政部门统一制发的专用票据。{_ended(reason)}"]
    bank = head.bank_name if head and head.bank_name else "（代收银行）"
    address = f"（地址：{head.bank_address}）" if head and head.bank_address else ""
    account = f"，{head.bank_account}" if head and head.bank_account else ""
    due = facts.get("payment_due_on")
    until = f"，即{words.day(due)}前（含当日）" if due else ""
    return [
        f"上述罚款，当事人应当自收到本决定书之日起十五日内{until}到{bank}{address}{account}缴纳，也可以通过电子支付系统缴纳。",
        "到期不缴纳罚款的，依照《中华人民共和国行政处罚法》第七十二条第一款第一项的规定，每日按罚款数额的百分之三加处罚款，"
        "加处罚款的数额不超出罚款的数额。",
        "确有经济困难，需要延期或者分期缴纳罚款的，可以依照《中华人民共和国行政处罚法》第六十六条第二款的规定向本机关提出申请。",
    ]


def _ended(text: str) -> str:
    return text if not text or text.endswith("。") else f"{text}。"


def enforcement(facts: Facts, head: Letterhead | None) -> list[str]:
    """What follows when the decision is not performed (行政强制法53)."""
    return ["逾期不申请行政复议，不提起行政诉讼，又不履行本决定的，本机关将依法强制执行或者申请人民法院强制执行。"]


def defence_right(facts: Facts, head: Letterhead | None) -> list[str]:
    """The right to state and defend (行政处罚法44, 45)."""
    until = facts.get("defence_until")
    when = (
        f"请在{words.day(until)}前（含当日）提出，逾期未提出的，视为放弃。" if until else "请在本机关作出决定前提出。"
    )
    return [
        "依照《中华人民共和国行政处罚法》第四十四条、第四十五条的规定，你（单位）有权进行陈述和申辩。"
        f"{when}本机关不因陈述、申辩而给予更重的处罚。"
    ]


def hearing_right(facts: Facts, head: Letterhead | None) -> list[str]:
    """The right to a hearing, where there is one (行政处罚法63, 64(1))."""
    if not facts.get("hearing_right"):
        return []
    until = facts.get("hearing_until")
    when = f"，即{words.day(until)}前（含当日）" if until else ""
    return [
        "依照《中华人民共和国行政处罚法》第六十三条、第六十四条的规定，你（单位）有权要求听证。要求听证的，"
        f"应当在收到本告知书后五个工作日内{when}提出；逾期未提出的，视为放弃听证权利。你（单位）不承担本机关组织听证的费用。"
    ]


def measure_rights(facts: Facts, head: Letterhead | None) -> list[str]:
    """What the party is told when a measure is taken (行政强制法18, 25, 26)."""
    return [
        "当事人有权进行陈述和申辩。查封、扣押期间，对查封、扣押的场所、设施或者财物，不得擅自启用、转移、变卖、损毁或者隐匿；"
        "因查封、扣押发生的保管费用由本机关承担。"
    ]


def recusal_right(facts: Facts, head: Letterhead | None) -> list[str]:
    """The right to ask for withdrawal (行政处罚法43)."""
    return ["你（单位）认为执法人员与案件有直接利害关系或者有其他关系可能影响公正执法的，有权申请回避。"]


def contact(facts: Facts, head: Letterhead | None) -> list[str]:
    """Where the agency is found."""
    if head is None or not (head.address or head.phone):
        return []
    people = "、".join(words.names(facts.get("officers")))
    where = [f"地址：{head.address}" if head.address else "", f"邮政编码：{head.postcode}" if head.postcode else ""]
    who = [f"联系人：{people}" if people else "", f"联系电话：{head.phone}" if head.phone else ""]
    return ["　".join(part for part in line if part) for line in (who, where) if any(line)]


CLAUSES: Mapping[str, Callable[[Facts, Letterhead | None], list[str]]] = {
    "remedies": remedies,
    "remedies_measure": remedies_measure,
    "payment": payment,
    "enforcement": enforcement,
    "defence_right": defence_right,
    "hearing_right": hearing_right,
    "measure_rights": measure_rights,
    "recusal_right": recusal_right,
    "contact": contact,
}

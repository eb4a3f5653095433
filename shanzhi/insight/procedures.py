"""What do the pages say about a procedure beyond its table: what it is for, where a case stands, what can come next?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.law import diagram, diagram_narrow
from shanzhi.law.citation import Citation
from shanzhi.law.procedure import NAMES, Edge, Procedure, Step, procedure
from shanzhi.law.rulebook import Overlay, Rule, UnknownRule
from shanzhi.law.rulebook import rule as find_rule

PURPOSES: dict[str, str | Promise] = {
    "general": _l("对违法行为立案、调查、告知、决定、送达、执行的完整过程。"),
    "summary": _l("事实确凿、数额小的，两名执法人员当场作出决定。"),
    "hearing": _l("处罚较重的，当事人可以要求当面听取意见、质证。"),
    "evidence_hold": _l("证据可能灭失的，先登记保存，七日内作出处理。"),
    "seizure": _l("为制止违法、防止证据损毁，查封场所、扣押财物。"),
    "enforcement": _l("当事人不复议、不起诉又不履行的，催告后申请法院强制执行。"),
    "referral": _l("涉嫌犯罪的，把案件移送公安机关，并接受检察院监督。"),
    "review": _l("当事人不服决定的，可以申请复议、提起诉讼。"),
    "petition": _l("信访事项的受理、答复、复查和复核。"),
    "supervision": _l("政府对本级和下级机关执法的督办、纠正和决定。"),
    "quick": _l("事实清楚、当事人认可并书面同意的，合并文书、缩短机关内部时限。"),
    "legal_review": _l("重大、疑难或者经过听证的案件，决定以前由法制审核人员审核。"),
    "collective_discussion": _l("情节复杂或者重大的，由负责人集体讨论决定。"),
    "suspension": _l("部门规章允许的，经批准暂停调查，原因消除立即恢复。"),
    "transfer": _l("不归本机关管的案件怎样移交，有争议怎样确定。"),
    "publication": _l("处罚决定怎样公开，被改变以后怎样撤回。"),
    "correction": _l("决定有错的，怎样更正、变更或者撤销。"),
    "instalments": _l("确有经济困难的，经申请和批准暂缓或者分期缴纳罚款。"),
    "own_enforcement": _l("有强制执行权的机关自己执行，也可以达成执行协议。"),
    "substitute": _l("当事人不恢复原状的，由机关或者第三人代为履行，费用由他承担。"),
    "stay": _l("执行遇到法定情形的，中止、恢复或者终结。"),
    "inspection": _l("按计划上门检查，出示证件，当场记录，告知结果。"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the page shows it."""

    step: Step
    owner: str
    term: str
    rule: Rule | None
    here: bool


@dataclass(frozen=True, slots=True)
class Way:
    """An edge with the number it has in the drawing."""

    number: int
    edge: Edge
    source: Step
    target: Step


def table(name: str, overlay: Overlay = Overlay.GENERAL) -> Procedure:
    """Return the table under these rules. Raises BadProcedure."""
    return procedure(name, overlay)


def purpose(one: Procedure) -> str:
    """Return in one sentence what the procedure is for."""
    if one.id in PURPOSES:
        return str(PURPOSES[one.id])
    ends = "、".join(f"「{step.name}」" for step in one.steps.values() if step.end)
    return _("从「%(first)s」开始，到%(ends)s结束。") % {"first": one.steps[one.first].name, "ends": ends}


def main_articles(one: Procedure, count: int = 3) -> list[Citation]:
    """Return the articles most ways rest on, the first of equals first."""
    times: dict[Citation, int] = {}
    for edge in one.edges:
        for basis in edge.basis:
            times[basis.whole_article] = times.get(basis.whole_article, 0) + 1
    return sorted(times, key=lambda basis: -times[basis])[:count]


def overview() -> Iterator[dict[str, object]]:
    """Yield one row for each procedure."""
    for name in NAMES:
        one = procedure(name)
        yield {"table": one, "purpose": purpose(one), "steps": len(one.steps), "articles": main_articles(one)}


def steps(one: Procedure, overlay: Overlay, here: str = "") -> list[StepRow]:
    """Return every step with its owner and its term."""
    return [
        StepRow(step, diagram.owner(step), diagram.term_words(step, overlay), _rule(step, overlay), step.id == here)
        for step in one.steps.values()
    ]


def _rule(step: Step, overlay: Overlay) -> Rule | None:
    try:
        return find_rule(step.term, overlay) if step.term else None
    except UnknownRule:
        return None


def ways(one: Procedure) -> list[Way]:
    """Return every edge with its number."""
    return [
        Way(number, edge, one.steps[edge.source], one.steps[edge.target])
        for number, edge in enumerate(one.edges, start=1)
    ]


def pictures(name: str, overlay: Overlay, step: str = "") -> tuple[SafeString, SafeString]:
    """Return the drawings for a wide and a narrow window, in the reader's language as far as the words are ours."""
    return _pictures(name, overlay, step, get_language() or "")


@lru_cache(maxsize=256)
def _pictures(name: str, overlay: Overlay, step: str, language: str) -> tuple[SafeString, SafeString]:
    words = diagram.Words(now=_("现在在这一步"), begin=_("开始"), end=_("结束"), guards=_("条件"), documents=_("文书"))
    one = table(name, overlay)
    # Every word in them is escaped where it is drawn.
    return (
        SafeString(diagram.svg(one, step=step, alone=False, words=words)),
        SafeString(diagram_narrow.svg(one, step=step, alone=False, words=words)),
    )


def procedures_resting_on(citation: Citation) -> list[tuple[Procedure, Way]]:
    """Return the ways of every procedure that rest on this article."""
    return [
        (one, way)
        for one in map(procedure, NAMES)
        for way in ways(one)
        if any(basis.whole_article == citation for basis in way.edge.basis)
    ]

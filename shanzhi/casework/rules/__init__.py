"""What may be done with a case? The verbs are a table here; what the law asks for comes from its own tables."""

from functools import cache

from shanzhi.law import procedure as law
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.procedure import Procedure
from shanzhi.law.rulebook import Overlay

from ..models import Step
from .guards import CaseFacts, Doer, house
from .next_step import forward_verb, next_verb
from .remedy_verbs import AFTER_CLOSING
from .verbs import BY_VERB, OPEN_STEPS, VERBS, Verb, citations_of, open_verbs

GENERAL = "general"


@cache
def known_facts(name: str = GENERAL, overlay: Overlay = Overlay.GENERAL) -> frozenset[str]:
    """Return the names of the facts the law's table asks for under these rules."""
    table: Procedure = law.procedure(name, overlay)
    return frozenset({one.fact for one in table.guards()} | {word for one in table.guards() for word in one.when})


def law_obstacles(facts: CaseFacts, to: str) -> list[Obstacle]:
    """Return what the law's table of the general procedure says against the step."""
    overlay = Overlay(facts.overlay)
    asked = {name: value for name, value in facts.law.items() if name in known_facts(GENERAL, overlay)}
    return law.obstacles(GENERAL, {"step": facts.step, **asked}, to, overlay=overlay)


def obstacles(verb: str, facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """Return everything that stands against the verb, the law first; empty means go."""
    one = BY_VERB[verb]
    if facts.closed and verb not in AFTER_CLOSING:
        return [house("案件已经结案，不能再办理。", "确需改变的，按更正、撤销的程序办理")]
    if Step(facts.step) not in one.start:
        where = "、".join(f"「{Step(step).label}」" for step in one.start)
        text = f"案件现在是「{Step(facts.step).label}」，{one.label}只能在{where}时进行。"
        return [Obstacle(text, one.citations)]
    found = law_obstacles(facts, one.to) if one.to else []
    found += [each for guard in one.guards for each in guard(facts, doer)]
    return list(dict.fromkeys(found))


__all__ = [
    "AFTER_CLOSING",
    "BY_VERB",
    "OPEN_STEPS",
    "VERBS",
    "CaseFacts",
    "Doer",
    "Step",
    "Verb",
    "citations_of",
    "forward_verb",
    "house",
    "known_facts",
    "law_obstacles",
    "next_verb",
    "obstacles",
    "open_verbs",
]

"""Which steps does a procedure have, who is waited for, and what stands before the next one? Tables in data/procedures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite
from shanzhi.law.obstacle import Obstacle

NAMES = (
    "general", "summary", "hearing", "evidence_hold", "seizure", "enforcement", "referral", "review", "petition",
    "supervision", "inspection",
)  # fmt: skip


class BadProcedure(ValueError):
    """The procedure, the step or a fact is not known; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition: the fact that must hold, the words when it does not, and what mends it.

    `when` names the facts that call it up; `values` the words a fact told in words may have.
    """

    fact: str
    text: str
    basis: Citation
    at_least: int | None = None
    forbidden: bool | str | None = None
    when: tuple[str, ...] = ()
    mend: str = ""
    values: tuple[str, ...] = ()

    def stands(self, facts: Mapping[str, Any]) -> Obstacle | None:
        """Return the obstacle, or nothing. What the file does not show has not been done."""
        if all(facts.get(name, False) for name in self.when) and not self._holds(facts.get(self.fact)):
            return Obstacle(self.text, self.basis, self.mend)
        return None

    def _holds(self, value: Any) -> bool:
        if self.at_least is not None:
            return int(value or 0) >= self.at_least
        return value != self.forbidden if self.forbidden is not None else value is True

    def refuse_bad(self, value: Any) -> None:
        """Raise BadProcedure when the fact is of the wrong kind."""
        if self.at_least is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise BadProcedure(f"{self.fact} 应是不小于 0 的整数。")
        if self.values and value not in self.values:
            raise BadProcedure(f"{self.fact} 应是 {'、'.join(self.values)} 之一。")
        if self.at_least is None and not isinstance(self.forbidden, str) and not isinstance(value, bool):
            raise BadProcedure(f"{self.fact} 应是 true 或 false。")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a procedure can stand: whose turn it is and by which term; `untimed` says why there is none."""

    id: str
    name: str
    owner: str = ""
    term: str = ""
    untimed: str = ""
    end: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a step to the next, by its article."""

    source: str
    target: str
    event: str
    basis: tuple[Citation, ...]
    guards: tuple[Guard, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A table of steps and edges; the first step is where it begins. `asked_as` gives a step its other name."""

    id: str
    name: str
    steps: Mapping[str, Step]
    edges: tuple[Edge, ...]
    asked_as: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return next(iter(self.steps))

    def after(self, step: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == step]

    def guards(self) -> Iterable[Guard]:
        return (guard for edge in self.edges for guard in edge.guards)


@cache
def procedure(name: str) -> Procedure:
    """Return the table. Raises BadProcedure on an unknown name."""
    if name not in NAMES:
        raise BadProcedure(f"没有「{name}」这个程序；有的是：{'、'.join(NAMES)}。")
    raw = sources.read(f"procedures/{name}.yaml")
    guards = {key: _guard(one) for key, one in raw.get("guards", {}).items()}
    steps = {key: Step(key, **one) for key, one in raw["steps"].items()}
    edges = tuple(_edge(one, guards) for one in raw["edges"])
    return Procedure(name, raw["name"], steps, edges, raw.get("asked_as", {}))


def _guard(raw: Mapping[str, Any]) -> Guard:
    return Guard(
        fact=raw["fact"],
        text=raw["text"],
        basis=cite(raw["basis"]),
        at_least=raw.get("at_least"),
        forbidden=raw.get("not"),
        when=tuple(raw.get("when", ())),
        mend=raw.get("mend", ""),
        values=tuple(raw.get("values", ())),
    )


def _edge(raw: Mapping[str, Any], guards: Mapping[str, Guard]) -> Edge:
    basis = raw["basis"] if isinstance(raw["basis"], list) else [raw["basis"]]
    named = tuple(guards[key] for key in raw.get("guards", ()))
    return Edge(raw["from"], raw["to"], raw["event"], tuple(map(cite, basis)), named, tuple(raw.get("documents", ())))


def obstacles(name: str, facts: Mapping[str, Any], to: str) -> list[Obstacle]:
    """Return every reason against the step, all at once. `facts["step"]` says where it stands. Raises BadProcedure."""
    table = procedure(name)
    to = table.asked_as.get(to, to)
    step = _check(table, facts, to)
    ways = [edge for edge in table.edges if edge.target == to]
    here = [edge for edge in ways if edge.source == step]
    found = _out_of_turn(table, step, to) if step else []
    asked = dict.fromkeys(guard for edge in here or ways for guard in edge.guards)
    return found + [stands for guard in asked if (stands := guard.stands(facts))]


def _out_of_turn(table: Procedure, step: str, to: str) -> list[Obstacle]:
    ways = [edge for edge in table.edges if edge.target == to]
    if any(edge.source == step for edge in ways):
        return []
    nearest = "、".join(dict.fromkeys(f"「{table.steps[edge.source].name}」" for edge in ways)) or "程序开始时"
    text = f"现在是「{table.steps[step].name}」，不能直接到「{table.steps[to].name}」；应先到{nearest}。"
    return [Obstacle(text, tuple(dict.fromkeys(one for edge in ways for one in edge.basis)))]


def _check(table: Procedure, facts: Mapping[str, Any], to: str) -> str:
    if to not in table.steps:
        raise BadProcedure(f"{table.name}里没有「{to}」这一步；有的是：{'、'.join(table.steps)}。")
    step = facts.get("step", "")
    if step and (not isinstance(step, str) or step not in table.steps):
        raise BadProcedure(f"{table.name}里没有「{step}」这一步；有的是：{'、'.join(table.steps)}。")
    told = {guard.fact for guard in table.guards()}
    called = {name for guard in table.guards() for name in guard.when} - told
    if unknown := sorted(set(facts) - told - called - {"step"}):
        known = "、".join(sorted({*told, *called, "step"}))
        raise BadProcedure(f"不认识的事实：{'、'.join(unknown)}。可用的有：{known}。")
    for guard in table.guards():
        if guard.fact in facts:
            guard.refuse_bad(facts[guard.fact])
    for key in set(facts) & called:
        if not isinstance(facts[key], bool):
            raise BadProcedure(f"{key} 应是 true 或 false。")
    return str(step)

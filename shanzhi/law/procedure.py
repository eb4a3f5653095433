"""Which steps does a procedure have, who is waited for, and what stands before the next one? Tables in data/procedures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay

NAMES = (
    "general", "summary", "quick", "hearing", "legal_review", "collective_discussion", "evidence_hold", "seizure",
    "suspension", "transfer", "publication", "correction", "instalments", "enforcement", "own_enforcement", "substitute",
    "stay", "referral", "review", "petition", "supervision", "inspection",
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
    """One way from a step to the next, by its article; `id` stays the same as long as the way exists."""

    source: str
    target: str
    event: str
    basis: tuple[Citation, ...]
    guards: tuple[Guard, ...] = ()
    documents: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A table of steps and edges; the first step is where it begins. `asked_as` gives a step its other name.

    `overlay` says under whose rules it stands: department rules add steps, conditions, articles and documents.
    """

    id: str
    name: str
    steps: Mapping[str, Step]
    edges: tuple[Edge, ...]
    asked_as: Mapping[str, str] = field(default_factory=dict)
    overlay: Overlay = Overlay.GENERAL

    @property
    def first(self) -> str:
        return next(iter(self.steps))

    def after(self, step: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == step]

    def edge(self, edge_id: str) -> Edge:
        """Return the way of this id. Raises BadProcedure, naming those there are."""
        for edge in self.edges:
            if edge.id == edge_id:
                return edge
        raise BadProcedure(
            f"{self.name}里没有「{edge_id}」这条去向；有的是：{'、'.join(edge.id for edge in self.edges)}。"
        )

    def guards(self) -> Iterable[Guard]:
        return (guard for edge in self.edges for guard in edge.guards)


@cache
def procedure(name: str, overlay: Overlay = Overlay.GENERAL) -> Procedure:
    """Return the table under these rules. Raises BadProcedure on an unknown name."""
    if name not in NAMES:
        raise BadProcedure(f"没有「{name}」这个程序；有的是：{'、'.join(NAMES)}。")
    raw = _laid_over(sources.read(f"procedures/{name}.yaml"), overlay)
    guards = {key: _guard(one) for key, one in raw["guards"].items()}
    steps = {key: Step(key, **one) for key, one in raw["steps"].items()}
    edges = tuple(_edge(one, guards) for one in raw["edges"])
    return Procedure(name, raw["name"], steps, edges, raw.get("asked_as", {}), overlay)


def _laid_over(raw: Mapping[str, Any], overlay: Overlay) -> dict[str, Any]:
    """Return the table with what the department's rules say otherwise: the same name replaces, a new one is added."""
    extra = raw.get("overlays", {}).get(overlay.value, {})
    guards = {**raw.get("guards", {}), **extra.get("guards", {})}
    dropped, amended = set(extra.get("drop_guards", ())), extra.get("amend", {})
    edges = [_amended(one, dropped, amended.get(_edge_id(one), {})) for one in raw["edges"]]
    return {
        **raw,
        "guards": guards,
        "steps": {**raw["steps"], **extra.get("steps", {})},
        "edges": [*edges, *extra.get("edges", ())],
    }


def _amended(edge: Mapping[str, Any], dropped: set[str], more: Mapping[str, Any]) -> dict[str, Any]:
    guards = [name for name in edge.get("guards", ()) if name not in dropped]
    return {
        **edge,
        "basis": [*_listed(edge["basis"]), *more.get("basis", ())],
        "guards": [*guards, *more.get("guards", ())],
        "documents": [*edge.get("documents", ()), *more.get("documents", ())],
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _edge_id(raw: Mapping[str, Any]) -> str:
    return str(raw.get("id") or f"{raw['from']}-{raw['to']}")


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
    return Edge(
        id=_edge_id(raw),
        source=raw["from"],
        target=raw["to"],
        event=raw["event"],
        basis=tuple(map(cite, _listed(raw["basis"]))),
        guards=tuple(guards[key] for key in raw.get("guards", ())),
        documents=tuple(raw.get("documents", ())),
    )


def obstacles(name: str, facts: Mapping[str, Any], to: str, *, overlay: Overlay = Overlay.GENERAL) -> list[Obstacle]:
    """Return every reason against the step, all at once. `facts["step"]` says where it stands. Raises BadProcedure."""
    table = procedure(name, overlay)
    to = table.asked_as.get(to, to)
    step = _check(table, facts, to)
    ways = [edge for edge in table.edges if edge.target == to]
    here = [edge for edge in ways if edge.source == step]
    found = _out_of_turn(table, step, to) if step else []
    return found + _against(here or ways, facts)


def edges_from(name: str, step: str, *, overlay: Overlay = Overlay.GENERAL) -> list[Edge]:
    """Return the ways on from a step. Raises BadProcedure."""
    table = procedure(name, overlay)
    _check(table, {"step": step}, table.first)
    return table.after(step)


def obstacles_of_edge(
    name: str, edge_id: str, facts: Mapping[str, Any], *, overlay: Overlay = Overlay.GENERAL
) -> list[Obstacle]:
    """Return every reason against one way, wherever else leads to the same step. Raises BadProcedure."""
    table = procedure(name, overlay)
    edge = table.edge(edge_id)
    step = _check(table, facts, edge.target)
    found = []
    if step and step != edge.source:
        text = f"现在是「{table.steps[step].name}」，「{edge.event}」要在「{table.steps[edge.source].name}」时进行。"
        found.append(Obstacle(text, edge.basis))
    return found + _against([edge], facts)


def _against(ways: Iterable[Edge], facts: Mapping[str, Any]) -> list[Obstacle]:
    asked = dict.fromkeys(guard for edge in ways for guard in edge.guards)
    return [stands for guard in asked if (stands := guard.stands(facts))]


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

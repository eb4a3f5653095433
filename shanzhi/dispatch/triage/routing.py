"""Which unit should a structured event go to, judged by where such events went before?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from .aliases import Aliases
from .evaluate import curve

COLUMNS = (
    "street_code",
    "community_code",
    "type_code",
    "main_type_code",
    "sub_type_code",
    "property",
    "event_src",
)
# From the general to the particular: what is rare leans on what is more general.
CHAIN: tuple[tuple[str, ...], ...] = (
    (),
    ("type_code",),
    ("main_type_code",),
    ("sub_type_code",),
    ("street_code", "main_type_code"),
    ("street_code", "sub_type_code"),
    ("street_code", "event_src", "sub_type_code"),
    ("community_code", "main_type_code"),
    ("community_code", "sub_type_code"),
    ("community_code", "event_src", "sub_type_code"),
)
# What the linear judge sees together, beside each column alone.
TOGETHER: tuple[tuple[str, ...], ...] = (
    ("street_code", "type_code"),
    ("street_code", "main_type_code"),
    ("street_code", "sub_type_code"),
    ("street_code", "event_src", "sub_type_code"),
    ("community_code", "event_src"),
    ("community_code", "type_code"),
    ("community_code", "main_type_code"),
    ("community_code", "sub_type_code"),
    ("event_src", "main_type_code"),
    ("event_src", "sub_type_code"),
)
LEAN = 3.0  # how many events the more general knowledge counts for

Event = dict[str, str]


@dataclass(frozen=True)
class Router:
    """Three judges, averaged: counts from the general to the particular, trees, and a linear one."""

    units: list[str]
    tables: list[dict[tuple[str, ...], Any]]
    trees: Any
    columns: Any
    linear: Any
    pairs: Any

    @classmethod
    def train(cls, events: Sequence[Event], names: Sequence[str]) -> "Router":
        units = sorted(set(names))
        if len(units) < 2:
            raise ValueError("至少需要两个承办单位的事件才能训练")
        number = {unit: i for i, unit in enumerate(units)}
        answers = [number[name] for name in names]
        tables = [_table(events, names, keys, number) for keys in CHAIN]
        columns, pairs = DictVectorizer(dtype=np.float32, sparse=False), DictVectorizer(dtype=np.float64)
        trees = ExtraTreesClassifier(150, min_samples_leaf=2, max_features=0.3, random_state=0)
        trees.fit(columns.fit_transform([_signs(event) for event in events]), answers)
        linear = LogisticRegression(C=0.3, max_iter=120, tol=1e-3)
        linear.fit(pairs.fit_transform([_signs(event) | _together(event) for event in events]), answers)
        return cls(units, tables, trees, columns, linear, pairs)

    def chances(self, events: Sequence[Event]) -> Any:
        counted = np.array([self._counted(event) for event in events])
        grown = self.trees.predict_proba(self.columns.transform([_signs(e) for e in events]))
        linear = self.linear.predict_proba(self.pairs.transform([_signs(e) | _together(e) for e in events]))
        return (counted + grown + linear) / 3

    def _counted(self, event: Event) -> Any:
        share = np.full(len(self.units), 1 / len(self.units))
        for keys, table in zip(CHAIN, self.tables, strict=True):
            seen = table.get(tuple(event.get(key, "") for key in keys))
            if seen is not None:
                share = (seen + LEAN * share) / (seen.sum() + LEAN)
        return share


def evaluate_routing(train: Sequence[Event], test: Sequence[Event]) -> dict[str, Any]:
    """Top-1 and top-3 on events the router has not seen. What is one unit is learned from the training alone.
    `agency_…` counts the offices of one street as that street: the body a centre would send the event to."""
    seen = [(event["dispose_unit"], event.get("dispose_unit_code") or "") for event in train]
    aliases = Aliases.of(seen, _streets(train))
    router = Router.train(train, [_unit(event, aliases) for event in train])
    chances = router.chances(test)
    truth = [_unit(event, aliases) for event in test]
    homes = [aliases.agency(unit) for unit in router.units]
    agencies = sorted(set(homes))
    into = np.zeros((len(homes), len(agencies)))
    into[np.arange(len(homes)), [agencies.index(home) for home in homes]] = 1
    top1, top3 = _hits(chances, router.units, truth)
    agency_top1, agency_top3 = _hits(chances @ into, agencies, [aliases.agency(unit) for unit in truth])
    sure = chances.max(axis=1)
    right = np.array(router.units)[chances.argmax(axis=1)] == np.array(truth)
    return {
        "top1": top1,
        "top3": top3,
        "agency_top1": agency_top1,
        "agency_top3": agency_top3,
        "names": len({event["dispose_unit"] for event in train}),
        "units": len(router.units),
        "agencies": len(agencies),
        "abstention": curve(sure, right),
        "tested": len(test),
    }


def _hits(chances: Any, names: Sequence[str], truth: Sequence[str]) -> tuple[float, float]:
    best = np.array(names)[np.argsort(-chances, axis=1)[:, :3]] == np.array(truth)[:, None]
    return round(float(best[:, 0].mean()), 4), round(float(best.any(axis=1).mean()), 4)


def _unit(event: Event, aliases: Aliases) -> str:
    return aliases.unit(event["dispose_unit"], event.get("dispose_unit_code") or "")


def _streets(events: Sequence[Event]) -> dict[str, str]:
    """In which street each community lies: where most of its events were."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        community, street = event.get("community") or "", event.get("street") or ""
        if community not in ("", "-") and street.endswith(("街道", "镇", "乡")):
            counts[community][street] += 1
    return {community: streets.most_common(1)[0][0] for community, streets in counts.items()}


def _together(event: Event) -> dict[str, str]:
    return {"+".join(keys): "|".join(event.get(key, "") for key in keys) for keys in TOGETHER}


def _table(
    events: Sequence[Event], names: Sequence[str], keys: tuple[str, ...], number: dict[str, int]
) -> dict[tuple[str, ...], Any]:
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for event, name in zip(events, names, strict=True):
        counts[tuple(event.get(key, "") for key in keys)][name] += 1
    table = {}
    for key, counted in counts.items():
        row = np.zeros(len(number))
        for name, times in counted.items():
            row[number[name]] = times
        table[key] = row
    return table


def _signs(event: Event) -> dict[str, str]:
    return {key: event.get(key, "") for key in COLUMNS}

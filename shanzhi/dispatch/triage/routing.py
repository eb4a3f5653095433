"""Which unit should a structured event go to, judged by where such events went before?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction import DictVectorizer

from .aliases import merged

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
LEAN = 3.0  # how many events the more general knowledge counts for

Event = dict[str, str]


@dataclass(frozen=True)
class Router:
    units: list[str]
    tables: list[dict[tuple[str, ...], Any]]
    trees: Any
    columns: Any

    @classmethod
    def train(cls, events: Sequence[Event], names: Sequence[str]) -> "Router":
        units = sorted(set(names))
        number = {unit: i for i, unit in enumerate(units)}
        tables = [_table(events, names, keys, number) for keys in CHAIN]
        columns = DictVectorizer(dtype=np.float32, sparse=False)
        signs = columns.fit_transform([_signs(event) for event in events])
        trees = ExtraTreesClassifier(150, min_samples_leaf=2, max_features=0.3, random_state=0)
        trees.fit(signs, [number[name] for name in names])
        return cls(units, tables, trees, columns)

    def chances(self, events: Sequence[Event]) -> Any:
        counted = np.array([self._counted(event) for event in events])
        return (counted + self.trees.predict_proba(self.columns.transform([_signs(e) for e in events]))) / 2

    def _counted(self, event: Event) -> Any:
        share = np.full(len(self.units), 1 / len(self.units))
        for keys, table in zip(CHAIN, self.tables, strict=True):
            seen = table.get(tuple(event.get(key, "") for key in keys))
            if seen is not None:
                share = (seen + LEAN * share) / (seen.sum() + LEAN)
        return share


def evaluate_routing(train: Sequence[Event], test: Sequence[Event]) -> dict[str, Any]:
    """Top-1 and top-3 on events the router has not seen; spellings of one unit count as that unit."""
    one = merged([event["dispose_unit"] for event in (*train, *test)])
    router = Router.train(train, [one[event["dispose_unit"]] for event in train])
    chances = router.chances(test)
    best = np.array(router.units)[np.argsort(-chances, axis=1)[:, :3]]
    truth = np.array([one[event["dispose_unit"]] for event in test])
    hit = best == truth[:, None]
    return {
        "top1": round(float(hit[:, 0].mean()), 4),
        "top3": round(float(hit.any(axis=1).mean()), 4),
        "units": len(set(one.values())),
        "names": len(one),
        "tested": len(test),
    }


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

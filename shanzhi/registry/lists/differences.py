"""What would a new list change: which rows are new, changed in which field, or missing?"""

from dataclasses import dataclass, field

from .columns import ListSpec, Record
from .surroundings import Surroundings


@dataclass(frozen=True)
class Change:
    """One field of a row: what it said and what it would say, as printed."""

    heading: str
    before: str
    after: str


@dataclass
class Differences:
    """The rows by key: new ones, changed ones with their fields, those the new list no longer has, and the same."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "missing": len(self.missing), "same": self.same}


def differences(
    spec: ListSpec,
    old: dict[str, Record],
    new: dict[str, Record],
    around: Surroundings,
    told: set[str],
    *,
    partial: bool = False,
) -> Differences:
    """Compare two lists. Columns the file does not have (`told` names those it has) keep what they say.

    A partial list only adds and changes: rows it does not have stay.
    """
    found = Differences(missing=[] if partial else [key for key in old if key not in new])
    for key, record in new.items():
        before = old.get(key)
        if before is None:
            found.new.append(key)
            continue
        for name in set(record) - told:
            record[name] = before[name]
        if before == record:
            found.same += 1
            continue
        found.changed[key] = [
            Change(
                column.heading,
                str(column.reader.show(before[column.name], around)),
                str(column.reader.show(record[column.name], around)),
            )
            for column in spec.columns
            if _plain(before[column.name]) != _plain(record[column.name])
        ]
        if not found.changed[key]:
            del found.changed[key]
            found.same += 1
    return found


def _plain(value: object) -> object:
    """Lists without regard to order, empty values alike."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return value or None if not isinstance(value, bool) else value

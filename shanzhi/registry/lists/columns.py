"""Which columns does a list have, how may they be headed, and where is each kept?"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise

from .cells import Cell

Record = dict[str, Any]


class Reader(Protocol):
    def read(self, cell: Cell, around: Any) -> Any: ...
    def show(self, value: Any, around: Any) -> Cell: ...


class Kept(Enum):
    """How a plain value is kept in the row."""

    AS_IS = "as is"
    DAY = "day"
    MONEY = "money"
    AGENCY = "agency"
    ITEM = "item"
    AREA = "area"
    EVENT_TYPE = "event type"
    LEAD = "lead"
    AGENCIES = "agencies"
    EVENT_TYPES = "event types"
    SUPPORTERS = "agencies and roles"


LINKS = (Kept.AGENCIES, Kept.EVENT_TYPES, Kept.SUPPORTERS)


@dataclass(frozen=True)
class Column:
    """One column: its name in a record and in the row, its heading in our files, other headings, how cells are read."""

    name: str
    heading: str
    reader: Reader
    others: tuple[str, ...] = ()
    kept: Kept = Kept.AS_IS
    required: bool = False
    fills: bool = False
    told: str = ""


@dataclass(frozen=True)
class ListSpec:
    """One kind of list: its columns and what makes a row the same row."""

    kind: str
    title: str | Promise
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: Callable[[Record], str]
    dated: bool = True
    check: Callable[[Record], list[tuple[str, str]]] = lambda record: []
    check_all: Callable[[dict[str, Record], Any], list[tuple[str, str, str]]] = lambda records, around: []
    hint: str | Promise = ""

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def links(self) -> list[Column]:
        return [column for column in self.columns if column.kept in LINKS]

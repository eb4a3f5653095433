"""Every write of the registry."""

from .delegations import give_item, publish_delegation, take_back
from .lists import discard_draft, draft_list, map_columns, put_in_force, restore_version
from .rows import (
    import_year,
    open_account,
    open_county,
    raise_map_version,
    retire_row,
    save_county,
    save_row,
)

__all__ = [
    "discard_draft",
    "draft_list",
    "give_item",
    "import_year",
    "map_columns",
    "open_account",
    "open_county",
    "publish_delegation",
    "put_in_force",
    "raise_map_version",
    "restore_version",
    "retire_row",
    "save_county",
    "save_row",
    "take_back",
]

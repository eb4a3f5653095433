"""Screens of the registry, by noun."""

from .county import areas_geojson, calendar, edit_county, import_year
from .delegations import delegations, give_item, publish_delegation, take_back, township
from .imports import (
    discard_draft,
    list_columns,
    list_faults,
    list_file,
    list_home,
    list_trial,
    list_versions,
    put_in_force,
    restore_version,
    upload_list,
    version_file,
)
from .lists import edit_row, registry_home, retire_row, row_list
from .people import create_account, end_grant, give_grant, people, person, reset_password, set_active
from .published import boundary_line, boundary_lines, duties, item, items

__all__ = [
    "areas_geojson",
    "boundary_line",
    "boundary_lines",
    "calendar",
    "create_account",
    "delegations",
    "discard_draft",
    "duties",
    "edit_county",
    "edit_row",
    "end_grant",
    "give_grant",
    "give_item",
    "import_year",
    "item",
    "items",
    "list_columns",
    "list_faults",
    "list_file",
    "list_home",
    "list_trial",
    "list_versions",
    "people",
    "person",
    "publish_delegation",
    "put_in_force",
    "registry_home",
    "reset_password",
    "restore_version",
    "retire_row",
    "row_list",
    "set_active",
    "take_back",
    "township",
    "upload_list",
    "version_file",
]

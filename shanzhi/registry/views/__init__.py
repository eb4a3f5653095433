"""Screens of the registry, by noun."""

from .county import areas_geojson, calendar, edit_county, import_year
from .lists import edit_row, registry_home, retire_row, row_list
from .people import create_account, end_grant, give_grant, people, person, reset_password, set_active

__all__ = [
    "areas_geojson",
    "calendar",
    "create_account",
    "edit_county",
    "edit_row",
    "end_grant",
    "give_grant",
    "import_year",
    "people",
    "person",
    "registry_home",
    "reset_password",
    "retire_row",
    "row_list",
    "set_active",
]

"""Reads of the registry that other rooms ask for, by question."""

from .counties import calendar_of, county_named, default_county, forget_counties, missing_year, work_hours_of
from .people import agency_subtree, certificate_state, officer_of, officers_in, people_listed, units_named, within
from .places import Place, area_names, areas_below, forget_maps, place_at
from .routing import Routing, Suggestion, routing

__all__ = [
    "Place",
    "Routing",
    "Suggestion",
    "agency_subtree",
    "area_names",
    "areas_below",
    "calendar_of",
    "certificate_state",
    "county_named",
    "default_county",
    "forget_counties",
    "forget_maps",
    "missing_year",
    "officer_of",
    "officers_in",
    "people_listed",
    "place_at",
    "routing",
    "units_named",
    "within",
    "work_hours_of",
]

"""Reads of the registry that other rooms ask for, by question."""

from .counties import calendar_of, county_named, default_county, forget_counties, missing_year, work_hours_of
from .duties import LineFound, TownshipDuty, boundary_lines_for, duty_of_township
from .items import Competence, competence, item_named, listed_on, usable_delegations, usable_items
from .people import agency_subtree, certificate_state, officer_of, officers_in, people_listed, units_named, within
from .places import Place, area_names, areas_below, forget_maps, place_at
from .published import discretion_steps, leniency_entries
from .routing import Router, Routing, Suggestion, Usual, local_agency, routing, routings, usual

__all__ = [
    "Competence",
    "LineFound",
    "Place",
    "Router",
    "Routing",
    "Suggestion",
    "TownshipDuty",
    "Usual",
    "agency_subtree",
    "area_names",
    "areas_below",
    "boundary_lines_for",
    "calendar_of",
    "certificate_state",
    "competence",
    "county_named",
    "default_county",
    "discretion_steps",
    "duty_of_township",
    "forget_counties",
    "forget_maps",
    "item_named",
    "leniency_entries",
    "listed_on",
    "local_agency",
    "missing_year",
    "officer_of",
    "officers_in",
    "people_listed",
    "place_at",
    "routing",
    "routings",
    "units_named",
    "usable_delegations",
    "usable_items",
    "usual",
    "within",
    "work_hours_of",
]

"""In whose name do the agencies of the sample county write?"""

from typing import Any

from shanzhi.dossier.models import Letterhead
from shanzhi.registry.models import Agency

from .files import read_yaml
from .ground import Clerk


def add_letterheads(clerk: Clerk, agencies: dict[str, Agency]) -> None:
    """Write the letterheads of the departments that penalise, and of every township."""
    data = read_yaml("letterheads")
    rows = [_letterhead(clerk, data, agencies[row["code"]], row) for row in data["agencies"]]
    if data["townships"]:
        towns = (agency for agency in agencies.values() if agency.kind == Agency.Kind.TOWNSHIP)
        rows += [_letterhead(clerk, data, town, {"mark": f"示{town.short_name}"}) for town in towns]
    clerk.add(rows, "dossier.letterhead_kept")


def _letterhead(clerk: Clerk, data: dict[str, Any], agency: Agency, row: dict[str, Any]) -> Letterhead:
    return Letterhead(
        county=clerk.county,
        agency=agency,
        full_name=agency.name,
        mark=row["mark"],
        review_organ=row.get("review_organ", data["review_organ"]),
        court=data["court"],
        is_sample=True,
        **data["bank"],
    )

"""Who and what takes part in the sample county's histories?"""

from dataclasses import dataclass, field
from typing import Any

from shanzhi.identity.models import User
from shanzhi.intake.photos import KeptPhoto
from shanzhi.registry.models import Agency, Area, County, EventType, Officer


@dataclass
class Cast:
    """Everything the histories need to know of the county just made, by the keys of the sample files."""

    county: County
    areas: dict[str, Area]
    agencies: dict[str, Agency]
    types: dict[str, EventType]
    users: dict[str, User]
    officers: dict[str, Officer]
    photos: dict[tuple[Any, ...], KeptPhoto] = field(default_factory=dict)

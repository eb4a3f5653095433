"""What is there in the county: ground, agencies, people in office, kinds of events, published lists, who answers for what?"""

from .county import CalendarDay, County
from .duties import BoundaryLine, TerritorialDuty
from .event_types import EventType, LimitUnit, ResponsibilityRule, Tile
from .firms import Firm
from .ground import Area, District, MapVersion
from .items import Concentration, Delegation, DiscretionStep, Item, LeniencyEntry
from .lists import ColumnName, ListDraft, ListKind, ListRow, ListVersion, RowChange
from .people import Agency, Officer
from .signs import SensitiveSign, Sign

__all__ = [
    "Agency",
    "Area",
    "BoundaryLine",
    "CalendarDay",
    "ColumnName",
    "Concentration",
    "County",
    "Delegation",
    "DiscretionStep",
    "District",
    "EventType",
    "Firm",
    "Item",
    "LeniencyEntry",
    "LimitUnit",
    "ListDraft",
    "ListKind",
    "ListRow",
    "ListVersion",
    "MapVersion",
    "Officer",
    "ResponsibilityRule",
    "RowChange",
    "SensitiveSign",
    "Sign",
    "TerritorialDuty",
    "Tile",
]

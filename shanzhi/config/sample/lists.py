"""Which published lists does the sample county have? They come in through the importer, as a county's own would."""

from datetime import date

from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.actions import draft_list, put_in_force
from shanzhi.registry.lists.kinds import SPECS
from shanzhi.registry.models import ListKind

from .files import FOLDER, NoSampleFiles

KINDS = (
    ListKind.ITEMS,
    ListKind.CONCENTRATIONS,
    ListKind.DELEGATIONS,
    ListKind.BOUNDARIES,
    ListKind.DUTIES,
    ListKind.DISCRETION,
    ListKind.LENIENCY,
    ListKind.SIGNS,
)
VALID_FROM = date(2025, 1, 1)
SOURCE = "示例清单：条文取自公开法规，分工和编号都是示例"


def add_lists(county: str, on: date) -> None:
    """Put the sample lists in force: items first, for the others name them."""
    for kind in KINDS:
        path = FOLDER / "lists" / f"{kind}.csv"
        if not path.is_file():
            raise NoSampleFiles(f"找不到示例清单 {path.name}：示例县随源码提供，请在完整的代码目录里运行。")
        version = draft_list(county=county, kind=kind, file_name=path.name, data=path.read_bytes(), by=SYSTEM)
        put_in_force(
            version_id=version.pk,
            valid_from=VALID_FROM if SPECS[kind].dated else on,
            source=SOURCE,
            by=SYSTEM,
            on=on,
            is_sample=True,
        )

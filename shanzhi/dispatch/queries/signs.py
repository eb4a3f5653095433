"""By which words does this county recognise a sensitive report?"""

from shanzhi.registry.models import SensitiveSign

from ..rules.alarms import OWN, Signs


def signs_of(county: str) -> Signs:
    """Return the county's own rows over those the product brings along; a row out of use switches its sign off."""
    rows = list(SensitiveSign.objects.filter(county=county))
    if not rows:
        return OWN
    own = {row.code: row.words if row.is_active else [] for row in rows}
    named = frozenset(own)
    urgent = frozenset(row.code for row in rows if row.is_urgent)
    restricted = frozenset(row.code for row in rows if row.is_restricted)
    return Signs({**OWN.words, **own}, (OWN.urgent - named) | urgent, (OWN.restricted - named) | restricted)

"""What may a reporter expect before anybody has looked: who usually handles such things here, and how long at most?"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.registry.queries import usual

from ..models import Report

LIMITS = {
    "hour": _l("%(n)s 小时"),
    "working_hour": _l("%(n)s 个工作小时"),
    "day": _l("%(n)s 天"),
    "working_day": _l("%(n)s 个工作日"),
}
MOST_UNITS = 4


def expected_of(report: Report) -> str:
    """Return one sentence with unit and limit; nothing when the report names no kind of thing."""
    found = usual(report.county, report.tile, report.area_code)
    if found is None or report.is_outside:
        return ""
    limit = str(LIMITS[found.unit]) % {"n": found.value}
    # Units have Chinese names only; a reader of English is told how long, and who once it is assigned.
    if not 0 < len(found.units) <= MOST_UNITS or (get_language() or "").startswith("en"):
        return _("这类事项由中心确定责任单位，从派单起一般最长 %(limit)s。") % {"limit": limit}
    units = _("、").join(found.units[:-1])
    units = _("%(units)s或%(last)s") % {"units": units, "last": found.units[-1]} if units else found.units[-1]
    return _("这类事项在这里按情形由%(units)s办理，从派单起一般最长 %(limit)s。") % {"units": units, "limit": limit}

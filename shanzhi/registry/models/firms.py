"""Which firms and premises are known in the county?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow

from .ground import Area
from .people import Agency


class Firm(CountyRow):
    """Somebody who does business here, with the unified social credit code where he has one."""

    name = models.CharField(_("名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="firms", verbose_name=_("所在区域")
    )
    supervised_by = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="supervised_firms", verbose_name=_("监管单位")
    )
    industry_code = models.CharField(_("行业代码（GB/T 4754）"), max_length=4, blank=True)
    tags = models.CharField(_("标签"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    lon = models.FloatField(_("经度（WGS-84）"), null=True, blank=True)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True, blank=True)
    is_active = models.BooleanField(_("在业"), default=True)

    class Meta:
        verbose_name = _("经营主体")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "credit_code"], name="firm_credit_code", condition=~Q(credit_code="")
            ),
        ]
        indexes = [
            models.Index(fields=["county", "name"], name="firm_name"),
            models.Index(fields=["county", "area"], name="firm_area"),
        ]

    def __str__(self) -> str:
        return self.name

"""In whose name does an agency write, with which number, to which bank and to which reviewing government?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow
from shanzhi.registry.models import Agency

from .files import StoredFile


class Letterhead(CountyRow):
    """An agency's own words on its documents. How a number is written is the county's choice, not ours."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="letterhead", verbose_name=_("制作机关"))
    full_name = models.CharField(_("机关全称"), max_length=80)
    mark = models.CharField(_("机关代字"), max_length=20)
    pattern = models.CharField(_("文号格式"), max_length=60, default="{mark}{kind}字〔{year}〕第{serial}号")
    serial_width = models.PositiveSmallIntegerField(_("序号位数"), default=6)
    address = models.CharField(_("机关地址"), max_length=120, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    bank_name = models.CharField(_("代收银行"), max_length=80, blank=True)
    bank_address = models.CharField(_("代收银行地址"), max_length=120, blank=True)
    bank_account = models.CharField(_("缴款账号或缴款码说明"), max_length=80, blank=True)
    review_organ = models.CharField(_("行政复议机关"), max_length=80, blank=True)
    review_address = models.CharField(_("行政复议机构地址"), max_length=120, blank=True)
    review_online = models.CharField(_("网上复议渠道"), max_length=120, blank=True)
    court = models.CharField(_("管辖法院"), max_length=80, blank=True)
    seal_image = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("印章图样")
    )
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("发文信息")
        constraints = [models.UniqueConstraint(fields=["county", "mark"], name="letterhead_mark")]

    def __str__(self) -> str:
        return self.full_name


class NumberSeries(CountyRow):
    """The last number given, by agency, year and kind. Locked while a number is given, so that none is lost."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="number_series", verbose_name=_("制作机关"))
    kind = models.CharField(_("文种代字"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("最后序号"), default=0)

    class Meta:
        verbose_name = _("文号序列")
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind}〔{self.year}〕{self.last}"

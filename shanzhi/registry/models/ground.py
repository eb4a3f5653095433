"""Which pieces of ground does the county have, and how are they grouped?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


class Area(CountyRow):
    """A piece of ground: county, town, village or grid. The code of a part begins with the code of the whole."""

    class Level(models.TextChoices):
        COUNTY = "county", _("县")
        TOWN = "town", _("乡镇（街道）")
        VILLAGE = "village", _("村（社区）")
        GRID = "grid", _("网格")

    code = models.CharField(_("区划代码"), max_length=15)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("上级区域")
    )
    lon = models.FloatField(_("经度（WGS-84）"), null=True, blank=True)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True, blank=True)
    geometry = models.JSONField(_("边界（GeoJSON，WGS-84）"), null=True, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("区域")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="area_code")]
        indexes = [models.Index(fields=["county", "level", "code"], name="area_level")]

    def __str__(self) -> str:
        return self.name


class MapVersion(models.Model):
    """Goes up whenever a boundary changes; every process that keeps polygons in memory then reads them again."""

    county = models.CharField(max_length=6, primary_key=True)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("边界版本")

    def __str__(self) -> str:
        return f"{self.county} v{self.version}"


class District(CountyRow):
    """A 片区: towns grouped for command, as the county sees fit."""

    code = models.CharField(_("片区代码"), max_length=20)
    name = models.CharField(_("片区"), max_length=40)
    towns = models.ManyToManyField(Area, related_name="districts", verbose_name=_("乡镇（街道）"), blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("片区")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="district_code")]

    def __str__(self) -> str:
        return self.name

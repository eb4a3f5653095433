"""Which kinds of events are there, and who answers for each?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow

from .people import Agency


class LimitUnit(models.TextChoices):
    HOUR = "hour", _("小时")
    WORKING_HOUR = "working_hour", _("工作时")
    DAY = "day", _("日")
    WORKING_DAY = "working_day", _("工作日")


class EventType(CountyRow):
    """A kind of event (tree): when it is filed, how long it may take, when it counts as done."""

    code = models.CharField(_("类型代码"), max_length=20)
    name = models.CharField(_("类型名称"), max_length=60)
    english_name = models.CharField(_("英文名"), max_length=80, blank=True)
    plain_name = models.CharField(_("群众用语"), max_length=60, blank=True)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("关键词"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("上级类型")
    )
    tile = models.CharField(_("反映入口"), max_length=20, blank=True)
    filing_criterion = models.CharField(_("立案条件"), max_length=300, blank=True)
    closing_criterion = models.CharField(_("结案条件"), max_length=300, blank=True)
    limit_value = models.PositiveSmallIntegerField(_("办理时限"), default=5)
    limit_unit = models.CharField(_("时限单位"), max_length=12, choices=LimitUnit, default=LimitUnit.WORKING_DAY)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    near_metres = models.PositiveIntegerField(_("相近范围（米）"), default=100)
    near_days = models.PositiveSmallIntegerField(_("相近时段（日）"), default=15)
    is_sensitive = models.BooleanField(_("敏感"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("事件类型")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="event_type_code"),
            models.CheckConstraint(condition=Q(limit_value__gte=1), name="event_type_limit"),
        ]

    def __str__(self) -> str:
        return self.name


class Tile(CountyRow):
    """A large choice on the public report page: everyday words for a group of event types."""

    code = models.CharField(_("入口代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=20)
    english_name = models.CharField(_("英文名"), max_length=40)
    hint = models.CharField(_("说明"), max_length=60, blank=True)
    english_hint = models.CharField(_("英文说明"), max_length=80, blank=True)
    icon = models.CharField(_("图标"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("反映入口")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="tile_code")]

    def __str__(self) -> str:
        return self.name


class ResponsibilityRule(CountyRow):
    """Who answers for a type of event on a piece of ground, with the ground he stands on."""

    class Target(models.TextChoices):
        TOWN_TEAM = "town_team", _("属地执法队")
        TOWNSHIP = "township", _("属地乡镇（街道）")
        VILLAGE = "village", _("属地村（居）委会")
        AGENCY = "agency", _("指定单位")

    event_type = models.ForeignKey(EventType, models.CASCADE, related_name="rules", verbose_name=_("事件类型"))
    area_code = models.CharField(_("适用区域代码前缀"), max_length=15, blank=True)
    target = models.CharField(_("责任单位"), max_length=12, choices=Target)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("指定单位")
    )
    assisting = models.ManyToManyField(Agency, related_name="assist_rules", verbose_name=_("协办单位"), blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    priority = models.SmallIntegerField(_("优先级"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("责任规则")
        ordering = ["-priority", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target="agency", agency__isnull=False) | (~Q(target="agency") & Q(agency__isnull=True)),
                name="rule_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} → {self.agency or self.get_target_display()}"

"""Whose matter is it, who helps, who supervises, and what may a township be asked to do?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .event_types import EventType, ResponsibilityRule
from .lists import ListRow
from .people import Agency


class BoundaryLine(ListRow):
    """One line of the duty boundary list 职责边界清单. A lead without a named agency is the one of the place."""

    code = models.CharField(_("编号"), max_length=40)
    matter = models.CharField(_("事项"), max_length=200)
    field = models.CharField(_("领域"), max_length=40, blank=True)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("关键词"), default=list, blank=True)
    event_types = models.ManyToManyField(
        EventType, related_name="boundary_lines", verbose_name=_("事件类型"), blank=True
    )
    lead_role = models.CharField(
        _("牵头角色"),
        max_length=12,
        choices=ResponsibilityRule.Target,
        default=ResponsibilityRule.Target.AGENCY,
    )
    lead = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="led_lines", verbose_name=_("牵头单位")
    )
    supporters = models.ManyToManyField(Agency, related_name="supported_lines", verbose_name=_("配合单位"), blank=True)
    supporter_roles = ArrayField(models.CharField(max_length=12), verbose_name=_("配合角色"), default=list, blank=True)
    supervisor = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="supervised_lines", verbose_name=_("监管单位")
    )
    case_taker = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="taken_lines", verbose_name=_("立案查处单位")
    )
    called = models.ManyToManyField(Agency, related_name="called_lines", verbose_name=_("应召到场单位"), blank=True)
    call_minutes = models.PositiveSmallIntegerField(_("到场时限（分钟）"), null=True, blank=True)
    supervision = models.TextField(_("监管职责"), blank=True)
    handed_over = models.TextField(_("移送内容"), blank=True)
    feedback = models.TextField(_("反馈要求"), blank=True)
    legal_bases = models.JSONField(_("依据"), default=list, blank=True)

    class Meta:
        verbose_name = _("职责边界")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"], name="boundary_code", condition=models.Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                condition=models.Q(lead_role="agency", lead__isnull=False)
                | (~models.Q(lead_role="agency") & models.Q(lead__isnull=True)),
                name="boundary_lead",
            ),
        ]
        indexes = [models.Index(fields=["county", "field", "code"], name="boundary_field")]

    def __str__(self) -> str:
        return f"{self.code} {self.matter}"

    @property
    def lead_name(self) -> str:
        return str(self.lead or self.get_lead_role_display())

    @property
    def supporter_names(self) -> list[str]:
        """Agencies and roles that help, as printed."""
        roles = dict(ResponsibilityRule.Target.choices)
        return [*(str(one) for one in self.supporters.all()), *(str(roles[role]) for role in self.supporter_roles)]


class TerritorialDuty(ListRow):
    """One line of the territorial duty list 属地管理清单. No townships named means every township of the county."""

    code = models.CharField(_("编号"), max_length=40)
    matter = models.CharField(_("事项"), max_length=200)
    field = models.CharField(_("领域"), max_length=40, blank=True)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("关键词"), default=list, blank=True)
    event_types = models.ManyToManyField(
        EventType, related_name="territorial_duties", verbose_name=_("事件类型"), blank=True
    )
    department = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="led_duties", verbose_name=_("主管部门")
    )
    department_duty = models.TextField(_("部门职责"), blank=True)
    township_duty = models.TextField(_("乡镇（街道）职责"))
    townships = models.ManyToManyField(
        Agency, related_name="territorial_duties", verbose_name=_("适用乡镇（街道）"), blank=True
    )
    legal_bases = models.JSONField(_("依据"), default=list, blank=True)

    class Meta:
        verbose_name = _("属地管理")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"], name="duty_code", condition=models.Q(valid_to__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.matter}"

"""Which offices and people in office are there?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.models import User
from shanzhi.ledger.rows import CountyRow

from .ground import Area


class Agency(CountyRow):
    """An office that can be given work."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("社会治理中心")
        GUIDANCE = "guidance", _("综合执法指导机构")
        DEPARTMENT = "department", _("部门")
        BUREAU = "bureau", _("综合行政执法局")
        TOWNSHIP = "township", _("乡镇（街道）")
        TEAM = "team", _("执法队")
        VILLAGE = "village", _("村（居）委会")
        OTHER = "other", _("其他单位")

    code = models.CharField(_("机构代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=30)
    english_name = models.CharField(_("英文名"), max_length=100, blank=True)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name=_("别名"), default=list, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("上级机构")
    )
    guided_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("业务指导单位")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name=_("辖区")
    )
    phone = models.CharField(_("值班电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="agency_code")]
        indexes = [models.Index(fields=["county", "kind"], name="agency_kind")]

    def __str__(self) -> str:
        return self.short_name or self.name


class Officer(CountyRow):
    """Somebody in office: paid by one unit, working in another, guided by a third."""

    class Standing(models.TextChoices):
        OFFICER = "officer", _("执法人员")
        AUXILIARY = "auxiliary", _("执法辅助人员")
        GRID_WORKER = "grid", _("网格员")
        STAFF = "staff", _("工作人员")

    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="officer", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=40)
    standing = models.CharField(_("身份类别"), max_length=10, choices=Standing, default=Standing.STAFF)
    working_agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers", verbose_name=_("工作单位"))
    payroll_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="paid_officers", verbose_name=_("编制单位")
    )
    guidance_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="guided_officers", verbose_name=_("业务指导单位")
    )
    post = models.CharField(_("职务"), max_length=40, blank=True)
    phone = models.CharField(_("工作电话"), max_length=30, blank=True)
    certificate_no = models.CharField(_("执法证号"), max_length=30, blank=True)
    certificate_scope = models.CharField(_("执法范围"), max_length=120, blank=True)
    certificate_until = models.DateField(_("执法证有效期至"), null=True, blank=True)
    areas = models.ManyToManyField(Area, related_name="officers", verbose_name=_("责任网格"), blank=True)
    is_active = models.BooleanField(_("在岗"), default=True)

    class Meta:
        verbose_name = _("人员")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "certificate_no"], name="certificate_no", condition=~Q(certificate_no="")
            ),
        ]
        indexes = [models.Index(fields=["working_agency", "is_active"], name="officer_agency")]

    def __str__(self) -> str:
        return self.name

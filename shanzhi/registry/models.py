"""What is there in the county: ground, agencies, people in office, kinds of events, who answers for what?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.models import User
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


class CalendarDay(CountyRow):
    """A day the State Council's yearly notice makes a holiday or a working day, imported when the notice is out."""

    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("工作日"))
    name = models.CharField(_("名称"), max_length=20, blank=True)
    source = models.CharField(_("来源"), max_length=100)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("工作日历")
        constraints = [models.UniqueConstraint(fields=["county", "day"], name="calendar_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class County(models.Model):
    """The county's own parameters: names and numbers that belong to a place never stand in code (P21)."""

    code = models.CharField(_("县（市、区）代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=30)
    english_name = models.CharField(_("英文名"), max_length=60)
    service_name = models.CharField(_("群众服务名称"), max_length=30, default="云执法")
    hotline = models.CharField(_("服务电话"), max_length=30, default="12345")
    public_url = models.URLField(_("公开网址"), blank=True)
    office_opens = models.CharField(_("上班时段"), max_length=60, default="08:30-12:00,14:00-17:30")
    warn_hours = models.PositiveSmallIntegerField(_("临期提醒（工作时）"), default=8)
    return_hours = models.PositiveSmallIntegerField(_("退回裁定时限（工作时）"), default=4)
    assist_days = models.PositiveSmallIntegerField(_("协办默认时限（工作日）"), default=2)
    reopen_days = models.PositiveSmallIntegerField(_("可要求重办的天数"), default=15)
    report_per_browser_hour = models.PositiveSmallIntegerField(_("每设备每小时反映上限"), default=20)
    report_per_address_hour = models.PositiveIntegerField(_("每地址每小时核验阈值"), default=300)
    is_sample = models.BooleanField(_("示例县"), default=False)
    min_lon = models.FloatField(default=-180)
    min_lat = models.FloatField(default=-90)
    max_lon = models.FloatField(default=180)
    max_lat = models.FloatField(default=90)

    class Meta:
        verbose_name = _("县级参数")

    def __str__(self) -> str:
        return self.name

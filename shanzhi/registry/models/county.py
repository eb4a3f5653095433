"""What are the county's own names, numbers and working days?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


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

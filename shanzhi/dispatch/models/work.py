"""What is on the worklist, and in which views do people look at it?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.models import User
from shanzhi.ledger.rows import CountyRow
from shanzhi.registry.models import Agency, Officer


class WorkItem(models.Model):
    """One line of the worklist, whatever it is about: a matter, a task, later a case or a visit (待办).

    Written by the actions of the room that owns the subject, in the same transaction; never edited by hand.
    """

    subject_id = models.UUIDField(_("对象"), primary_key=True)
    county = models.CharField(_("县（市、区）代码"), max_length=6)
    kind = models.CharField(_("种类"), max_length=10)
    matter_id = models.UUIDField(_("事件"), null=True)
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("事项"), max_length=120)
    step = models.CharField(_("当前环节"), max_length=12)
    step_label = models.CharField(_("环节名称"), max_length=20)
    place_text = models.CharField(_("地点"), max_length=160, blank=True)
    area_code = models.CharField(_("区域代码"), max_length=15, blank=True)
    type_code = models.CharField(_("类型代码"), max_length=20, blank=True)
    source = models.CharField(_("来源"), max_length=10, blank=True)
    urgency = models.SmallIntegerField(_("紧急程度"), default=0)
    alarms = ArrayField(models.CharField(max_length=20), verbose_name=_("提示"), default=list, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="work_items", verbose_name=_("责任单位"))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="work_items", verbose_name=_("经办人"))
    lon = models.FloatField(_("经度（WGS-84）"), null=True)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True)
    opened_at = models.DateTimeField(_("进入时间"))
    due_at = models.DateTimeField(_("到期时间"), null=True)
    due_is_provisional = models.BooleanField(_("期限为暂按"), default=False)
    paused_for = models.CharField(_("中止事由"), max_length=60, blank=True)
    report_count = models.PositiveIntegerField(_("诉求数"), default=0)
    sort_at = models.DateTimeField(_("排序时间"))
    is_open = models.BooleanField(_("未结"), default=True)

    class Meta:
        verbose_name = _("待办")
        indexes = [
            models.Index(fields=["county", "sort_at", "subject_id"], name="work_open", condition=Q(is_open=True)),
            models.Index(fields=["agency", "sort_at", "subject_id"], name="work_agency", condition=Q(is_open=True)),
            models.Index(fields=["officer", "sort_at", "subject_id"], name="work_officer", condition=Q(is_open=True)),
            models.Index(
                fields=["county", "step", "sort_at", "subject_id"], name="work_step", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["county", "-opened_at", "-subject_id"], name="work_closed", condition=Q(is_open=False)
            ),
            models.Index(fields=["county", "number"], name="work_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SavedView(CountyRow):
    """A set of worklist filters under a name of one's own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("账号"))
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选"), max_length=500)

    class Meta:
        verbose_name = _("常用筛选")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name

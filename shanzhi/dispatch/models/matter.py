"""What does the county handle, who has it in hand, until when?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.intake.models import Report, Source
from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency, EventType, LimitUnit, Officer


class Step(models.TextChoices):
    """Where a matter stands (事件环节). The edges are a table in rules.py."""

    PENDING = "pending", _("待受理")
    ACCEPTED = "accepted", _("待派单")
    REFUSED = "refused", _("不予受理")
    ASSIGNED = "assigned", _("待签收")
    SIGNED = "signed", _("已签收")
    IN_HAND = "in_hand", _("处置中")
    LONG_TERM = "long_term", _("挂账")
    ANSWERED = "answered", _("待核查")
    VERIFIED = "verified", _("待办结")
    CLOSED = "closed", _("已办结")
    RATED = "rated", _("已评价")
    ARCHIVED = "archived", _("已归档")
    MERGED = "merged", _("已并入")
    WITHDRAWN = "withdrawn", _("已撤回")


class Urgency(models.IntegerChoices):
    NORMAL = 0, _("一般")
    URGENT = 1, _("较急")
    EMERGENCY = 2, _("紧急")


class Matter(CountyRow):
    """A thing the county handles; reports attach to it (事件)."""

    number = models.CharField(_("事件编号"), max_length=20, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    source = models.CharField(_("来源"), max_length=10, choices=Source)
    tile = models.CharField(_("反映入口"), max_length=20, blank=True)
    event_type = models.ForeignKey(
        EventType, models.PROTECT, null=True, related_name="matters", verbose_name=_("事件类型")
    )
    area_code = models.CharField(_("区域代码"), max_length=15, blank=True)
    place_text = models.CharField(_("地点"), max_length=160, blank=True)
    lon = models.FloatField(_("经度（WGS-84）"), null=True)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True)
    urgency = models.SmallIntegerField(_("紧急程度"), choices=Urgency, default=Urgency.NORMAL)
    alarms = ArrayField(models.CharField(max_length=20), verbose_name=_("提示"), default=list, blank=True)
    is_restricted = models.BooleanField(_("限制阅看"), default=False)
    step = models.CharField(_("环节"), max_length=10, choices=Step, default=Step.PENDING)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="matters", verbose_name=_("主办单位"))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="matters", verbose_name=_("经办人"))
    step_at = models.DateTimeField(_("进入本环节的时间"))
    opened_at = models.DateTimeField(_("进入时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True)
    assigned_at = models.DateTimeField(_("派单时间"), null=True)
    limit_value = models.PositiveSmallIntegerField(_("时限"), null=True)
    limit_unit = models.CharField(_("时限单位"), max_length=12, choices=LimitUnit, blank=True)
    due_at = models.DateTimeField(_("到期时间"), null=True)
    due_is_provisional = models.BooleanField(_("期限为暂按"), default=False)
    paused_for = models.CharField(_("中止事由"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    refusal = models.TextField(_("不予受理理由"), blank=True)
    review_on = models.DateField(_("挂账复查日"), null=True)
    report_count = models.PositiveIntegerField(_("诉求数"), default=0)
    reopened_count = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    send_back_count = models.PositiveSmallIntegerField(_("退回重做次数"), default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", verbose_name=_("并入"))
    spread_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="spread", verbose_name=_("巡查起因")
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("事件")
        indexes = [
            models.Index(fields=["county", "opened_at", "id"], name="matter_opened"),
            models.Index(fields=["agency", "opened_at"], name="matter_agency"),
            models.Index(fields=["event_type", "opened_at"], name="matter_type"),
            models.Index(fields=["county"], name="matter_restricted", condition=models.Q(is_restricted=True)),
            models.Index(fields=["review_on"], name="matter_review", condition=Q(step="long_term")),
        ]
        constraints = [
            # An officer without his agency would vanish from the agency's list (P22): the database says no.
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | Q(agency__isnull=False), name="matter_officer_has_agency"
            ),
            models.CheckConstraint(
                condition=~Q(step__in=["assigned", "signed", "in_hand"]) | Q(agency__isnull=False),
                name="matter_in_work_has_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportLink(Row):
    """A report attached to a matter; detaching keeps the row."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="links", verbose_name=_("诉求"))
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="links", verbose_name=_("事件"))
    by_id = models.UUIDField(_("操作人"), null=True)
    at = models.DateTimeField(_("时间"))
    detached_at = models.DateTimeField(_("解除时间"), null=True)

    class Meta:
        verbose_name = _("诉求归并")
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="one_matter_a_report", condition=Q(detached_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["matter", "at"], name="link_matter")]

    def __str__(self) -> str:
        return f"{self.report} → {self.matter}"

"""Who has to do what about a matter, and what was asked about its time?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency, LimitUnit, Officer

from .matter import Matter


class Task(CountyRow):
    """What one unit has to do about a matter: lead it, assist, or patrol around it (派单)."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSIST = "assist", _("协办")
        PATROL = "patrol", _("扩大巡查")

    class State(models.TextChoices):
        SENT = "sent", _("待签收")
        SIGNED = "signed", _("已签收")
        RETURN_ASKED = "return_asked", _("申请退回，待裁定")
        DONE = "done", _("已完成")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已收回")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tasks", verbose_name=_("事件"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tasks", verbose_name=_("承办单位"))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="tasks", verbose_name=_("经办人"))
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.SENT)
    demand = models.CharField(_("要求"), max_length=400, blank=True)
    reason = models.CharField(_("派单理由"), max_length=300, blank=True)
    place_text = models.CharField(_("地点"), max_length=160, blank=True)
    sent_at = models.DateTimeField(_("派单时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    due_at = models.DateTimeField(_("到期时间"))
    due_is_provisional = models.BooleanField(_("期限为暂按"), default=False)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    result = models.TextField(_("结果"), blank=True)
    found_problem = models.BooleanField(_("发现问题"), null=True)

    class Meta:
        verbose_name = _("派单")
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], name="one_open_lead", condition=Q(kind="lead", ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["matter", "agency", "kind", "place_text"],
                name="one_open_task",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "sent_at"], name="task_matter"),
            models.Index(fields=["agency", "due_at"], name="task_open", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.agency}"


class Return(Row):
    """A unit says a task is not its own: by which rule, and whose it is. The centre decides."""

    class Ruling(models.TextChoices):
        OPEN = "open", _("待裁定")
        UPHELD = "upheld", _("同意退回")
        REJECTED = "rejected", _("不同意退回")

    task = models.ForeignKey(Task, models.PROTECT, related_name="returns", verbose_name=_("派单"))
    rule = models.CharField(_("依据"), max_length=300)
    proposed = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("建议承办单位"))
    reason = models.CharField(_("理由"), max_length=400)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by_id = models.UUIDField(_("申请人"))
    decide_by = models.DateTimeField(_("裁定期限"))
    ruling = models.CharField(_("裁定"), max_length=8, choices=Ruling, default=Ruling.OPEN)
    ruling_reason = models.CharField(_("裁定理由"), max_length=400, blank=True)
    ruled_at = models.DateTimeField(_("裁定时间"), null=True)
    ruled_by_id = models.UUIDField(_("裁定人"), null=True)

    class Meta:
        verbose_name = _("退回申请")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.task} {self.get_ruling_display()}"


class ClockChange(Row):
    """A pause or an extension of a matter's time, with its ground and who allowed it."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("中止")
        EXTENSION = "extension", _("延期")

    class State(models.TextChoices):
        ASKED = "asked", _("待批准")
        GRANTED = "granted", _("已批准")
        REFUSED = "refused", _("未批准")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clock_changes", verbose_name=_("事件"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    ground = models.CharField(_("事由"), max_length=60)
    reason = models.CharField(_("说明"), max_length=400)
    value = models.PositiveSmallIntegerField(_("延长"), null=True)
    unit = models.CharField(_("单位"), max_length=12, choices=LimitUnit, blank=True)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by_id = models.UUIDField(_("申请人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by_id = models.UUIDField(_("决定人"), null=True)
    decision_reason = models.CharField(_("决定理由"), max_length=400, blank=True)
    decide_by = models.DateTimeField(_("决定期限"), null=True)
    lapses_at = models.DateTimeField(_("最迟恢复时间"), null=True)
    from_at = models.DateTimeField(_("起"), null=True)
    until_at = models.DateTimeField(_("止"), null=True)

    class Meta:
        verbose_name = _("时限变更")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ground}"

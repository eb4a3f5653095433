"""What does the county handle, who has it in hand, until when?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import StoredFile
from shanzhi.identity.models import User
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
    step = models.CharField(_("环节"), max_length=10, choices=Step, default=Step.PENDING)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="matters", verbose_name=_("主办单位"))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="matters", verbose_name=_("经办人"))
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
    spread_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="spread", verbose_name=_("巡查起因"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("事件")
        indexes = [
            models.Index(fields=["county", "opened_at", "id"], name="matter_opened"),
            models.Index(fields=["agency", "opened_at"], name="matter_agency"),
            models.Index(fields=["event_type", "opened_at"], name="matter_type"),
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
            models.UniqueConstraint(fields=["report"], name="one_matter_a_report", condition=Q(detached_at__isnull=True))
        ]
        indexes = [models.Index(fields=["matter", "at"], name="link_matter")]

    def __str__(self) -> str:
        return f"{self.report} → {self.matter}"


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
    from_at = models.DateTimeField(_("起"), null=True)
    until_at = models.DateTimeField(_("止"), null=True)

    class Meta:
        verbose_name = _("时限变更")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ground}"


class Answer(Row):
    """What a unit says it has done. The centre verifies or sends back; every version stays."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("待核查")
        VERIFIED = "verified", _("核查通过")
        SENT_BACK = "sent_back", _("退回重做")

    class Fault(models.TextChoices):
        STAGE_ONLY = "stage_only", _("阶段性")
        TOO_THIN = "too_thin", _("过简")
        WRONG = "wrong", _("错误")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="answers", verbose_name=_("事件"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="answers", verbose_name=_("派单"))
    done = models.TextField(_("采取的措施"))
    told = models.CharField(_("告知了谁"), max_length=200)
    public_text = models.TextField(_("给反映人的答复"))
    no_photo_reason = models.CharField(_("无照片的理由"), max_length=200, blank=True)
    at = models.DateTimeField(_("反馈时间"))
    by_id = models.UUIDField(_("反馈人"))
    verdict = models.CharField(_("核查"), max_length=10, choices=Verdict, default=Verdict.WAITING)
    fault = models.CharField(_("退回原因"), max_length=10, choices=Fault, blank=True)
    opinion = models.CharField(_("核查意见"), max_length=400, blank=True)
    checked_at = models.DateTimeField(_("核查时间"), null=True)
    checked_by_id = models.UUIDField(_("核查人"), null=True)

    class Meta:
        verbose_name = _("反馈")
        ordering = ["at"]
        indexes = [models.Index(fields=["matter", "at"], name="answer_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.at:%m-%d %H:%M}"


class MatterPhoto(Row):
    """A photo from the handling of a matter: before, after, on patrol."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("处置前")
        AFTER = "after", _("处置后")
        PATROL = "patrol", _("巡查")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="photos", verbose_name=_("事件"))
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="photos", verbose_name=_("派单"))
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="photos", verbose_name=_("反馈"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    phase = models.CharField(_("阶段"), max_length=8, choices=Phase, default=Phase.AFTER)
    added_at = models.DateTimeField(_("添加时间"))
    by_id = models.UUIDField(_("添加人"))

    class Meta:
        verbose_name = _("处置照片")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_phase_display()}"


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
            models.Index(fields=["county", "kind", "-opened_at", "subject_id"], name="work_all"),
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

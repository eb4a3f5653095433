"""Which case is it, where does it stand, until when, and how did it come there?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.dispatch.models import Matter
from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency, Item, Officer

from .party import Party


class Step(models.TextChoices):
    """Where a case stands; the ids are those of the law's table of the general procedure."""

    CLUE = "clue", _("线索")
    INVESTIGATING = "investigating", _("调查取证")
    CONCLUDED = "concluded", _("调查终结")
    NOTIFIED = "notified", _("已告知")
    HEARING = "hearing", _("听证")
    LEGAL_REVIEW = "legal_review", _("法制审核")
    COLLECTIVE = "collective", _("集体讨论")
    DECIDED = "decided", _("已决定")
    SERVED = "served", _("已送达")
    ENFORCEMENT = "enforcement", _("转强制执行")
    CLOSED = "closed", _("结案")
    NOT_FILED = "not_filed", _("不予立案")
    NO_PENALTY = "no_penalty", _("不予处罚")
    REFERRED = "referred", _("移送司法机关")


class PenaltyCase(CountyRow):
    """A penalty case (行政处罚案件): one act, one item, one principal party."""

    class Source(models.TextChoices):
        MATTER = "matter", _("事件")
        INSPECTION = "inspection", _("检查发现")
        REFERRAL = "referral", _("移送、交办")
        REPORT = "report", _("投诉举报")
        OTHER = "other", _("其他")

    class Way(models.TextChoices):
        GENERAL = "general", _("普通程序")
        SUMMARY = "summary", _("当场处罚")
        QUICK = "quick", _("简案快办")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="penalty_cases", verbose_name=_("办案机关"))
    unit = models.ForeignKey(Agency, models.PROTECT, related_name="handled_cases", verbose_name=_("承办单位"))
    number = models.CharField(_("案号"), max_length=60, blank=True)
    number_year = models.PositiveSmallIntegerField(_("案号年度"), null=True)
    number_serial = models.PositiveIntegerField(_("案号序号"), null=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="cases", verbose_name=_("事件"))
    source = models.CharField(_("案件来源"), max_length=12, choices=Source)
    source_words = models.CharField(_("来源说明"), max_length=300, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="cases", verbose_name=_("执法事项"))
    overlay = models.CharField(_("程序规定"), max_length=8, default="general")
    way = models.CharField(_("适用程序"), max_length=8, choices=Way, default=Way.GENERAL)
    party = models.ForeignKey(Party, models.PROTECT, related_name="cases", verbose_name=_("当事人"))
    cause = models.CharField(_("案由"), max_length=120)
    facts = models.TextField(_("简要案情"))
    area_code = models.CharField(_("区域代码"), max_length=15, blank=True)
    act_place = models.CharField(_("违法行为发生地"), max_length=160)
    act_on = models.DateField(_("违法行为发生日期"))
    act_ended_on = models.DateField(_("违法行为终了日期"), null=True)
    found_on = models.DateField(_("发现日期"))
    step = models.CharField(_("环节"), max_length=16, choices=Step, default=Step.CLUE)
    step_at = models.DateTimeField(_("进入本环节的时间"))
    opened_at = models.DateTimeField(_("登记时间"))
    filed_on = models.DateField(_("立案日期"), null=True)
    filed_by_id = models.UUIDField(_("批准立案人"), null=True)
    concluded_on = models.DateField(_("调查终结日期"), null=True)
    closed_on = models.DateField(_("结案日期"), null=True)
    due_on = models.DateField(_("办案期限届满日"), null=True)
    due_is_provisional = models.BooleanField(_("期限为暂按"), default=False)
    is_complex = models.BooleanField(_("情节复杂或者重大"), default=False)
    report_course = models.TextField(_("调查经过"), blank=True)
    report_facts = models.TextField(_("查明的事实"), blank=True)
    report_reasons = models.TextField(_("性质认定的理由"), blank=True)
    closing_reason = models.CharField(_("结案理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("行政处罚案件")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number_year", "number_serial"],
                name="case_number",
                condition=Q(number_serial__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(step__in=["clue", "not_filed"]) | Q(way="summary") | Q(filed_on__isnull=False),
                name="case_in_work_is_filed",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "-opened_at", "-id"], name="case_opened"),
            models.Index(fields=["unit", "-opened_at"], name="case_unit"),
            models.Index(fields=["agency", "-opened_at"], name="case_agency"),
            models.Index(fields=["county", "step", "due_on"], name="case_step_due"),
            models.Index(fields=["party", "filed_on"], name="case_party"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("未立案"))

    @property
    def title(self) -> str:
        return f"{self.party}{self.cause}"


class CaseSeries(CountyRow):
    """The last case number an agency gave in a year; locked while a number is taken, so that there is no gap."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="case_series", verbose_name=_("办案机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("已用到"), default=0)

    class Meta:
        verbose_name = _("案号序列")
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="case_series_year")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"


class CaseStep(Row):
    """One thing that was done in a case: from which step to which, by whom, on which legal day, by which article."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="history", verbose_name=_("案件"))
    verb = models.CharField(_("动作"), max_length=40)
    title = models.CharField(_("事项"), max_length=120)
    from_step = models.CharField(_("原环节"), max_length=16, choices=Step, blank=True)
    to_step = models.CharField(_("新环节"), max_length=16, choices=Step, blank=True)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    words = models.TextField(_("说明"), blank=True)
    event_id = models.UUIDField(_("所属台账记录"), null=True)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    by_id = models.UUIDField(_("办理人"), null=True)

    class Meta:
        verbose_name = _("办案经过")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="case_step_case")]

    def __str__(self) -> str:
        return self.title


class CaseOfficer(Row):
    """An officer on a case, with the certificate he showed; he leaves by withdrawal or reassignment, never by deletion."""

    class Left(models.TextChoices):
        WITHDREW = "withdrew", _("回避")
        REPLACED = "replaced", _("更换")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="officers", verbose_name=_("案件"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="cases", verbose_name=_("执法人员"))
    is_lead = models.BooleanField(_("主办"), default=False)
    certificate_no = models.CharField(_("执法证号"), max_length=30, blank=True)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True)
    left_why = models.CharField(_("退出原因"), max_length=10, choices=Left, blank=True)
    left_words = models.CharField(_("退出理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("办案人员")
        ordering = ["-is_lead", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"], name="case_officer_once", condition=Q(until_on__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["officer", "case"], name="case_officer_cases")]

    def __str__(self) -> str:
        return str(self.officer)


class Recusal(Row):
    """Somebody should not handle the case: who says so, why, and what the head decided. It stops nothing (43.3)."""

    class State(models.TextChoices):
        ASKED = "asked", _("待决定")
        GRANTED = "granted", _("决定回避")
        REFUSED = "refused", _("驳回申请")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="recusals", verbose_name=_("案件"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="recusals", verbose_name=_("执法人员"))
    asked_by = models.CharField(_("提出人"), max_length=60)
    reason = models.CharField(_("理由"), max_length=300)
    asked_on = models.DateField(_("提出日期"))
    state = models.CharField(_("结果"), max_length=8, choices=State, default=State.ASKED)
    decided_on = models.DateField(_("决定日期"), null=True)
    decision_words = models.CharField(_("决定理由"), max_length=300, blank=True)
    decided_by_id = models.UUIDField(_("决定人"), null=True)

    class Meta:
        verbose_name = _("回避")
        ordering = ["asked_on"]
        constraints = [
            models.UniqueConstraint(fields=["case", "officer"], name="one_recusal_open", condition=Q(state="asked"))
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_state_display()}"

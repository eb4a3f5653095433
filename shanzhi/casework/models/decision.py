"""What is proposed, reviewed, told, answered, heard and decided, and was it performed?"""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import Document
from shanzhi.ledger.rows import Row
from shanzhi.registry.models import Officer

from .case import PenaltyCase


def _money(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=0)


class Proposal(Row):
    """What the investigators propose: the kind, the sums, the discretion step and its reasons. The newest counts."""

    class Kind(models.TextChoices):
        PENALTY = "penalty", _("给予处罚")
        NO_PENALTY = "no_penalty", _("不予处罚")
        DROPPED = "dropped", _("违法事实不能成立，撤销案件")

    class Band(models.TextChoices):
        MITIGATED = "mitigated", _("减轻")
        LIGHTER = "lighter", _("从轻")
        NORMAL = "normal", _("一般")
        HEAVIER = "heavier", _("从重")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="proposals", verbose_name=_("案件"))
    kind = models.CharField(_("处理"), max_length=10, choices=Kind)
    band = models.CharField(_("裁量档次"), max_length=10, choices=Band, blank=True)
    fine_amount = _money(_("罚款（元）"))
    confiscated_amount = _money(_("没收违法所得（元）"))
    confiscated_goods = models.CharField(_("没收非法财物"), max_length=300, blank=True)
    warning = models.BooleanField(_("警告"), default=False)
    other_kind = models.CharField(_("其他处罚"), max_length=20, blank=True)
    other_words = models.CharField(_("其他处罚内容"), max_length=300, blank=True)
    discretion_words = models.TextField(_("裁量理由"))
    range_words = models.CharField(_("裁量幅度"), max_length=300, blank=True)
    departs = models.BooleanField(_("偏离裁量基准"), default=False)
    leniency_facts = models.JSONField(_("从宽事实"), default=dict)
    leniency_verdict = models.CharField(_("从宽结论"), max_length=30, blank=True)
    leniency_words = models.CharField(_("从宽依据"), max_length=600, blank=True)
    education = models.TextField(_("教育记录"), blank=True)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("提出人"), null=True)

    class Meta:
        verbose_name = _("处理建议")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def total_amount(self) -> Decimal:
        """Fine and confiscated money together."""
        return self.fine_amount + self.confiscated_amount


class Notice(Row):
    """What the party was told before the decision, and when it reached him (行政处罚法44)."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="notices", verbose_name=_("案件"))
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="notices", verbose_name=_("处理建议"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))
    hearing_right = models.BooleanField(_("有权要求听证"))
    on = models.DateField(_("告知书日期"))
    served_on = models.DateField(_("送达日期"), null=True)
    statement_due_on = models.DateField(_("陈述申辩期限"), null=True)
    hearing_due_on = models.DateField(_("要求听证期限"), null=True)
    waived_on = models.DateField(_("明确放弃日期"), null=True)
    waiver_words = models.CharField(_("放弃记录"), max_length=300, blank=True)
    superseded = models.BooleanField(_("已重新告知"), default=False)

    class Meta:
        verbose_name = _("事先告知")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on}"


class Statement(Row):
    """What the party said in his defence, and what the re-check found. Never harsher for it (行政处罚法45)."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="statements", verbose_name=_("案件"))
    made_on = models.DateField(_("提出日期"))
    words = models.TextField(_("陈述、申辩内容"))
    is_late = models.BooleanField(_("逾期提出"), default=False)
    checked_on = models.DateField(_("复核日期"), null=True)
    accepted = models.BooleanField(_("采纳"), null=True)
    check_words = models.TextField(_("复核意见"), blank=True)
    by_id = models.UUIDField(_("登记人"), null=True)
    checked_by_id = models.UUIDField(_("复核人"), null=True)

    class Meta:
        verbose_name = _("陈述申辩")
        ordering = ["made_on", "id"]

    def __str__(self) -> str:
        return self.words[:40]


class Hearing(Row):
    """A hearing from the request to the report (行政处罚法63—65)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("已要求听证")
        NOTICED = "noticed", _("已通知")
        HELD = "held", _("已举行")
        REPORTED = "reported", _("已报告")
        WAIVED = "waived", _("视为放弃")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="hearings", verbose_name=_("案件"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField(_("要求日期"))
    host = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="hosted_hearings", verbose_name=_("听证主持人")
    )
    noticed_on = models.DateField(_("通知日期"), null=True)
    held_at = models.DateTimeField(_("举行时间"), null=True)
    place = models.CharField(_("地点"), max_length=160, blank=True)
    is_public = models.BooleanField(_("公开举行"), default=True)
    record_words = models.TextField(_("听证笔录"), blank=True)
    record_signed = models.BooleanField(_("笔录已签字或注明拒签"), default=False)
    report_words = models.TextField(_("听证报告"), blank=True)
    reported_on = models.DateField(_("报告日期"), null=True)
    waiver_words = models.CharField(_("视为放弃的情形"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("听证")
        ordering = ["requested_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_hearing_open", condition=Q(state__in=["requested", "noticed", "held"])
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class LegalReview(Row):
    """The opinion of a qualified reviewer who did not investigate (行政处罚法58)."""

    class Result(models.TextChoices):
        PASSED = "passed", _("审核通过")
        RETURNED = "returned", _("审核未通过，退回")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="reviews", verbose_name=_("案件"))
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews", verbose_name=_("处理建议"))
    reviewer = models.ForeignKey(Officer, models.PROTECT, related_name="legal_reviews", verbose_name=_("法制审核人员"))
    qualification = models.CharField(_("审核人员资格"), max_length=120)
    result = models.CharField(_("审核结果"), max_length=10, choices=Result)
    words = models.TextField(_("审核意见"))
    on = models.DateField(_("审核日期"))
    by_id = models.UUIDField(_("审核人账号"), null=True)

    class Meta:
        verbose_name = _("法制审核")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.get_result_display()


class CollectiveDiscussion(Row):
    """A discussion of those in charge: who sat, what each said, what was decided (行政处罚法57.2)."""

    class Result(models.TextChoices):
        AGREED = "agreed", _("同意处理建议")
        RETURNED = "returned", _("不同意，退回")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="discussions", verbose_name=_("案件"))
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="discussions", verbose_name=_("处理建议"))
    held_on = models.DateField(_("讨论日期"))
    place = models.CharField(_("地点"), max_length=120)
    members = models.JSONField(_("出席人员及意见"), default=list)
    for_count = models.PositiveSmallIntegerField(_("同意人数"))
    result = models.CharField(_("结论"), max_length=10, choices=Result)
    words = models.TextField(_("讨论结论"))
    by_id = models.UUIDField(_("记录人"), null=True)

    class Meta:
        verbose_name = _("集体讨论")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_result_display()}"


class Decision(Row):
    """What the agency decided. One living decision a case."""

    class Kind(models.TextChoices):
        PENALTY = "penalty", _("行政处罚")
        NO_PENALTY = "no_penalty", _("不予行政处罚")
        DROPPED = "dropped", _("撤销案件")
        TRANSFERRED = "transferred", _("移送有管辖权的机关")
        REFERRED = "referred", _("移送司法机关")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="decisions", verbose_name=_("案件"))
    kind = models.CharField(_("决定"), max_length=12, choices=Kind)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, related_name="decisions", verbose_name=_("处理建议")
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))
    fine_amount = _money(_("罚款（元）"))
    confiscated_amount = _money(_("没收违法所得（元）"))
    lines = ArrayField(models.CharField(max_length=400), verbose_name=_("处罚内容"), default=list)
    basis = models.CharField(_("依据"), max_length=600)
    reasons = models.TextField(_("理由"))
    late_fee_clause = models.BooleanField(_("写明逾期加处罚款"), default=True)
    decided_on = models.DateField(_("决定日期"))
    serve_due_on = models.DateField(_("送达期限"), null=True)
    served_on = models.DateField(_("送达日期"), null=True)
    pay_due_on = models.DateField(_("缴款期限"), null=True)
    revoked_on = models.DateField(_("撤销日期"), null=True)
    by_id = models.UUIDField(_("决定人"), null=True)

    class Meta:
        verbose_name = _("处理决定")
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_living_decision", condition=Q(revoked_on__isnull=True))
        ]
        indexes = [models.Index(fields=["pay_due_on"], name="decision_pay_due")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Payment(Row):
    """Money that came in on a decision, with the receipt."""

    class Way(models.TextChoices):
        BANK = "bank", _("银行代收")
        ELECTRONIC = "electronic", _("电子支付")
        ON_SPOT = "on_spot", _("当场收缴")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="payments", verbose_name=_("处理决定"))
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    late_fee_amount = _money(_("其中加处罚款（元）"))
    paid_on = models.DateField(_("缴款日期"))
    way = models.CharField(_("缴款方式"), max_length=10, choices=Way)
    receipt_no = models.CharField(_("罚没票据号码"), max_length=40)
    on_spot_basis = models.CharField(_("当场收缴依据"), max_length=120, blank=True)
    hand_in_due_on = models.DateField(_("缴回期限"), null=True)
    handed_in_on = models.DateField(_("交回机关日期"), null=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("罚款缴纳")
        ordering = ["paid_on", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "receipt_no"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.paid_on}"


class PaymentPlan(Row):
    """Deferred payment or instalments, approved: the last day replaces the day of the decision (行政处罚法66.2)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="plans", verbose_name=_("处理决定"))
    dues = models.JSONField(_("缴款安排"), default=list)
    reason = models.CharField(_("经济困难的情况"), max_length=300)
    last_due_on = models.DateField(_("最后一期"))
    approved_on = models.DateField(_("批准日期"))
    by_id = models.UUIDField(_("批准人"), null=True)

    class Meta:
        verbose_name = _("暂缓分期缴纳")
        ordering = ["approved_on"]

    def __str__(self) -> str:
        return f"{self.last_due_on}"


class Urging(Row):
    """A demand to perform before the court is asked (行政强制法54)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="urgings", verbose_name=_("处理决定"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))
    on = models.DateField(_("催告日期"))
    owed_amount = _money(_("尚欠（元）"))
    served_on = models.DateField(_("送达日期"), null=True)
    waits_until = models.DateField(_("催告期满日"), null=True)
    by_id = models.UUIDField(_("办理人"), null=True)

    class Meta:
        verbose_name = _("催告")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on}"


class CourtApplication(Row):
    """An application to the court to enforce (行政强制法53—58)."""

    class State(models.TextChoices):
        APPLIED = "applied", _("已申请")
        ACCEPTED = "accepted", _("法院受理")
        RULED = "ruled", _("裁定执行")
        REFUSED = "refused", _("不予受理或者不予执行")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="applications", verbose_name=_("处理决定"))
    court = models.CharField(_("受理法院"), max_length=80)
    applied_on = models.DateField(_("申请日期"))
    papers = ArrayField(models.CharField(max_length=60), verbose_name=_("申请材料"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.APPLIED)
    answered_on = models.DateField(_("法院答复日期"), null=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by_id = models.UUIDField(_("办理人"), null=True)

    class Meta:
        verbose_name = _("申请强制执行")
        ordering = ["applied_on"]

    def __str__(self) -> str:
        return self.get_state_display()


class CalendarFeed(Row):
    """The secret address under which an officer's calendar reads his statutory dates; only its digest is kept."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="calendar_feeds", verbose_name=_("人员"))
    digest = models.CharField(_("地址摘要"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("日历订阅")
        constraints = [
            models.UniqueConstraint(fields=["officer"], name="one_feed_open", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.officer)

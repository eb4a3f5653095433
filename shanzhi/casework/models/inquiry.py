"""What was seen, heard, taken and ordered in a case?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import Document, StoredFile
from shanzhi.ledger.rows import Row

from .case import PenaltyCase


class InquiryRecord(Row):
    """A record made by two officers: inspection, survey, questioning, sampling. Signed, or the refusal is noted."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", _("现场检查")
        SURVEY = "survey", _("勘验")
        QUESTIONING = "questioning", _("询问")
        SAMPLING = "sampling", _("抽样取证")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="records", verbose_name=_("案件"))
    kind = models.CharField(_("笔录种类"), max_length=12, choices=Kind)
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=160)
    person_name = models.CharField(_("被询问人（在场人）"), max_length=60, blank=True)
    relation = models.CharField(_("与案件的关系"), max_length=60, blank=True)
    words = models.TextField(_("内容"))
    officer_ids = ArrayField(models.UUIDField(), verbose_name=_("执法人员"), default=list)
    officer_names = ArrayField(models.CharField(max_length=40), verbose_name=_("执法人员姓名"), default=list)
    card_shown = models.BooleanField(_("已出示执法证件"))
    rights_told = models.BooleanField(_("已告知权利义务"))
    signature = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="signed_records", verbose_name=_("签名图样")
    )
    refusal_note = models.CharField(_("拒签、未签情况"), max_length=300, blank=True)
    witness_name = models.CharField(_("见证人"), max_length=60, blank=True)
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("调查笔录")
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signature__isnull=False) | ~Q(refusal_note=""), name="record_signed_or_refused"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_name}".strip()


class CorrectionOrder(Row):
    """An order to correct, and what the recheck found (行政处罚法28.1)."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("待复查")
        CORRECTED = "corrected", _("已改正")
        PARTLY = "partly", _("部分改正")
        NOT_CORRECTED = "not_corrected", _("未改正")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="corrections", verbose_name=_("案件"))
    demand = models.TextField(_("改正要求"))
    ordered_on = models.DateField(_("责令日期"))
    due_on = models.DateField(_("改正期限"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="correction_orders", verbose_name=_("文书")
    )
    result = models.CharField(_("复查结果"), max_length=14, choices=Result, default=Result.WAITING)
    rechecked_on = models.DateField(_("复查日期"), null=True)
    recheck_words = models.TextField(_("复查情况"), blank=True)
    by_id = models.UUIDField(_("责令人"), null=True)
    rechecked_by_id = models.UUIDField(_("复查人"), null=True)

    class Meta:
        verbose_name = _("责令改正")
        ordering = ["ordered_on", "id"]

    def __str__(self) -> str:
        return f"{self.ordered_on} {self.get_result_display()}"


class EvidenceHold(Row):
    """Evidence registered and kept in place (先行登记保存): a decision on it within seven days."""

    class Outcome(models.TextChoices):
        HELD = "held", _("保存中")
        RELEASED = "released", _("解除")
        SEIZED = "seized", _("转查封、扣押")
        TESTED = "tested", _("送检测、鉴定")
        LAPSED = "lapsed", _("逾期自动解除")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="holds", verbose_name=_("案件"))
    things = models.JSONField(_("物品清单"), default=list)
    place = models.CharField(_("保存地点"), max_length=160)
    reason = models.CharField(_("理由"), max_length=300)
    held_on = models.DateField(_("实施日期"))
    due_on = models.DateField(_("处理期限"))
    approved_by_id = models.UUIDField(_("批准人"))
    outcome = models.CharField(_("处理"), max_length=10, choices=Outcome, default=Outcome.HELD)
    ended_on = models.DateField(_("处理日期"), null=True)
    outcome_words = models.CharField(_("处理说明"), max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))

    class Meta:
        verbose_name = _("先行登记保存")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_outcome_display()}"


class Seizure(Row):
    """Things sealed or seized, with the list handed over, the clock and its one extension."""

    class Kind(models.TextChoices):
        SEAL = "seal", _("查封")
        SEIZE = "seize", _("扣押")

    class State(models.TextChoices):
        HELD = "held", _("已查封扣押")
        EXTENDED = "extended", _("已延长")
        LIFTED = "lifted", _("解除并退还")
        DISPOSED = "disposed", _("没收或者销毁")
        HANDED_OVER = "handed_over", _("随案移送")

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="seizures", verbose_name=_("案件"))
    kind = models.CharField(_("措施种类"), max_length=6, choices=Kind)
    things = models.JSONField(_("物品清单"), default=list)
    place = models.CharField(_("存放地点"), max_length=160)
    basis = models.CharField(_("法律、法规依据"), max_length=300)
    reason = models.CharField(_("理由"), max_length=300)
    held_on = models.DateField(_("实施日期"))
    due_on = models.DateField(_("期限届满日"))
    extended_on = models.DateField(_("延长决定日期"), null=True)
    extension_words = models.CharField(_("延长理由"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.HELD)
    ended_on = models.DateField(_("结束日期"), null=True)
    end_words = models.CharField(_("处理说明"), max_length=300, blank=True)
    approved_by_id = models.UUIDField(_("批准人"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))

    class Meta:
        verbose_name = _("查封扣押")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


class Pause(Row):
    """A span that is left out of the handling term; only kinds the governing rules list."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="pauses", verbose_name=_("案件"))
    kind = models.CharField(_("不计入期限的事由"), max_length=40)
    reason = models.CharField(_("说明"), max_length=300)
    first_on = models.DateField(_("首日"))
    last_on = models.DateField(_("末日"), null=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    told_in_writing = models.BooleanField(_("已书面告知当事人"), default=False)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("期限扣除")
        ordering = ["first_on"]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on}"


class Extension(Row):
    """A granted extension of the handling term: how many days, by whom, why."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="extensions", verbose_name=_("案件"))
    days = models.PositiveSmallIntegerField(_("延长日数"))
    granted_by = models.CharField(_("批准形式"), max_length=40, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    basis = models.CharField(_("依据"), max_length=200)
    on = models.DateField(_("批准日期"))
    by_id = models.UUIDField(_("批准人"), null=True)

    class Meta:
        verbose_name = _("办案延期")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.days} {self.on}"

"""Which cases took a shorter way: decided on the spot, or handled quickly by consent, and by which rules of the county?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row

from .case import PenaltyCase


class SummaryPenalty(Row):
    """What a penalty on the spot (当场处罚) has besides the case: what was heard, and when the agency took it on record."""

    case = models.OneToOneField(PenaltyCase, models.PROTECT, related_name="summary", verbose_name=_("案件"))
    key = models.UUIDField(_("提交编号"), unique=True)
    statement_words = models.TextField(_("陈述、申辩"), blank=True)
    correction_refused = models.BooleanField(_("责令改正后拒不改正或者逾期不改正"), default=False)
    refusal_note = models.CharField(_("拒签情况"), max_length=200, blank=True)
    witness_name = models.CharField(_("见证人"), max_length=60, blank=True)
    signed_on_paper = models.BooleanField(_("在纸质决定书上签名"), default=False)
    record_due_on = models.DateField(_("备案期限"), null=True)
    record_basis = models.CharField(_("备案依据"), max_length=120, blank=True)
    recorded_on = models.DateField(_("备案日期"), null=True)
    record_words = models.CharField(_("备案意见"), max_length=300, blank=True)
    recorded_by_id = models.UUIDField(_("备案人"), null=True)

    class Meta:
        verbose_name = _("当场处罚")
        indexes = [models.Index(fields=["recorded_on", "record_due_on"], name="summary_record_due")]

    def __str__(self) -> str:
        return str(self.case)


class QuickWay(Row):
    """A case handled quickly by consent (简案快办): who agreed, until when the house wants it decided, why it left."""

    case = models.OneToOneField(PenaltyCase, models.PROTECT, related_name="quick", verbose_name=_("案件"))
    rules = models.ForeignKey("casework.CaseRules", models.PROTECT, related_name="+", verbose_name=_("办案参数"))
    consented_on = models.DateField(_("书面同意日期"))
    admits = models.BooleanField(_("当事人承认违法事实"))
    conditions = ArrayField(models.CharField(max_length=20), verbose_name=_("已核对不存在的情形"), default=list)
    document_id = models.UUIDField(_("同意书"), null=True)
    due_on = models.DateField(_("内部办结日期"), null=True)
    left_on = models.DateField(_("转回普通程序日期"), null=True)
    left_why = models.CharField(_("转回理由"), max_length=300, blank=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("简案快办")

    def __str__(self) -> str:
        return str(self.case)


class CaseRules(CountyRow):
    """One version of the county's own parameters for short ways of handling cases; the newest in force counts."""

    class Excluded(models.TextChoices):
        """What the county leaves out besides what the law's own table of quick handling leaves out."""

        COMPLEX = "complex", _("情节复杂或者重大")
        REPEATED = "repeated", _("当事人有过同一事项的案件")
        LENIENT = "lenient", _("拟减轻处罚")
        MEASURES = "measures", _("采取了查封、扣押或者先行登记保存")

    from_on = models.DateField(_("起用日期"))
    quick_person_amount = models.DecimalField(
        _("简案快办罚款上限·公民（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    quick_unit_amount = models.DecimalField(
        _("简案快办罚款上限·单位（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    quick_items = ArrayField(
        models.CharField(max_length=12), verbose_name=_("简案快办的事项代码"), default=list, blank=True
    )
    quick_excluded = ArrayField(
        models.CharField(max_length=20), verbose_name=_("不适用简案快办的情形"), default=list, blank=True
    )
    quick_days = models.PositiveSmallIntegerField(_("简案快办内部办结（工作日）"), null=True, blank=True)
    record_days = models.PositiveSmallIntegerField(_("当场处罚报备案（工作日）"), null=True, blank=True)
    source = models.CharField(_("本地文件"), max_length=200)
    made_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("登记人"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("办案参数")
        ordering = ["-from_on", "-made_at"]
        indexes = [models.Index(fields=["county", "-from_on", "-made_at"], name="case_rules_county")]

    def __str__(self) -> str:
        return f"{self.source} {self.from_on}"

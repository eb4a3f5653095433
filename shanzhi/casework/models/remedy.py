"""Who has asked a higher government or a court to look at a decision, by when must the agency answer, and how did it end?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow

from .decision import Decision


class Remedy(CountyRow):
    """One reconsideration or one lawsuit about one decision."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("行政复议")
        FIRST = "first", _("行政诉讼一审")
        SECOND = "second", _("行政诉讼二审")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("维持、驳回请求")
        DISMISSED = "dismissed", _("不予受理或者驳回申请、起诉")
        WITHDRAWN = "withdrawn", _("撤回")
        MEDIATED = "mediated", _("调解、和解")
        CHANGED = "changed", _("变更")
        REVOKED = "revoked", _("撤销或者确认无效")
        REDO = "redo", _("撤销并责令重新作出")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="remedies", verbose_name=_("处理决定"))
    kind = models.CharField(_("救济途径"), max_length=8, choices=Kind)
    applicant = models.CharField(_("申请人（原告、上诉人）"), max_length=120)
    body = models.CharField(_("复议机关或者法院"), max_length=120)
    body_number = models.CharField(_("复议或者诉讼案号"), max_length=60, blank=True)
    applied_on = models.DateField(_("申请、起诉日期"))
    late_words = models.CharField(_("逾期仍受理的理由"), max_length=300, blank=True)
    copy_on = models.DateField(_("收到副本日期"))
    answer_due_on = models.DateField(_("答复期限"))
    answered_on = models.DateField(_("提出答复日期"), null=True)
    answer_words = models.TextField(_("答复意见"), blank=True)
    stayed_on = models.DateField(_("停止执行起"), null=True)
    stay_words = models.CharField(_("停止执行的理由"), max_length=300, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=10, choices=Outcome, blank=True)
    ended_on = models.DateField(_("收到结果日期"), null=True)
    outcome_words = models.TextField(_("结果摘要"), blank=True)
    was_fine_amount = models.DecimalField(_("原罚款（元）"), max_digits=14, decimal_places=2, null=True)
    next_due_on = models.DateField(_("当事人再起诉、上诉期限"), null=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("复议诉讼")
        ordering = ["applied_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], name="one_remedy_open", condition=models.Q(ended_on__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["county", "applied_on"], name="remedy_county")]

    def __str__(self) -> str:
        return self.get_kind_display()

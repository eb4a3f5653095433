"""What was suggested, what did a person choose instead, and which model may speak in the county?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.models import User
from shanzhi.ledger.rows import CountyRow

from .matter import Matter


class TriageModel(CountyRow):
    """A learned model of one county: plain numbers, what it was trained on, how good it was on texts held out."""

    class State(models.TextChoices):
        TRAINING = "training", _("训练中")
        KEPT = "kept", _("备用")
        IN_FORCE = "in_force", _("使用中")
        ROLLED_BACK = "rolled_back", _("已退回")
        FAILED = "failed", _("未练成")

    number = models.PositiveIntegerField(_("版本号"))
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.TRAINING)
    source = models.CharField(_("训练材料"), max_length=120)
    weights = models.BinaryField(_("模型"), null=True)
    material = models.BinaryField(_("训练文件"), null=True)
    digest = models.CharField(_("摘要（SHA-256）"), max_length=64, blank=True)
    trained_on_count = models.PositiveIntegerField(_("训练条数"), default=0)
    from_on = models.DateField(_("材料起"), null=True)
    until_on = models.DateField(_("材料止"), null=True)
    figures = models.JSONField(_("评测"), default=dict, blank=True)
    fault = models.CharField(_("未成原因"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("提交时间"))
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="triage_models", verbose_name=_("提交人")
    )
    in_force_at = models.DateTimeField(_("启用时间"), null=True)
    in_force_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("启用人"))

    class Meta:
        verbose_name = _("分拨模型")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="triage_model_number"),
            models.UniqueConstraint(fields=["county"], name="one_triage_model_in_force", condition=Q(state="in_force")),
            models.UniqueConstraint(fields=["county"], name="one_triage_training", condition=Q(state="training")),
        ]

    def __str__(self) -> str:
        return _("第%(number)s版") % {"number": self.number}


class TriageSetting(models.Model):
    """How careful the county is: below which confidence nothing is put forward, which types may go by themselves."""

    county = models.CharField(_("县（市、区）代码"), max_length=6, primary_key=True)
    threshold_percent = models.PositiveSmallIntegerField(_("建议门槛（%）"), default=50)
    auto_percent = models.PositiveSmallIntegerField(_("自动门槛（%）"), default=90)
    auto_types = ArrayField(models.CharField(max_length=20), verbose_name=_("自动受理的类型"), default=list, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("分拨设置")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_percent__range=(1, 99), auto_percent__range=(50, 100)), name="triage_percents"
            )
        ]

    def __str__(self) -> str:
        return self.county


class AdviceTaken(CountyRow):
    """What was suggested when somebody decided, and what he chose: the county's own training material."""

    class About(models.TextChoices):
        TYPE = "type", _("事件类型")
        UNIT = "unit", _("主办单位")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="advice", verbose_name=_("事件"))
    about = models.CharField(_("关于"), max_length=6, choices=About)
    suggested = models.JSONField(_("建议"), default=list)
    was_sure = models.BooleanField(_("超过门槛"), default=False)
    chosen_code = models.CharField(_("所选代码"), max_length=30)
    rank = models.PositiveSmallIntegerField(_("所选在建议里的名次"), null=True)
    confidence = models.FloatField(_("首项把握"), null=True)
    is_auto = models.BooleanField(_("自动办理"), default=False)
    at = models.DateTimeField(_("时间"))
    by_id = models.UUIDField(_("操作人"), null=True)

    class Meta:
        verbose_name = _("建议与选择")
        indexes = [models.Index(fields=["county", "about", "-at"], name="advice_taken_at")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.about}"

"""Which matters may be decided, by whom, under which articles and within which range?"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .lists import ListRow
from .people import Agency

TWELVE_DIGITS = RegexValidator(r"\A\d{12}\Z", _("事项代码是12位数字。"))


def _money(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class Item(ListRow):
    """One line of the item list 事项库: 12 digits are province·kind·department·item·sub-item (2·2·2·3·3)."""

    class Kind(models.TextChoices):
        PENALTY = "penalty", _("行政处罚")
        COERCION = "coercion", _("行政强制")
        INSPECTION = "inspection", _("行政检查")
        LICENCE = "licence", _("行政许可")
        OTHER = "other", _("其他行政权力")

    class Overlay(models.TextChoices):
        GENERAL = "general", _("一般程序规定")
        MARKET = "market", _("市场监管程序规定")
        ECOLOGY = "ecology", _("生态环境程序规定")

    code = models.CharField(_("事项代码"), max_length=12, validators=[TWELVE_DIGITS])
    name = models.CharField(_("事项名称"), max_length=400)
    kind = models.CharField(_("事项类型"), max_length=12, choices=Kind, default=Kind.PENALTY)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="items", verbose_name=_("行使主体"))
    measure = models.CharField(_("措施种类"), max_length=200, blank=True)
    method = models.CharField(_("行使方式"), max_length=100, blank=True)
    field = models.CharField(_("领域"), max_length=40, blank=True)
    level = models.CharField(_("行使层级"), max_length=40, blank=True)
    legal_bases = models.JSONField(_("法律依据"), default=list, blank=True)
    fine_min_amount = _money(_("罚款下限（元）"))
    fine_max_amount = _money(_("罚款上限（元）"))
    fine_rule = models.JSONField(_("倍数或比例罚款"), default=dict, blank=True)
    overlay = models.CharField(_("程序规定"), max_length=8, choices=Overlay, default=Overlay.GENERAL)
    summary_allowed = models.BooleanField(_("可适用简易程序"), default=True)
    hearing_person_amount = _money(_("听证标准·公民（元）"))
    hearing_unit_amount = _money(_("听证标准·单位（元）"))
    review_amount = _money(_("法制审核标准（元）"))
    collective_amount = _money(_("集体讨论标准（元）"))
    discretion = models.CharField(_("裁量基准"), max_length=40, blank=True)
    leniency = ArrayField(models.CharField(max_length=40), verbose_name=_("从宽条目"), default=list, blank=True)
    documents = ArrayField(models.CharField(max_length=40), verbose_name=_("文书"), default=list, blank=True)
    needs_specialist = models.BooleanField(_("须专业检测鉴定"), default=False)
    criminal_hint = models.CharField(_("涉罪提示"), max_length=400, blank=True)
    review_on = models.DateField(_("复核日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("执法事项")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="item_code", condition=Q(valid_to__isnull=True)),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="item_code_digits"),
            models.CheckConstraint(
                condition=Q(fine_min_amount__isnull=True)
                | Q(fine_max_amount__isnull=True)
                | Q(fine_min_amount__lte=models.F("fine_max_amount")),
                name="item_fine_range",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "field", "code"], name="item_field"),
            models.Index(fields=["county", "holder", "code"], name="item_holder"),
            models.Index(fields=["county", "code", "valid_from"], name="item_code_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Concentration(ListRow):
    """An item taken over from a department: the holder exercises it, the department no longer does."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="concentrations", verbose_name=_("执法事项"))
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="ceded_items", verbose_name=_("划出部门"))
    since = models.DateField(_("集中行使起"))
    scope = models.CharField(_("划转范围"), max_length=200, default="全部")
    boundary = models.TextField(_("具体职责边界"), blank=True)

    class Meta:
        verbose_name = _("集中行使")
        ordering = ["item__code"]
        indexes = [models.Index(fields=["county", "item", "valid_from"], name="concentration_item")]

    def __str__(self) -> str:
        return f"{self.item} ← {self.from_agency}"


class Delegation(ListRow):
    """An item given to a township 赋权: usable only once published, between its dates, until taken back."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="delegations", verbose_name=_("执法事项"))
    township = models.ForeignKey(Agency, models.PROTECT, related_name="delegated_items", verbose_name=_("乡镇（街道）"))
    from_on = models.DateField(_("赋权起"))
    until_on = models.DateField(_("赋权至"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    publication = models.CharField(_("公布文件"), max_length=200, blank=True)
    taken_back_on = models.DateField(_("收回日期"), null=True, blank=True)
    take_back_reason = models.CharField(_("收回依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("赋权")
        ordering = ["township__code", "item__code"]
        indexes = [
            models.Index(fields=["county", "township", "item"], name="delegation_township"),
            models.Index(fields=["county", "item"], name="delegation_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.township}"


class DiscretionStep(ListRow):
    """One step of a published discretion table: when it applies and within which sums."""

    table = models.CharField(_("裁量基准代码"), max_length=40)
    item_code = models.CharField(_("事项代码"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(_("阶次"), default=1)
    band = models.CharField(_("档次"), max_length=20, blank=True)
    conditions = models.TextField(_("适用条件"))
    sanction = models.CharField(_("裁量幅度"), max_length=300)
    low_amount = _money(_("下限（元）"))
    high_amount = _money(_("上限（元）"))
    source = models.CharField(_("裁量基准来源"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("裁量阶次")
        ordering = ["table", "order"]
        indexes = [models.Index(fields=["county", "table", "order"], name="discretion_table")]

    def __str__(self) -> str:
        return f"{self.table} {self.order}"


class LeniencyEntry(ListRow):
    """One entry of a published list of acts that are not, or less, punished."""

    class Outcome(models.TextChoices):
        NO_PENALTY_MINOR = "minor", _("轻微不罚")
        NO_PENALTY_FIRST = "first", _("首违可以不罚")
        MITIGATED = "mitigated", _("减轻处罚")
        LIGHTER = "lighter", _("从轻处罚")

    code = models.CharField(_("条目编号"), max_length=40)
    item_code = models.CharField(_("事项代码"), max_length=12, blank=True)
    name = models.CharField(_("事项名称"), max_length=400)
    field = models.CharField(_("领域"), max_length=40, blank=True)
    outcome = models.CharField(_("免罚情形"), max_length=10, choices=Outcome)
    basis = models.CharField(_("实施依据"), max_length=300, blank=True)
    conditions = models.TextField(_("适用条件"))

    class Meta:
        verbose_name = _("从宽条目")
        ordering = ["code"]
        indexes = [models.Index(fields=["county", "code"], name="leniency_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

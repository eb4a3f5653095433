"""Who is the case about, under which numbers, and what became of him since?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Firm


class Party(CountyRow):
    """Somebody a case is about. The identity number is kept sealed; its digest finds his other cases."""

    class Kind(models.TextChoices):
        PERSON = "person", _("自然人")
        SOLE_TRADER = "sole_trader", _("个体工商户")
        FIRM = "firm", _("企业等单位")
        VILLAGE = "village", _("村集体经济组织")

    class Standing(models.TextChoices):
        STANDING = "standing", _("存续")
        DEAD = "dead", _("死亡")
        ENDED = "ended", _("终止")
        MERGED = "merged", _("合并、分立")

    kind = models.CharField(_("当事人类别"), max_length=12, choices=Kind)
    name = models.CharField(_("姓名或名称"), max_length=120)
    trade_name = models.CharField(_("字号"), max_length=120, blank=True)
    sex = models.CharField(_("性别"), max_length=4, blank=True)
    born_on = models.DateField(_("出生日期"), null=True)
    id_sealed = models.BinaryField(_("加密的身份号码"), null=True, editable=False)
    id_key = models.CharField(_("加密密钥编号"), max_length=16, blank=True, editable=False)
    id_digest = models.CharField(_("身份号码摘要"), max_length=64, blank=True, editable=False)
    id_masked = models.CharField(_("身份号码"), max_length=20, blank=True)
    unified_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    representative = models.CharField(_("法定代表人（负责人、经营者）"), max_length=60, blank=True)
    address = models.CharField(_("住址（住所）"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    guardian_name = models.CharField(_("监护人"), max_length=60, blank=True)
    guardian_phone = models.CharField(_("监护人电话"), max_length=30, blank=True)
    standing = models.CharField(_("存续状况"), max_length=10, choices=Standing, default=Standing.STANDING)
    succeeded_by = models.CharField(_("权利义务承受人"), max_length=120, blank=True)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("经营主体")
    )
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("当事人")
        indexes = [
            models.Index(fields=["county", "id_digest"], name="party_id_digest"),
            models.Index(fields=["county", "unified_code"], name="party_code"),
            models.Index(fields=["county", "name"], name="party_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        """Say whether the person himself answers: a citizen, or the one behind a sole trader."""
        return self.kind in (self.Kind.PERSON, self.Kind.SOLE_TRADER)


class PartyChange(Row):
    """What was changed about a party, from when, and on which proof. The row before is kept in words."""

    class What(models.TextChoices):
        CORRECTED = "corrected", _("更正")
        RENAMED = "renamed", _("更名")
        MERGED = "merged", _("合并、分立")
        DIED = "died", _("死亡")
        ENDED = "ended", _("终止")

    party = models.ForeignKey(Party, models.PROTECT, related_name="changes", verbose_name=_("当事人"))
    what = models.CharField(_("变动"), max_length=10, choices=What)
    before = models.CharField(_("变动前"), max_length=200)
    after = models.CharField(_("变动后"), max_length=200)
    proof = models.CharField(_("证明材料"), max_length=300)
    on = models.DateField(_("变动日期"))
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("当事人变动")
        ordering = ["on", "at"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

"""Which words in a report must be seen at once, and which reports may only few read?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


class Sign(models.TextChoices):
    """What a word may point to. A hint for a person, never a finding."""

    FIRE = "fire", _("可能有火情")
    GAS = "gas", _("可能有燃气泄漏")
    INJURY = "injury", _("可能有人受伤")
    DANGER = "danger", _("可能有危险")
    THREAT = "threat", _("可能有人扬言极端行为")
    CROWD = "crowd", _("可能有人聚集，涉公共安全")
    MINOR = "minor", _("涉未成年人，注意保密")
    WHISTLE = "whistle", _("可能是内部举报，限制阅看")
    RETALIATION = "retaliation", _("注意保护反映人")


class SensitiveSign(CountyRow):
    """The words by which the county recognises one kind of sensitive report, and what follows from it (敏感提示)."""

    code = models.CharField(_("提示"), max_length=20, choices=Sign)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("关键词"))
    is_urgent = models.BooleanField(_("排在最前"), default=False)
    is_restricted = models.BooleanField(_("限制阅看，按副卷保管"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("敏感提示")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="sensitive_sign_code")]

    def __str__(self) -> str:
        return str(self.get_code_display())

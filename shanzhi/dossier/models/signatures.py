"""Who signed which version of a document, or why did he not?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow

from .documents import DocumentVersion
from .files import StoredFile


class SignatureImage(CountyRow):
    """A signature given on the screen under one version of a document, or the note that it was refused."""

    class Part(models.TextChoices):
        PARTY = "party", _("当事人")
        PRESENT = "present", _("在场人")
        WITNESS = "witness", _("见证人")
        OFFICER = "officer", _("执法人员")
        RECORDER = "recorder", _("记录人")
        APPROVER = "approver", _("批准人")
        RECIPIENT = "recipient", _("签收人")
        OTHER = "other", _("其他")

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="signatures", verbose_name=_("文书版次"))
    part = models.CharField(_("身份"), max_length=10, choices=Part)
    name = models.CharField(_("姓名"), max_length=60)
    words = models.CharField(_("签署意见"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("签名图样"))
    refusal = models.CharField(_("未签名的原因"), max_length=200, blank=True)
    officer_id = models.UUIDField(_("人员"), null=True)
    at = models.DateTimeField(_("签名时间"))
    by_id = models.UUIDField(_("经办人"), null=True)

    class Meta:
        verbose_name = _("签名图样")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "part", "name"], name="signature_once"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | ~models.Q(refusal=""), name="signed_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.name}"

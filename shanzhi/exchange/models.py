"""Which machines may talk to us, and how far?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


class MachineToken(CountyRow):
    """A key for another system: only its digest is kept, its scopes are permissions."""

    name = models.CharField(_("系统名称"), max_length=60)
    digest = models.BinaryField(_("密钥摘要"), max_length=32, unique=True)
    head = models.CharField(_("密钥前缀"), max_length=12)
    scopes = ArrayField(models.CharField(max_length=64), verbose_name=_("权限"), default=list)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)

    class Meta:
        verbose_name = _("接入密钥")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

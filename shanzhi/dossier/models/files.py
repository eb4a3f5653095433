"""Which files are kept byte for byte, with their digests, and copies for show?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


class StoredFile(CountyRow):
    """A file as it came, immutable, with re-encoded copies for show. The original is sealed evidence."""

    sha256 = models.CharField(_("SHA-256"), max_length=64)
    sm3 = models.CharField(_("SM3"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    media_type = models.CharField(_("格式"), max_length=40)
    name = models.CharField(_("原文件名"), max_length=120, blank=True)
    width = models.PositiveIntegerField(_("宽"), default=0)
    height = models.PositiveIntegerField(_("高"), default=0)
    show_sha256 = models.CharField(_("展示件 SHA-256"), max_length=64, blank=True)
    thumb_sha256 = models.CharField(_("缩略图 SHA-256"), max_length=64, blank=True)
    device_sha256 = models.CharField(_("拍摄端 SHA-256"), max_length=64, blank=True)
    taken_at = models.DateTimeField(_("拍摄时间（照片自带）"), null=True)
    taken_lon = models.FloatField(_("拍摄经度（照片自带）"), null=True)
    taken_lat = models.FloatField(_("拍摄纬度（照片自带）"), null=True)
    added_at = models.DateTimeField(_("存入时间"), auto_now_add=True)
    by_id = models.UUIDField(_("存入人"), null=True)

    class Meta:
        verbose_name = _("存证文件")
        indexes = [models.Index(fields=["county", "sha256"], name="stored_file_hash")]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

"""Which volumes were bound from a file, and with which proof?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow
from shanzhi.registry.models import Agency

from .documents import Document
from .files import StoredFile


class ArchiveVolume(CountyRow):
    """One bound volume: main or side, with its pages and the ledger seal it was proved by. Binding again adds a row."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="volumes", verbose_name=_("归档单位"))
    subject_type = models.CharField(_("所属类别"), max_length=60)
    subject_id = models.UUIDField(_("所属"))
    title = models.CharField(_("案卷题名"), max_length=160)
    volume = models.CharField(_("正卷或副卷"), max_length=4, choices=Document.Volume)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="volumes", verbose_name=_("卷宗文件"))
    page_count = models.PositiveIntegerField(_("页数"))
    contents = models.JSONField(_("卷内目录"), default=list)
    events_digest = models.CharField(_("台账记录摘要"), max_length=64)
    seal_no = models.BigIntegerField(_("台账封存序号"), null=True)
    bound_at = models.DateTimeField(_("成卷时间"), auto_now_add=True)
    by_id = models.UUIDField(_("立卷人"), null=True)

    class Meta:
        verbose_name = _("卷宗")
        ordering = ["-bound_at"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="volume_subject")]

    def __str__(self) -> str:
        return self.title

"""Who was handed which document, how, when, and what proves it?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow

from .documents import Document
from .files import StoredFile


class Delivery(CountyRow):
    """One attempt to serve one document. The day it counts as served follows from the way, by law."""

    class Way(models.TextChoices):
        DIRECT = "direct", _("直接送达")
        LEFT = "left", _("留置送达")
        POST = "post", _("邮寄送达")
        ENTRUSTED = "entrusted", _("委托送达")
        ELECTRONIC = "electronic", _("电子送达")
        NOTICE = "notice", _("公告送达")

    class Result(models.TextChoices):
        PENDING = "pending", _("等待送达")
        SERVED = "served", _("已送达")
        FAILED = "failed", _("未送达")

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries", verbose_name=_("文书"))
    way = models.CharField(_("送达方式"), max_length=10, choices=Way)
    to_name = models.CharField(_("受送达人"), max_length=80)
    received_by = models.CharField(_("签收人"), max_length=60, blank=True)
    relation = models.CharField(_("签收人与受送达人的关系"), max_length=40, blank=True)
    place = models.CharField(_("送达地点、地址或账号"), max_length=160, blank=True)
    acted_on = models.DateField(_("送出、留置、投寄或公告日期"))
    received_on = models.DateField(_("签收、收件或到达日期"), null=True)
    served_on = models.DateField(_("视为送达日期"), null=True)
    served_why = models.CharField(_("送达日期的依据"), max_length=300, blank=True)
    is_provisional = models.BooleanField(_("日期待年度放假通知确认"), default=False)
    result = models.CharField(_("结果"), max_length=8, choices=Result, default=Result.PENDING)
    failure = models.CharField(_("未送达或拒收的原因"), max_length=200, blank=True)
    witnesses = models.JSONField(_("见证人"), default=list, blank=True)
    second_officer = models.CharField(_("第二送达人"), max_length=40, blank=True)
    tracking_no = models.CharField(_("邮件号或公告载体"), max_length=80, blank=True)
    consent = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="consented_deliveries", verbose_name=_("送达确认书")
    )
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="deliveries", verbose_name=_("送达证明")
    )
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("送达人"), null=True)

    class Meta:
        verbose_name = _("文书送达")
        ordering = ["acted_on", "id"]
        indexes = [models.Index(fields=["county", "result", "acted_on"], name="delivery_result")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.to_name}"

"""What proves the facts, who took it, where and when, and through whose hands did it go?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency

from .documents import Document
from .files import StoredFile


class Evidence(CountyRow):
    """One piece of evidence. Its original never changes; using it in another case makes another row on the same file."""

    class Form(models.TextChoices):
        PHOTO = "photo", _("照片")
        VIDEO = "video", _("视频")
        AUDIO = "audio", _("录音")
        DOCUMENT = "document", _("文件")
        PHYSICAL = "physical", _("实物")

    class Kind(models.TextChoices):
        WRITTEN = "written", _("书证")
        PHYSICAL = "physical", _("物证")
        AUDIOVISUAL = "audiovisual", _("视听资料")
        ELECTRONIC = "electronic", _("电子数据")
        WITNESS = "witness", _("证人证言")
        PARTY = "party", _("当事人的陈述")
        EXPERT = "expert", _("鉴定意见")
        RECORD = "record", _("勘验笔录、现场笔录")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="evidence", verbose_name=_("取证机关"))
    subject_type = models.CharField(_("所属类别"), max_length=60)
    subject_id = models.UUIDField(_("所属"))
    no = models.PositiveSmallIntegerField(_("证据编号"))
    form = models.CharField(_("载体"), max_length=10, choices=Form)
    kind = models.CharField(_("证据种类"), max_length=12, choices=Kind)
    title = models.CharField(_("名称"), max_length=120)
    proves = models.CharField(_("证明对象"), max_length=300, blank=True)
    source = models.CharField(_("来源或提供人"), max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="evidence", verbose_name=_("原件"))
    quantity = models.CharField(_("数量"), max_length=40, blank=True)
    kept_at = models.CharField(_("保管地点"), max_length=120, blank=True)
    taken_at = models.DateTimeField(_("取证时间"))
    place = models.CharField(_("取证地点"), max_length=160, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    position = models.CharField(_("拍摄方位"), max_length=80, blank=True)
    device = models.CharField(_("取证设备"), max_length=120, blank=True)
    officers = ArrayField(models.CharField(max_length=40), verbose_name=_("取证人员"), default=list, blank=True)
    officer_ids = ArrayField(models.UUIDField(), verbose_name=_("取证人员编号"), default=list, blank=True)
    reveals_reporter = models.BooleanField(_("可能暴露反映人，入副卷"), default=False)
    recognised_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="recognised_as", verbose_name=_("互认自")
    )
    excluded_at = models.DateTimeField(_("排除时间"), null=True)
    excluded_why = models.CharField(_("排除原因"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by_id = models.UUIDField(_("登记人"), null=True)

    class Meta:
        verbose_name = _("证据")
        ordering = ["subject_type", "subject_id", "no"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "no"], name="evidence_no"),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "recognised_from"],
                name="evidence_recognised_once",
                condition=Q(recognised_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no}. {self.title}"


class CustodyEntry(Row):
    """Who had a piece of evidence in hand or before his eyes, when and why. Only ever added to."""

    class What(models.TextChoices):
        ADDED = "added", _("登记入库")
        OPENED = "opened", _("调阅原件")
        MOVED = "moved", _("移交保管")
        RECOGNISED = "recognised", _("其他单位互认使用")
        RETURNED = "returned", _("退还")
        EXCLUDED = "excluded", _("排除")

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="custody", verbose_name=_("证据"))
    what = models.CharField(_("事项"), max_length=10, choices=What)
    reason = models.CharField(_("事由"), max_length=300, blank=True)
    holder = models.CharField(_("去向或保管人"), max_length=120, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("依据文书"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    by_id = models.UUIDField(_("经手人"), null=True)

    class Meta:
        verbose_name = _("证据流转记录")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%Y-%m-%d %H:%M}"

"""Which documents are there, in which versions, under which number?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency

from .files import StoredFile


class Document(CountyRow):
    """One document about one subject (a case, an inspection: named by type and id, never by a key upward)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        IN_REVIEW = "in_review", _("审核中")
        REVIEWED = "reviewed", _("已审核")
        NUMBERED = "numbered", _("已编号")
        SEALED = "sealed", _("已用印")
        VOID = "void", _("已作废")

    class Volume(models.TextChoices):
        MAIN = "main", _("正卷")
        SIDE = "side", _("副卷")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="documents", verbose_name=_("办理单位"))
    issuer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("以其名义作出的机关"),
    )
    template = models.CharField(_("文书种类"), max_length=40)
    subject_type = models.CharField(_("所属类别"), max_length=60)
    subject_id = models.UUIDField(_("所属"))
    slot = models.CharField(_("同类区分"), max_length=64)
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    volume = models.CharField(_("入卷"), max_length=4, choices=Volume, default=Volume.MAIN)
    version_no = models.PositiveSmallIntegerField(_("当前版次"), default=1)
    series = models.CharField(_("文种代字"), max_length=20, blank=True)
    number_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("编号机关"))
    number_year = models.PositiveSmallIntegerField(_("文号年度"), null=True)
    number_serial = models.PositiveIntegerField(_("文号序号"), null=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True)
    created_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    created_by_id = models.UUIDField(_("起草人"), null=True)
    submitted_at = models.DateTimeField(_("送审时间"), null=True)
    submitted_by_id = models.UUIDField(_("送审人"), null=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    reviewed_by_id = models.UUIDField(_("审核人"), null=True)
    review_note = models.CharField(_("审核意见"), max_length=400, blank=True)
    numbered_at = models.DateTimeField(_("编号时间"), null=True)
    sealed_at = models.DateTimeField(_("用印时间"), null=True)
    sealed_by_id = models.UUIDField(_("用印人"), null=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="documents", verbose_name=_("成文件（PDF）")
    )
    page_count = models.PositiveSmallIntegerField(_("页数"), default=0)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("更正或替代的文书")
    )
    void_reason = models.CharField(_("作废原因"), max_length=400, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("文书")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "template", "slot"],
                name="document_slot",
                condition=~Q(state="void"),
            ),
            models.UniqueConstraint(fields=["county", "number"], name="document_number", condition=~Q(number="")),
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(file__isnull=False, sealed_at__isnull=False), name="sealed_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_subject"),
            models.Index(fields=["county", "agency", "state", "-created_at"], name="document_list"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def is_read_only(self) -> bool:
        return self.state in {self.State.NUMBERED, self.State.SEALED, self.State.VOID}


class DocumentVersion(Row):
    """What a document said at one time: facts taken from elsewhere (with their sources) and words of its author."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", verbose_name=_("文书"))
    no = models.PositiveSmallIntegerField(_("版次"))
    facts = models.JSONField(_("锁定事实"), default=dict)
    sources = models.JSONField(_("事实来源"), default=dict)
    free = models.JSONField(_("自由内容"), default=dict)
    digest = models.CharField(_("内容摘要（SM3）"), max_length=64)
    reason = models.CharField(_("修改原因"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    by_id = models.UUIDField(_("修改人"), null=True)

    class Meta:
        verbose_name = _("文书版次")
        ordering = ["document", "no"]
        constraints = [models.UniqueConstraint(fields=["document", "no"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.no}"

"""What was said and shown about the handling of a matter?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import StoredFile
from shanzhi.ledger.rows import Row

from .matter import Matter
from .task import Task


class Answer(Row):
    """What a unit says it has done. The centre verifies or sends back; every version stays."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("待核查")
        VERIFIED = "verified", _("核查通过")
        SENT_BACK = "sent_back", _("退回重做")

    class Fault(models.TextChoices):
        STAGE_ONLY = "stage_only", _("阶段性")
        TOO_THIN = "too_thin", _("过简")
        WRONG = "wrong", _("错误")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="answers", verbose_name=_("事件"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="answers", verbose_name=_("派单"))
    done = models.TextField(_("采取的措施"))
    told = models.CharField(_("告知了谁"), max_length=200)
    public_text = models.TextField(_("给反映人的答复"))
    no_photo_reason = models.CharField(_("无照片的理由"), max_length=200, blank=True)
    at = models.DateTimeField(_("反馈时间"))
    by_id = models.UUIDField(_("反馈人"))
    verdict = models.CharField(_("核查"), max_length=10, choices=Verdict, default=Verdict.WAITING)
    fault = models.CharField(_("退回原因"), max_length=10, choices=Fault, blank=True)
    opinion = models.CharField(_("核查意见"), max_length=400, blank=True)
    checked_at = models.DateTimeField(_("核查时间"), null=True)
    checked_by_id = models.UUIDField(_("核查人"), null=True)

    class Meta:
        verbose_name = _("反馈")
        ordering = ["at"]
        indexes = [models.Index(fields=["matter", "at"], name="answer_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.at:%m-%d %H:%M}"


class Remark(Row):
    """The words somebody wrote with an event: progress, a reason, an opinion. The ledger keeps ids, this keeps words."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="remarks", verbose_name=_("事件"))
    event_id = models.UUIDField(_("所属台账记录"), unique=True)
    text = models.TextField(_("内容"))
    at = models.DateTimeField(_("时间"))
    by_id = models.UUIDField(_("填写人"), null=True)

    class Meta:
        verbose_name = _("办理说明")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["matter", "at"], name="remark_matter")]

    def __str__(self) -> str:
        return self.text[:40]


class MatterPhoto(Row):
    """A photo from the handling of a matter: before, after, on patrol."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("处置前")
        AFTER = "after", _("处置后")
        PATROL = "patrol", _("巡查")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="photos", verbose_name=_("事件"))
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="photos", verbose_name=_("派单"))
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="photos", verbose_name=_("反馈"))
    remark = models.ForeignKey(Remark, models.PROTECT, null=True, related_name="photos", verbose_name=_("办理说明"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    phase = models.CharField(_("阶段"), max_length=8, choices=Phase, default=Phase.AFTER)
    added_at = models.DateTimeField(_("添加时间"))
    by_id = models.UUIDField(_("添加人"))

    class Meta:
        verbose_name = _("处置照片")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_phase_display()}"

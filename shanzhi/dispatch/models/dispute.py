"""Whose is it, when two units do not agree even after the centre's ruling? What the guidance body ruled stays as a precedent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow
from shanzhi.registry.models import Agency, EventType

from .matter import Matter


class Dispute(CountyRow):
    """A unit says a matter belongs to another; both name their ground; the guidance body rules (职责争议).

    浙江省综合行政执法条例17.2: disputes between a township and a county agency go to the county's guidance body.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("等待对方说明")
        REPLIED = "replied", _("待裁定")
        RULED = "ruled", _("已裁定")
        WITHDRAWN = "withdrawn", _("已撤回")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="disputes", verbose_name=_("事件"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    claimant = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("提出单位"))
    claim_rule = models.CharField(_("提出方依据"), max_length=300)
    claim_reason = models.CharField(_("提出方理由"), max_length=600)
    claimed_at = models.DateTimeField(_("提出时间"))
    claimed_by_id = models.UUIDField(_("提出人"))
    other = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("对方单位"))
    reply_by = models.DateTimeField(_("说明期限"))
    reply_rule = models.CharField(_("对方依据"), max_length=300, blank=True)
    reply_reason = models.CharField(_("对方理由"), max_length=600, blank=True)
    replied_at = models.DateTimeField(_("说明时间"), null=True)
    replied_by_id = models.UUIDField(_("说明人"), null=True)
    decide_by = models.DateTimeField(_("裁定期限"))
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("裁定承办单位"))
    ruling_rule = models.CharField(_("裁定依据"), max_length=300, blank=True)
    ruling_reason = models.CharField(_("裁定理由"), max_length=600, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    ended_by_id = models.UUIDField(_("裁定人"), null=True)

    class Meta:
        verbose_name = _("职责争议")
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], name="one_open_dispute", condition=Q(ended_at__isnull=True)),
        ]
        indexes = [
            models.Index(fields=["county", "decide_by"], name="dispute_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["county", "-claimed_at"], name="dispute_claimed"),
        ]

    def __str__(self) -> str:
        return f"{self.claimant}与{self.other}"


class Precedent(CountyRow):
    """What was ruled once, for the next matter like it (先例). It holds until it is ended with a reason."""

    class Holder(models.TextChoices):
        AGENCY = "agency", _("就是这个单位")
        TOWN_TEAM = "town_team", _("事发地执法队")
        TOWNSHIP = "township", _("事发地乡镇（街道）")
        VILLAGE = "village", _("事发地村（居）委会")

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="precedent", verbose_name=_("职责争议"))
    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="precedents", verbose_name=_("事件类型"))
    holder = models.CharField(_("由谁承办"), max_length=10, choices=Holder)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("承办单位"))
    title = models.CharField(_("当时的事"), max_length=120)
    words = ArrayField(models.CharField(max_length=20), verbose_name=_("关键词"), default=list, blank=True)
    rule = models.CharField(_("依据"), max_length=300)
    reason = models.CharField(_("理由"), max_length=600)
    made_at = models.DateTimeField(_("裁定时间"))
    ended_at = models.DateTimeField(_("停用时间"), null=True)
    end_reason = models.CharField(_("停用理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("先例")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="agency", agency__isnull=False) | (~Q(holder="agency") & Q(agency__isnull=True)),
                name="precedent_holder",
            ),
        ]
        indexes = [
            models.Index(fields=["event_type", "-made_at"], name="precedent_type", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["county", "-made_at"], name="precedent_made"),
        ]

    def __str__(self) -> str:
        return self.title

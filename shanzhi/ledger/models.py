"""What happened, in order, for ever? Events and the seals over them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from .rows import CountyRow, Row


class ActorKind(models.TextChoices):
    STAFF = "staff", _("工作人员")
    PUBLIC = "public", _("群众")
    MACHINE = "machine", _("系统对接")
    SYSTEM = "system", _("系统自动")


class Event(CountyRow):
    """One thing that happened. Append-only by the database's own hand; holds ids, never personal data."""

    seq = models.BigIntegerField(
        _("序号"),
        db_default=Func(Value("ledger_event_seq"), function="nextval", output_field=models.BigIntegerField()),
        editable=False,
    )
    kind = models.CharField(_("种类"), max_length=64)
    subject_type = models.CharField(_("对象类型"), max_length=48)
    subject_id = models.UUIDField(_("对象"))
    thread_id = models.UUIDField(_("所属事件"), null=True)
    actor_kind = models.CharField(_("行为人类别"), max_length=8, choices=ActorKind)
    by_id = models.UUIDField(_("行为人"), null=True)
    on = models.DateField(_("法律日期"))
    at = models.DateTimeField(_("发生时间"))
    data = models.JSONField(_("内容"), default=dict)
    digest = models.BinaryField(_("摘要"), max_length=32)

    class Meta:
        verbose_name = _("台账记录")
        indexes = [
            models.Index(fields=["thread_id", "seq"], name="event_thread", condition=models.Q(thread_id__isnull=False)),
            models.Index(fields=["subject_id", "seq"], name="event_subject"),
            BrinIndex(fields=["at"], name="event_at"),
        ]
        constraints = [models.UniqueConstraint(fields=["seq"], name="event_seq")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Seal(Row):
    """A Merkle root over a closed batch of events, chained to the seal before it.

    `leaves` holds 16 bytes an event (its number and the head of its digest), so that a check can name the broken row.
    """

    number = models.BigIntegerField(_("封存序号"), unique=True)
    first_seq = models.BigIntegerField(_("起始序号"))
    last_seq = models.BigIntegerField(_("终止序号"))
    event_count = models.IntegerField(_("记录数"))
    leaves = models.BinaryField(_("叶子"))
    root = models.BinaryField(_("默克尔根"), max_length=32)
    previous = models.BinaryField(_("前一封存"), max_length=32)
    digest = models.BinaryField(_("封存摘要"), max_length=32)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("封存")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"#{self.number}"

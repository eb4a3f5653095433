"""What do many people report at the same time? Worked out anew by a job, never edited by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow


class HotTopic(CountyRow):
    """A group of reports about one thing (热点): where, since when, by how many, how hot."""

    subject = models.CharField(_("主题"), max_length=120)
    place_text = models.CharField(_("地点"), max_length=80, blank=True)
    from_on = models.DateField(_("从"))
    until_on = models.DateField(_("到"))
    people_count = models.PositiveIntegerField(_("人数"))
    report_count = models.PositiveIntegerField(_("条数"))
    heat = models.PositiveIntegerField(_("热度"))
    matter_ids = ArrayField(models.UUIDField(), verbose_name=_("事件"))
    days = models.PositiveSmallIntegerField(_("统计天数"))
    found_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("热点")
        ordering = ["-heat", "id"]
        indexes = [models.Index(fields=["county", "-heat", "id"], name="hot_topic_heat")]

    def __str__(self) -> str:
        return self.subject

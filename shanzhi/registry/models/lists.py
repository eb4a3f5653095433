"""Which published list does a row come from, since when does it stand there, and how was its file read?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.models import User
from shanzhi.law.citation import Citation, cite
from shanzhi.ledger.rows import CountyRow


class ListKind(models.TextChoices):
    """The lists that come in as a whole from a file."""

    ITEMS = "items", _("执法事项清单")
    CONCENTRATIONS = "concentrations", _("集中行使清单")
    DELEGATIONS = "delegations", _("赋权事项清单")
    BOUNDARIES = "boundaries", _("职责边界清单")
    DUTIES = "duties", _("属地管理清单")
    DISCRETION = "discretion", _("裁量基准")
    LENIENCY = "leniency", _("不予、减轻处罚清单")
    OFFICERS = "officers", _("人员名册")
    FIRMS = "firms", _("经营主体名册")
    EVENT_TYPES = "event_types", _("事件类型表")
    SIGNS = "signs", _("敏感提示词表")


class ListVersion(CountyRow):
    """One version of one list: read from a file as a draft, then put in force as a whole, or withdrawn."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        IN_FORCE = "in_force", _("已生效")
        WITHDRAWN = "withdrawn", _("已撤回")

    kind = models.CharField(_("清单"), max_length=16, choices=ListKind)
    number = models.PositiveIntegerField(_("版本号"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_hash = models.CharField(_("文件摘要（SHA-256）"), max_length=64, blank=True)
    imported_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, verbose_name=_("导入人"))
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    row_count = models.PositiveIntegerField(_("行数"), default=0)
    summary = models.JSONField(_("变动统计"), default=dict, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("清单版本")
        ordering = ["-imported_at"]
        constraints = [models.UniqueConstraint(fields=["county", "kind", "number"], name="list_version_number")]
        indexes = [models.Index(fields=["county", "kind", "state", "valid_from"], name="list_version_kind")]

    def __str__(self) -> str:
        number = _("第%(number)s版") % {"number": self.number} if self.number else _("草稿")
        return f"{self.get_kind_display()} {number}"


class ListDraft(models.Model):
    """The cells of an uploaded file and how its columns are to be read, until the version is in force."""

    version = models.OneToOneField(
        ListVersion, models.CASCADE, primary_key=True, related_name="draft", verbose_name=_("清单版本")
    )
    cells = models.BinaryField(_("单元格"))
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("表头行"), default=0)
    mapping = models.JSONField(_("列对应"), default=dict, blank=True)

    class Meta:
        verbose_name = _("清单草稿")

    def __str__(self) -> str:
        return str(self.version)


class ColumnName(CountyRow):
    """A heading somebody once mapped to a column; the next file with it maps itself."""

    kind = models.CharField(_("清单"), max_length=16, choices=ListKind)
    heading = models.CharField(_("表头写法"), max_length=80)
    column = models.CharField(_("对应列"), max_length=40)

    class Meta:
        verbose_name = _("表头写法")
        constraints = [models.UniqueConstraint(fields=["county", "kind", "heading"], name="column_name_heading")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"


class RowChange(CountyRow):
    """What putting a version in force did to a row of a register that has no dates of its own; roll back reads it."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="row_changes", verbose_name=_("清单版本"))
    row_id = models.UUIDField(_("对象编号"))
    before = models.JSONField(_("原值"), null=True, blank=True)
    after = models.JSONField(_("新值"), null=True, blank=True)

    class Meta:
        verbose_name = _("名册变动")
        indexes = [models.Index(fields=["version"], name="row_change_version")]

    def __str__(self) -> str:
        return str(self.row_id)


class ListRow(CountyRow):
    """A row of a published list and the days it stands in the list. A changed row is a new row; the old one ends."""

    version = models.ForeignKey(
        ListVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("清单版本")
    )
    ended_by = models.ForeignKey(
        ListVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("移出版本")
    )
    valid_from = models.DateField(_("列入日期"))
    valid_to = models.DateField(_("移出前一日"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def bases(self) -> list[tuple[str, Citation | None, str]]:
        """Role, article and words of each basis; what was not read as an article has words only."""
        rows: list[dict[str, str]] = getattr(self, "legal_bases", [])
        return [
            (one.get("role", ""), cite(one["cite"]) if one.get("cite") else None, one.get("text", "")) for one in rows
        ]

"""What did somebody say, where, when, and what has become of it in his eyes?"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import StoredFile
from shanzhi.ledger.rows import CountyRow, Row
from shanzhi.registry.models import Agency, Area


class Source(models.TextChoices):
    QR = "qr", _("扫码")
    WEB = "web", _("网页")
    API = "api", _("系统接入")
    PHONE = "phone", _("来电")
    VISIT = "visit", _("来访")
    HOTLINE = "12345", _("12345 热线")
    POLICE = "110", _("110 分流")
    GRID = "grid", _("网格上报")
    PATROL = "patrol", _("巡查")
    DRONE = "drone", _("无人机")
    MEDIA = "media", _("媒体网络")
    SUPERIOR = "superior", _("上级交办")


class Stage(models.TextChoices):
    """Where the report stands in the reporter's eyes."""

    RECEIVED = "received", _("已收到")
    ACCEPTED = "accepted", _("已受理")
    REFUSED = "refused", _("不予受理")
    ASSIGNED = "assigned", _("已派单")
    IN_HAND = "in_hand", _("正在处理")
    LONG_TERM = "long_term", _("需较长时间")
    ANSWERED = "answered", _("已有结果，核查中")
    CLOSED = "closed", _("已办结")
    RATED = "rated", _("已评价")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN_STAGES = (Stage.RECEIVED, Stage.ACCEPTED, Stage.ASSIGNED, Stage.IN_HAND, Stage.LONG_TERM, Stage.ANSWERED)


class QRPoint(CountyRow):
    """A place with a code on it: the report page it opens already knows where it is."""

    class State(models.TextChoices):
        ACTIVE = "active", _("在用")
        RETIRED = "retired", _("已停用")

    code = models.CharField(_("点位码"), max_length=12, unique=True)
    name = models.CharField(_("点位名称"), max_length=60)
    english_name = models.CharField(_("英文名"), max_length=80, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="qr_points", verbose_name=_("所在区域"))
    place_text = models.CharField(_("位置描述"), max_length=120, blank=True)
    lon = models.FloatField(_("经度（WGS-84）"))
    lat = models.FloatField(_("纬度（WGS-84）"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(_("设立时间"), auto_now_add=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("二维码点位")
        ordering = ["code"]
        indexes = [models.Index(fields=["county", "state", "code"], name="qr_point_state")]

    def __str__(self) -> str:
        return self.name


class Report(CountyRow):
    """What somebody said. It keeps his words for ever and, in plain stages, what became of them."""

    class PlaceBasis(models.TextChoices):
        CODE = "code", _("点位码")
        PHONE = "phone", _("手机定位")
        MAP = "map", _("地图选点")
        LIST = "list", _("区域列表")
        PHOTO = "photo", _("照片位置")
        NONE = "none", _("未提供")

    number = models.CharField(_("受理编号"), max_length=20)
    secret_digest = models.BinaryField(_("查询凭证摘要"), max_length=32)
    idempotency_key = models.CharField(_("防重键"), max_length=80, null=True)
    content_digest = models.BinaryField(_("内容摘要"), max_length=32)
    source = models.CharField(_("来源"), max_length=10, choices=Source)
    outside_number = models.CharField(_("来源单号"), max_length=60, blank=True)
    tile = models.CharField(_("反映入口"), max_length=20, blank=True)
    text = models.TextField(_("反映内容"))
    public_text = models.TextField(_("公开文本"), blank=True)
    language = models.CharField(_("语言"), max_length=8, default="zh-hans")
    point = models.ForeignKey(
        QRPoint, models.PROTECT, null=True, db_index=False, related_name="reports", verbose_name=_("二维码点位")
    )
    area_code = models.CharField(_("区域代码"), max_length=15, blank=True)
    place_text = models.CharField(_("地点描述"), max_length=160, blank=True)
    lon = models.FloatField(_("经度（WGS-84）"), null=True)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True)
    place_basis = models.CharField(_("位置依据"), max_length=8, choices=PlaceBasis, default=PlaceBasis.NONE)
    is_outside = models.BooleanField(_("不在本县"), default=False)
    received_at = models.DateTimeField(_("收到时间"))
    stage = models.CharField(_("进度"), max_length=10, choices=Stage, default=Stage.RECEIVED)
    stage_at = models.DateTimeField(_("进度时间"))
    handler_name = models.CharField(_("办理单位"), max_length=80, blank=True)
    handler_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, db_index=False, related_name="reports", verbose_name=_("办理机构")
    )
    due_on = models.DateField(_("答复期限"), null=True)
    due_is_provisional = models.BooleanField(_("期限为暂按"), default=False)
    answer = models.TextField(_("答复"), blank=True)
    refusal = models.TextField(_("不予受理理由"), blank=True)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="joined", verbose_name=_("一同反映的")
    )
    is_public = models.BooleanField(_("可让附近的人看到"), default=True)
    wants_withdrawal = models.BooleanField(_("已撤回"), default=False)
    rating = models.PositiveSmallIntegerField(_("评价"), null=True)
    rating_reason = models.CharField(_("评价理由"), max_length=300, blank=True)
    rated_at = models.DateTimeField(_("评价时间"), null=True)
    reopen_reason = models.CharField(_("要求重办的理由"), max_length=300, blank=True)
    reopened_at = models.DateTimeField(_("要求重办时间"), null=True)
    photo_count = models.PositiveSmallIntegerField(_("照片数"), default=0)
    alarms = ArrayField(models.CharField(max_length=20), verbose_name=_("提示"), default=list, blank=True)
    by_id = models.UUIDField(_("登记人"), null=True)
    origin = models.CharField(_("来处摘要"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("诉求")
        indexes = [
            # Few and partial: every index is paid for by the one write that must be fast.
            BrinIndex(fields=["received_at"], name="report_received"),
            models.Index(fields=["point", "received_at"], name="report_point", condition=Q(point__isnull=False)),
            models.Index(fields=["joined_to"], name="report_joined", condition=Q(joined_to__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="report_number"),
            models.UniqueConstraint(fields=["county", "idempotency_key"], name="report_once"),
            models.CheckConstraint(condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="report_rating"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="report_position",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportPhoto(Row):
    """A photo somebody added to a report."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="photos", verbose_name=_("诉求"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_public = models.BooleanField(_("可公开"), default=True)
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("诉求照片")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.report} #{self.order}"


class Supplement(Row):
    """What the reporter added later."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="supplements", verbose_name=_("诉求"))
    text = models.TextField(_("补充内容"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("补充情况")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.report} {self.at:%m-%d}"


class Message(Row):
    """What staff said to the reporter through the platform."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="messages", verbose_name=_("诉求"))
    text = models.CharField(_("内容"), max_length=300)
    at = models.DateTimeField(_("时间"))
    by_id = models.UUIDField(_("发送人"), null=True)

    class Meta:
        verbose_name = _("给反映人的话")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:40]


class Contact(Row):
    """How to reach a reporter: encrypted, apart from the report, opened only with a reason."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="contact", verbose_name=_("诉求"))
    sealed = models.BinaryField(_("密文"))
    masked = models.CharField(_("掩码"), max_length=60)
    tail_digest = models.BinaryField(_("尾号摘要"), max_length=32, null=True)
    key_id = models.CharField(_("密钥编号"), max_length=16)
    wants_sms = models.BooleanField(_("愿收短信"), default=False)
    wants_email = models.BooleanField(_("愿收邮件"), default=False)

    class Meta:
        verbose_name = _("联系方式")

    def __str__(self) -> str:
        return self.masked


class ContactOpening(Row):
    """Somebody opened a reporter's contact, and why."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="openings", verbose_name=_("联系方式"))
    by_id = models.UUIDField(_("调阅人"))
    reason = models.CharField(_("理由"), max_length=200)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("联系方式调阅")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.contact} {self.at:%Y-%m-%d %H:%M}"


class Delivery(CountyRow):
    """A message to a reporter through one channel, with its own state and retries."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已送达")
        FAILED = "failed", _("未送达，将重试")
        GIVEN_UP = "given_up", _("多次未送达，请人工告知")
        TOLD = "told", _("已由人工告知")

    report = models.ForeignKey(Report, models.PROTECT, related_name="deliveries", verbose_name=_("诉求"))

    class Channel(models.TextChoices):
        SMS = "sms", _("短信")
        EMAIL = "email", _("邮件")

    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    text = models.CharField(_("内容"), max_length=400)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    cause_id = models.UUIDField(_("起因记录"))
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    sent_at = models.DateTimeField(_("送达时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("告知送达")
        constraints = [models.UniqueConstraint(fields=["report", "channel", "cause_id"], name="delivery_once")]
        indexes = [
            models.Index(fields=["county", "state"], name="delivery_open", condition=~Q(state__in=["sent", "told"]))
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.channel}"


class Draft(CountyRow):
    """A report being written, page by page, kept on the server so that no script is needed. Becomes one report, once."""

    data = models.JSONField(_("已填内容"), default=dict)
    created_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)
    report = models.OneToOneField(Report, models.PROTECT, null=True, related_name="draft", verbose_name=_("诉求"))

    class Meta:
        verbose_name = _("反映草稿")
        indexes = [models.Index(fields=["updated_at"], name="draft_updated")]

    def __str__(self) -> str:
        return str(self.pk)


class DraftPhoto(Row):
    """A photo added to a draft; it moves to the report when the draft is sent."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="photos", verbose_name=_("反映草稿"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("草稿照片")
        ordering = ["added_at"]

    def __str__(self) -> str:
        return str(self.file)

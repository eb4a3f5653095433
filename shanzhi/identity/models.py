"""Who may sign in, in what role, over which ground?"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.rows import CountyRow, Row, new_id


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. Who he is at work (agency, certificate) is the registry's business."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("工作人员")
        RESIDENT = "resident", _("居民")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    county = models.CharField(_("县（市、区）代码"), max_length=6)
    username = models.CharField(_("账号"), max_length=64, unique=True)
    display_name = models.CharField(_("姓名"), max_length=64)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind, default=Kind.STAFF)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=False)
    is_sample = models.BooleanField(_("示例账号"), default=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return self.display_name

    @property
    def actor_id(self) -> Any:
        return self.pk

    @property
    def actor_kind(self) -> str:
        return "staff" if self.kind == self.Kind.STAFF else "public"


class Role(CountyRow):
    """A named set of permissions. Code asks for permissions, never for roles."""

    code = models.SlugField(_("角色代码"), max_length=40)
    name = models.CharField(_("角色"), max_length=40)
    permissions = ArrayField(models.CharField(max_length=64), verbose_name=_("权限"), default=list)

    class Meta:
        verbose_name = _("角色")
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="role_code")]

    def __str__(self) -> str:
        return self.name


class Grant(CountyRow):
    """A role given to a user over a scope: the county, an area subtree, or an agency subtree (by id, no key upward)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("账号"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name=_("角色"))
    area_code = models.CharField(_("区域代码前缀"), max_length=15, blank=True)
    agency_id = models.UUIDField(_("机构"), null=True, blank=True)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("授权")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")), name="grant_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class SignIn(Row):
    """A session somebody opened; he sees the list and can end each."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name=_("账号"))
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(_("地址"), null=True)
    agent = models.CharField(_("设备"), max_length=200, blank=True)
    at = models.DateTimeField(_("登录时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("登录")
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class FailedSignIn(Row):
    """A wrong password: counted by account and address together, so that nobody can lock out a stranger."""

    username = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("失败登录")
        indexes = [models.Index(fields=["username", "address", "at"], name="failed_sign_in")]

    def __str__(self) -> str:
        return self.username


class Notice(CountyRow):
    """A message to one user through one channel, with its own state: nobody is told 'sent' for two."""

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("站内")
        EMAIL = "email", _("邮件")
        SMS = "sms", _("短信")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已送达")
        FAILED = "failed", _("未送达，将重试")
        GIVEN_UP = "given_up", _("多次未送达，已转人工")

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("收件人"))
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    text = models.CharField(_("内容"), max_length=400)
    url = models.CharField(_("链接"), max_length=200, blank=True)
    cause_id = models.UUIDField(_("起因记录"), null=True)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    sent_at = models.DateTimeField(_("送达时间"), null=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_user"),
            models.Index(fields=["state"], name="notice_open", condition=~Q(state="sent")),
        ]
        constraints = [
            # A handler that runs twice for one event tells a user once.
            models.UniqueConstraint(fields=["user", "channel", "cause_id", "text"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return self.text

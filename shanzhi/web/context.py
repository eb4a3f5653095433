"""What do the base pages know without being told by a view? All of it lazily: unused facts cost no query."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .navigation import Entry, entries


class NoFacts:
    """Stands in where no house stands around this room (its own tests, a broken database)."""

    LINKS: dict[str, str] = {}

    @staticmethod
    def county() -> Any:
        return None

    @staticmethod
    def may(user: Any, permission: str) -> bool:
        return False

    @staticmethod
    def unit(user: Any) -> str:
        return ""

    @staticmethod
    def unread(user: Any) -> int:
        return 0


class Page:
    """The facts of one request, for the base templates."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.elder = getattr(request, "elder", False)
        self.embedded = getattr(request, "embedded", False)
        self.htmx = getattr(request, "htmx", False)
        self.number = getattr(request, "request_id", "")
        self.tiles = getattr(settings, "SHANZHI_MAP_TILES", "")
        self.path = request.path
        self.full_path = request.get_full_path()
        named = getattr(settings, "SHANZHI_PAGE_FACTS", "")
        self.facts: Any = import_string(named) if named else NoFacts

    @property
    def user(self) -> Any:
        return getattr(self.request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return bool(getattr(self.user, "is_authenticated", False))

    @cached_property
    def english(self) -> bool:
        return (get_language() or "").startswith("en")

    @property
    def lang(self) -> str:
        return "en" if self.english else "zh-CN"

    @cached_property
    def county(self) -> Any:
        return self.facts.county()

    @cached_property
    def county_name(self) -> str:
        if not self.county:
            return ""
        return str(self.county.english_name if self.english else self.county.name)

    @cached_property
    def service_name(self) -> str:
        return getattr(self.county, "service_name", "") or _("善治")

    @cached_property
    def unit(self) -> str:
        return self.facts.unit(self.user) if self.signed_in else ""

    @cached_property
    def unread(self) -> int:
        return self.facts.unread(self.user) if self.signed_in else 0

    @cached_property
    def nav(self) -> list[Entry]:
        return entries(self.user, self.facts.may, self.path) if self.signed_in else []

    @cached_property
    def phone_nav(self) -> list[Entry]:
        if not self.signed_in:
            return []
        return entries(self.user, self.facts.may, self.path, attribute="phone_nav")[:4]

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses of the house's own services (search, notices, account, sign_in, sign_out), where they exist."""
        found = {}
        for key, name in self.facts.LINKS.items():
            try:
                found[key] = reverse(name)
            except NoReverseMatch:
                continue
        return found

    @property
    def script_words(self) -> str:
        """The few sentences the scripts say, in the reader's language, as JSON for one data attribute."""
        return json.dumps(script_words(), ensure_ascii=False)


def script_words() -> dict[str, str]:
    return {
        "draft_saved": _("草稿已存在本机"),
        "draft_restored": _("已恢复您上次没有提交的内容。"),
        "draft_drop": _("不要了，重新填"),
        "photo_working": _("正在处理照片…"),
        "photo_ready": _("已选 {n} 张，最多 {max} 张。"),
        "photo_too_many": _("最多 {max} 张，多出的没有加进来。"),
        "photo_bad": _("「{name}」打不开，没有加进来。"),
        "photo_remove": _("移除第 {n} 张照片"),
        "photo_alt": _("第 {n} 张照片"),
        "place_asking": _("正在取得位置…"),
        "place_found": _("已取得您的位置，误差约 {m} 米。"),
        "place_refused": _("没有取得位置。请在下面选择地点，或写明地址。"),
        "far_found": _("直线距离，您的位置误差约 {m} 米。"),
        "far_refused": _("没有取得位置，看不了距离。请在手机设置里允许定位后再试。"),
        "metres": _("{n}米"),
        "kilometres": _("{n}公里"),
        "map_hidden": _("地图范围外还有 {n} 条，缩小地图可见。"),
        "map_all": _("地图与列表一致，共 {n} 条。"),
        "map_failed": _("地图数据暂时没有取到，请看列表。"),
        "map_picked": _("已选定地图上的位置。"),
        "offline": _("无网络。已填写的内容存在本机，恢复后可继续。"),
        "failed": _("没有成功，请再试一次；内容没有丢失。"),
        "slow": _("网络较慢，还在等待…"),
        "updated": _("内容已更新"),
    }


def page(request: HttpRequest) -> dict[str, Any]:
    return {"site": Page(request)}

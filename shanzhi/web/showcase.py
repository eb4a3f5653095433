"""What does the living page show? Made-up content for every component in every state (示例)."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .context import Page
from .fields import PhotosField
from .icons import ICONS
from .navigation import Entry
from .paging import Keyset

PAGES = {"public", "question", "office", "worklist", "matter", "mobile", "hall", "paper", "confirm", "error", "map"}
INFO, SUCCESS, WARNING, ERROR = 20, 25, 30, 40


@dataclass(frozen=True)
class Light:
    code: str
    word: str
    shape: str
    text: str


LIGHTS = [
    Light("green", "正常", "●", "剩3日"),
    Light("yellow", "临期", "▲", "剩5小时"),
    Light("red", "超期", "■", "超期2日"),
    Light("grey", "中止", "‖", "中止 · 鉴定中"),
]


@dataclass(frozen=True)
class Article:
    statute: str
    article: str
    long: str


NOTICE = Article("行政处罚法", "44", "《行政处罚法》第四十四条")
OFFICERS = Article("行政处罚法", "42", "《行政处罚法》第四十二条第一款")


@dataclass(frozen=True)
class Reason:
    text: str
    basis: Any = ()
    remedy: str = ""
    remedy_url: str = ""


@dataclass(frozen=True)
class Entered:
    title: str
    at: Any = None
    by: str = ""
    text: str = ""
    state: str = "done"
    basis: Any = ()
    photos: list[Any] = field(default_factory=list)


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label="什么事",
        choices=[
            ("smoke", "餐饮油烟"),
            ("noise", "噪声扰民"),
            ("bin", "垃圾堆放"),
            ("road", "道路损坏"),
            ("water", "污水排放"),
            ("works", "违法搭建"),
            ("shop", "占道经营"),
            ("other", "其他"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="说说情况",
        help_text="什么时候、看到或听到了什么。请不要写姓名和身份证号，这里的内容会公开。",
        widget=forms.Textarea,
        max_length=2000,
    )
    photos = PhotosField(required=False, help_text="拍清楚现场和附近的标志物，最多9张。")
    phone = forms.CharField(
        label="联系电话",
        required=False,
        help_text="只用于告诉您办理结果，承办单位看不到号码。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    kind.choice_hints = {"smoke": "饭店、烧烤、食堂", "other": "说不清归哪类，也可以"}  # type: ignore[attr-defined]
    kind.choice_icons = {  # type: ignore[attr-defined]
        "smoke": "smoke", "noise": "noise", "bin": "bin", "road": "road", "water": "water", "works": "works",
        "shop": "shop", "other": "question",
    }  # fmt: skip


class OrderForm(forms.Form):
    unit = forms.ChoiceField(
        label="承办单位", choices=[("", "请选择"), ("1", "东溪街道综合执法队（示例）"), ("2", "生态环境分局（示例）")]
    )
    limit = forms.IntegerField(label="时限", min_value=1, help_text="从派单时起算。")
    due = forms.DateField(label="要求到场日期", required=False)
    ways = forms.MultipleChoiceField(
        label="同时告知",
        required=False,
        choices=[("app", "站内通知"), ("mail", "邮件"), ("sms", "短信")],
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(
        label="紧急程度", choices=[("0", "一般"), ("1", "较急"), ("2", "紧急")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="已电话确认对方在岗")
    number = forms.CharField(label="事件编号", disabled=True, initial="SL-2026-000128")
    file = forms.FileField(label="附件", required=False, help_text="PDF 或图片，不超过 25 MB。")


def _entries() -> list[Entered]:
    now = timezone.now()
    return [
        Entered("收到群众反映", now - timedelta(days=2, hours=5), "二维码 · 柳溪村", "饭店油烟直排，晚上窗户打不开。"),
        Entered(
            "派给东溪街道综合执法队",
            now - timedelta(days=2, hours=4),
            "指挥中心 李某（示例）",
            "请会同生态环境分局核实。",
        ),
        Entered("现场核查", now - timedelta(hours=3), "王某、赵某（示例）", "净化器未开启，已当场要求整改。", "now"),
        Entered("反馈办理结果", now + timedelta(days=1), "", "", "due"),
        Entered("作出行政处罚决定", now + timedelta(days=88), "", "", "due", NOTICE),
    ]


def _rows() -> list[dict[str, Any]]:
    now = timezone.now()
    names = [
        ("饭店油烟直排", "柳溪村 · 清溪路3号", "处置中", "东溪街道"),
        ("河边倾倒建筑垃圾", "石桥镇 · 石桥村口", "待签收", "石桥镇"),
        ("夜间施工噪声", "城南街道 · 文昌东路", "处置中", "综合执法局"),
        ("柚子收购占道", "清泉镇 · 老街", "待核查", "清泉镇"),
        ("养殖废水直排沟渠", "柏川镇 · 黄泥坡村", "中止", "生态环境分局"),
        ("路灯损坏", "临江镇 · 中心路", "处置中", "临江镇"),
    ]
    lights = [LIGHTS[2], LIGHTS[1], LIGHTS[1], LIGHTS[0], LIGHTS[3], LIGHTS[0]]
    spots = [(118.468, 28.945), (118.45, 28.79), (118.51, 28.9), (118.64, 28.93), (118.36, 28.92), (118.52, 29.06)]
    return [
        {
            "number": f"SL-2026-{128 - n:06}",
            "title": title,
            "place": place,
            "step": step,
            "unit": f"{unit}（示例）",
            "light": lights[n],
            "due": now + timedelta(hours=-48 + 29 * n),
            "metres": 320 * (n + 1) ** 2,
            "lon": spots[n][0],
            "lat": spots[n][1],
            "id": n + 1,
        }
        for n, (title, place, step, unit) in enumerate(names)
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """Return all sample content, for the page of parts and for the sample pages."""
    wrong = ReportForm({"words": "", "phone": "12"})
    wrong.add_error("phone", "电话号码不完整，请检查是否少了数字。")
    rows = _rows()
    return {
        "pages": sorted(PAGES),
        "headings": ["事项", "地点", "当前环节", "承办单位"],
        "lights": LIGHTS,
        "icons": list(ICONS),
        "report": ReportForm(prefix="new"),
        "question": ReportForm(prefix="ask"),
        "wrong": wrong,
        "order": OrderForm(prefix="order", initial={"urgency": "0", "limit": 24}),
        "entries": _entries(),
        "reasons": [
            Reason("执法人员不得少于两人。", OFFICERS, "再指派一名持证执法人员"),
            Reason("尚未告知拟处罚内容和陈述、申辩、听证权利。", NOTICE, "制作并送达告知书", "#"),
            Reason("附件还没有上传完。", (), ""),
        ],
        "summary_rows": [
            ("什么事", "餐饮油烟", "#"),
            ("在哪里", "柳溪村 · 清溪路3号", "#"),
            ("照片", "2张", "#"),
            ("联系电话", None, "#"),
        ],
        "ticket_rows": [("承办单位", "东溪街道综合执法队（示例）"), ("反映时间", "10月11日 19:20")],
        "rows": rows,
        "cells": [[row["title"], row["place"], row["step"], row["unit"]] for row in rows],
        "keyset": Keyset(rows, newer="MQ", older="Mg"),
        "states": [("待派单", "accepted", 3), ("处置中", "in_hand", 12), ("已超期", "late", 2)],
        "tab_items": [("本单位", request.path), ("下属", "#below"), ("协办", "#assist")],
        "moment": timezone.now(),
        "articles": (OFFICERS, NOTICE),
        "samples": [Message(SUCCESS, "已派给东溪街道综合执法队。"), Message(ERROR, "没有派出去：对方单位已停用。")],
        "features": sample_points(rows),
    }


def sample_points(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rows as the GeoJSON a map asks for."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
                "properties": {"id": row["id"], "title": row["title"], "light": row["light"].code, "url": "#"},
            }
            for row in rows
        ],
    }


class SamplePage(Page):
    """A base page with somebody signed in, who does not exist."""

    signed_in = True
    county = SimpleNamespace(
        name="示例县", english_name="Sample County", service_name="云执法", hotline="12345", is_sample=True
    )
    unit = "东溪街道综合执法队"
    unread = 3
    user = "王某（示例）"
    links = {"search": "#", "notices": "#", "account": "#me", "sign_out": "#"}
    nav = [
        Entry(label, "#", "", label == "待办")
        for label in ("待办", "事件", "地图", "登记诉求", "二维码点位", "名录", "通知送达")
    ]
    phone_nav = [Entry(label, "#", "", label == "今天") for label in ("今天", "待办", "附近")]


def sample_page(request: HttpRequest, name: str) -> HttpResponse:
    if name == "points":
        from django.http import JsonResponse

        return JsonResponse(sample_points(_rows()))
    if name not in PAGES:
        raise Http404
    found = context(request) | {"site": SamplePage(request)}
    if name == "confirm":
        found |= {
            "title": "退回这件派单？",
            "rows": [("事件", "SL-2026-000128 饭店油烟直排"), ("派单时限", "24工作小时")],
            "effect": "退回后由中心在4个工作小时内裁定；裁定前时限照走。每个单位对一件事只能退回一次。",
            "basis": "《示例县事件流转规则》第9条",
            "button": "确认退回",
            "cancel_url": "#",
        }
        return render(request, "web/confirm.html", found)
    if name == "error":
        from . import answers

        return answers.too_many(request, 42)
    return render(request, f"web/samples/{name}.html", found)

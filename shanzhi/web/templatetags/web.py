"""The words templates use: forms, lights, moments, links between rooms."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import fields as form_fields
from .. import moments
from ..icons import ICONS

register = template.Library()
log = logging.getLogger("shanzhi.web")
COMPONENTS = "web/components/"


def link_to(target: str, *args: Any) -> str:
    """Return the address of a URL name with its arguments; addresses pass through."""
    text = str(target)
    return text if (args == () and text[:1] in "/?#") or "://" in text else reverse(text, args=args)


# --- words -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def light(light: Any, big: bool = False) -> SafeString:
    """Shape, word and remaining time of a limit."""
    if not light:
        return SafeString("")
    word, text = str(light.word), str(light.text or "")
    said: str = format_html('{}<span class="dot"> · </span>{}', word, text) if text else word
    if text.startswith(word):
        said = _dotted(text)
    return format_html(
        '<span class="light light-{}{}"><span class="light-shape" aria-hidden="true">{}</span><span>{}</span></span>',
        light.code,
        " light-big" if big else "",
        light.shape,
        said,
    )


def _dotted(text: str) -> SafeString:
    return format_html_join(mark_safe('<span class="dot"> · </span>'), "{}", ((part,) for part in text.split(" · ")))


@register.simple_tag
def when(moment: date | datetime | None, exact: bool = False) -> SafeString:
    """A moment as people say it; the exact one stays in the title and for machines."""
    return said(moment, moments.Speaker(), exact=exact) if moment else SafeString("")


def said(moment: date | datetime, speaker: moments.Speaker, *, exact: bool = False) -> SafeString:
    """Return a moment for a page. It consists of figures and our own words: there is nothing to escape."""
    full = speaker.exact(moment)
    words = full if exact else speaker.spoken(moment)
    return mark_safe(f'<time datetime="{speaker.stamp(moment)}" title="{full}">{words}</time>')  # noqa: S308


@register.simple_tag
def distance(metres: float | None) -> str:
    return "" if metres is None else moments.length(metres)


@register.simple_tag
def cite(basis: Any) -> SafeString:
    """The articles of a basis; each a link to its text where the house has a reader for it."""
    return format_html_join("、", "{}", ((_cited(one),) for one in moments.citations_of(basis)))


def _cited(one: Any) -> SafeString:
    statute, article = getattr(one, "statute", None), getattr(one, "article", None)
    text = str(getattr(one, "long", one))
    if statute and article:
        try:
            url = reverse("law:article", args=[statute, article])
        except NoReverseMatch:
            url = ""
        if url:
            return format_html('<a class="cite" href="{}">{}</a>', url, text)
    return format_html('<span class="cite">{}</span>', text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; screen readers skip it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS.get(name, ICONS["question"]),
    )


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """This page's address with its query changed; None drops a key. Page cursors are dropped by any change."""
    query = context["request"].GET.copy()
    if not {"page", "before", "after"} & set(changes):
        changes |= {"page": None, "before": None, "after": None}
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        elif isinstance(value, list | tuple):
            query.setlist(key, [str(one) for one in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


# --- forms -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """One field: label, hint, control, error, the same words as in the summary."""
    if not bound:
        return SafeString("")
    if bound.is_hidden:
        return SafeString(str(bound))
    found = form_fields.shown(bound, **options)
    _written(bound.form).add(bound.name)
    return render_to_string(f"{COMPONENTS}field.html", {"field": found})


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of the form that this page has not written yet, hidden ones too."""
    written = _written(form)
    return mark_safe("".join(field(bound) for bound in form if bound.name not in written))  # noqa: S308  our own html


def _written(form: BaseForm) -> set[str]:
    if not hasattr(form, "_written"):
        form._written = set()  # type: ignore[attr-defined]
    return form._written  # type: ignore[attr-defined,no-any-return]


@register.inclusion_tag(f"{COMPONENTS}error_summary.html")
def form_errors(*forms: BaseForm, title: str = "") -> dict[str, Any]:
    """The summary on top of a form: every error, in the order of the fields, each linked to its field."""
    rows: list[tuple[str, str]] = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        rows += [("", str(error)) for error in form.non_field_errors()]
        for bound in form:
            place = "" if bound.is_hidden else form_fields.first_id(bound)
            rows += [(place, text) for text in form_fields.errors_of(bound)]
    return {"rows": rows, "title": title or _("有几处需要改一下")}


@register.inclusion_tag(f"{COMPONENTS}button.html")
def button(text: str, *args: Any, **options: Any) -> dict[str, Any]:
    """A button, or a link that looks like one when it has a `url`."""
    url = options.get("url") or (args[0] if args else "")
    rest = args if options.get("url") else args[1:]
    return {**options, "text": text, "url": link_to(url, *rest) if url else "", "kind": options.get("kind", "primary")}


@register.inclusion_tag(f"{COMPONENTS}post_button.html", takes_context=True)
def post_button(context: template.Context, text: str, url: str, *args: Any, **options: Any) -> dict[str, Any]:
    """A form of one button, for an act that needs no further words."""
    return {
        **options,
        "csrf_token": context.get("csrf_token"),
        "text": text,
        "url": link_to(url, *args),
        "kind": options.get("kind", "primary"),
    }


@register.inclusion_tag(f"{COMPONENTS}place.html")
def place(lon: BoundField, lat: BoundField, text: str = "") -> dict[str, Any]:
    """The button that asks the phone where it is, and the two hidden fields it fills."""
    for bound in (lon, lat):
        _written(bound.form).add(bound.name)
    return {"lon": lon, "lat": lat, "text": text}


# --- components ------------------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{COMPONENTS}notice.html")
def notice(text: str, kind: str = "plain") -> dict[str, Any]:
    return {"text": text, "kind": kind}


@register.inclusion_tag(f"{COMPONENTS}warning.html")
def warning(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "text": text}


@register.inclusion_tag(f"{COMPONENTS}obstacles.html")
def obstacles(step: str, found: Iterable[Any] | None) -> dict[str, Any]:
    """What stands against a step; calm, with the article and what would help."""
    return {"step": step, "rows": list(found or ())}


@register.inclusion_tag(f"{COMPONENTS}summary_list.html")
def summary(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    return {"rows": [(*row, "")[:3] if len(row) < 3 else row for row in rows or ()]}


@register.inclusion_tag(f"{COMPONENTS}timeline.html")
def timeline(entries: Iterable[Any], level: int = 3, exact: bool = False) -> dict[str, Any]:
    """Events down one line; `exact` for paper, where 「昨天」 means nothing."""
    return {"entries": entries, "tag": f"h{level}", "exact": exact}


@register.inclusion_tag(f"{COMPONENTS}ticket.html")
def ticket(number: str, sentence: str, light: Any = None, lines: Iterable[Sequence[Any]] = ()) -> dict[str, Any]:
    return {"number": number, "sentence": sentence, "light": light, "lines": lines}


@register.inclusion_tag(f"{COMPONENTS}table.html")
def table(
    headings: Sequence[Any], rows: Iterable[Sequence[Any]], caption: str = "", stack: bool = True
) -> dict[str, Any]:
    """Headings and rows of cells; the first cell names its row."""
    shown = [list(zip(headings, row, strict=False)) for row in rows]
    return {"headings": headings, "rows": shown, "caption": caption, "stack": stack}


@register.inclusion_tag(f"{COMPONENTS}pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """Neighbouring pages, by number (Django's Page) or by cursor (`newer`, `older`)."""
    if hasattr(page, "paginator"):
        newer = address(context, page=page.previous_page_number()) if page.has_previous() else ""
        older = address(context, page=page.next_page_number()) if page.has_next() else ""
        said = _("第 %(n)s 页，共 %(all)s 页") % {"n": page.number, "all": page.paginator.num_pages}
        return {"newer": newer, "older": older, "said": said if page.paginator.num_pages > 1 else ""}
    newer = address(context, before=page.newer, after=None, page=None) if page.newer else ""
    older = address(context, after=page.older, before=None, page=None) if page.older else ""
    return {"newer": newer, "older": older, "said": ""}


@register.inclusion_tag(f"{COMPONENTS}chips.html", takes_context=True)
def chips(
    context: template.Context, label: str, choices: Iterable[Sequence[Any]], param: str = "state", whole: str = ""
) -> dict[str, Any]:
    """One filter as chips kept in the address: pressing the chosen one again lifts it."""
    chosen = context["request"].GET.get(param, "")
    rows = []
    for text, value, *count in choices:
        is_on = str(value) == chosen
        url = address(context, **{param: None if is_on else value})
        rows.append({"text": text, "url": url, "on": is_on, "count": count[0] if count else None})
    everything = {"text": whole or _("全部"), "url": address(context, **{param: None}), "on": not chosen, "count": None}
    return {"label": label, "chips": [everything, *rows]}


@register.simple_tag
def drawer(target: str, *args: Any) -> SafeString:
    """Attributes of a link that opens in the drawer, and as a page where there is no script."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#drawer-body" hx-select="[data-fragment]"'
        ' hx-swap="innerHTML ignoreTitle:true" data-drawer',
        link_to(target, *args),
    )


@register.inclusion_tag(f"{COMPONENTS}slot.html")
def slot(name: str, *args: Any, label: str = "", query: str = "") -> dict[str, Any]:
    """Room for another room's panel: a link that fills itself. A house test sees that every slot resolves."""
    try:
        url = link_to(name, *args)
    except NoReverseMatch:
        log.error("slot %s %s leads nowhere", name, args)
        url = ""
    return {"url": url + query if url else "", "label": label or _("查看")}


@register.inclusion_tag(f"{COMPONENTS}tabs.html", takes_context=True)
def tabs(context: template.Context, items: Iterable[Sequence[str]], label: str = "") -> dict[str, Any]:
    request = context["request"]
    here = {request.path, request.get_full_path()}
    return {"items": [(text, url, url in here) for text, url in items], "label": label or _("分页")}


@register.inclusion_tag(f"{COMPONENTS}empty.html")
def empty(text: str, act: str = "", url: str = "", *args: Any) -> dict[str, Any]:
    return {"text": text, "act": act, "url": link_to(url, *args) if url else ""}


@register.inclusion_tag(f"{COMPONENTS}person.html")
def person(name: str, unit: str = "", number: str = "", role: str = "", phone: str = "") -> dict[str, Any]:
    return {"name": name, "unit": unit, "number": number, "role": role, "phone": phone}


@register.inclusion_tag(f"{COMPONENTS}waiting.html")
def waiting(text: str) -> dict[str, Any]:
    return {"text": text}


@register.inclusion_tag(f"{COMPONENTS}gallery.html")
def gallery(photos: Iterable[Any]) -> dict[str, Any]:
    return {"photos": photos}


@register.inclusion_tag(f"{COMPONENTS}number.html")
def number(count: int, text: str, url: str = "", light: str = "") -> dict[str, Any]:
    return {"count": count, "text": text, "url": link_to(url) if url else "", "light": light}


# --- maps and scripts ------------------------------------------------------------------------------------------------


def _address_or_blank(target: Any) -> str:
    return link_to(str(target)) if target else ""


@register.inclusion_tag(f"{COMPONENTS}map.html", takes_context=True)
def map_beside(
    context: template.Context, points: str, areas: str = "", list: str = "", label: str = ""
) -> dict[str, Any]:
    """A map of many points; the list it belongs to stays beside it and says the same."""
    data = {"points": _address_or_blank(points), "areas": _address_or_blank(areas), "list": list}
    return _map(context, "many", label or _("地图，与列表内容相同"), data)


@register.inclusion_tag(f"{COMPONENTS}map.html", takes_context=True)
def map_place(context: template.Context, lon: float, lat: float, label: str = "", areas: str = "") -> dict[str, Any]:
    """A map of one place."""
    data = {"lon": lon, "lat": lat, "areas": _address_or_blank(areas)}
    return _map(context, "place", label or _("地点示意图"), data, small=True)


@register.inclusion_tag(f"{COMPONENTS}map.html", takes_context=True)
def map_pick(
    context: template.Context, lon: BoundField, lat: BoundField, areas: str = "", label: str = ""
) -> dict[str, Any]:
    """A map on which a tap fills two fields."""
    data = {
        "lon_field": lon.auto_id,
        "lat_field": lat.auto_id,
        "lon": lon.value() or "",
        "lat": lat.value() or "",
        "areas": _address_or_blank(areas),
    }
    return _map(context, "pick", label or _("在地图上点选位置；也可以只写文字"), data)


def _map(
    context: template.Context, mode: str, label: str, data: dict[str, Any], *, small: bool = False
) -> dict[str, Any]:
    site = context.get("site")
    rows = {"mode": mode, "tiles": getattr(site, "tiles", ""), **data}
    # Coordinates are for machines: str() keeps the point whatever the language.
    return {
        "label": label,
        "small": small,
        "data": [(key.replace("_", "-"), str(value)) for key, value in rows.items()],
    }


@register.simple_tag(takes_context=True)
def script(context: template.Context, name: str) -> SafeString:
    """A deferred script of this room (or a vendored one), once a page."""
    seen: set[str] = context.render_context.setdefault("web_scripts", set())  # type: ignore[arg-type,assignment]
    files = {"map": ["vendor/leaflet.js", "web/map.js"], "htmx": ["vendor/htmx.min.js"]}.get(name, [f"web/{name}.js"])
    wanted = [file for file in files if file not in seen]
    seen.update(wanted)
    return format_html_join("\n", '<script src="{}" defer></script>', ((static(file),) for file in wanted))

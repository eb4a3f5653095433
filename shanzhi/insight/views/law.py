"""法规期限: a term computed and drawn, and the articles it rests on. Public: the law is everybody's."""

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shanzhi.identity.access import public
from shanzhi.law.articles import StatuteText
from shanzhi.law.citation import Citation
from shanzhi.law.explanation import CountedDay, day_by_day
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.pauses import Pause
from shanzhi.law.rulebook import Overlay, UnknownRule, all_rules
from shanzhi.law.rulebook import rule as find_rule
from shanzhi.law.statutes import TextStore, catalogue
from shanzhi.law.terms import Term, as_day, term
from shanzhi.registry.queries import calendar_of, default_county

from ..forms import TermForm
from ..procedures import procedures_resting_on

LONGEST_DRAWN = 400


def _folder() -> Path:
    return Path(settings.SHANZHI_HOME) / "statutes"


def texts() -> TextStore:
    """Return the imported statutes; read again when the folder has changed."""
    folder = _folder()
    return _texts(str(folder), folder.stat().st_mtime_ns if folder.is_dir() else 0)


@lru_cache(maxsize=4)
def _texts(folder: str, changed: int) -> TextStore:
    return TextStore(Path(folder))


@public
def law_home(request: HttpRequest) -> HttpResponse:
    """List the statutes the house knows, and every term with its article."""
    known = texts().statutes
    rows = [(statute, statute.current, known.get(short)) for short, statute in sorted(catalogue().items())]
    rules = sorted(all_rules(Overlay.GENERAL), key=lambda rule: (rule.basis[0].statute, rule.name))
    groups = [(name, list(group)) for name, group in groupby(rules, key=lambda rule: rule.basis[0].statute)]
    return render(request, "law/home.html", {"rows": rows, "groups": groups})


@public
def terms(request: HttpRequest) -> HttpResponse:
    """Ask for a term; the answer draws every day that counts and every day that does not."""
    form = TermForm(request.GET or None, initial={"rule": request.GET.get("rule", "")})
    context: dict[str, Any] = {"form": form}
    if "start" not in request.GET:
        form = TermForm(initial={"rule": request.GET.get("rule", "")})
        context["form"] = form
    elif form.is_valid():
        try:
            context |= _answer(form)
        except (NotAllowed, UnknownRule, ValueError) as fault:
            for text in [one.text for one in getattr(fault, "obstacles", [])] or [str(fault)]:
                form.add_error(None, text)
    return render(request, "law/terms.html", context, status=422 if form.errors else 200)


def _answer(form: TermForm) -> dict[str, Any]:
    data = form.cleaned_data
    overlay = Overlay(data["overlay"] or Overlay.GENERAL)
    rule = find_rule(data["rule"], overlay, data["start"])
    pauses: list[Pause] = data["pauses"]
    answer = term(
        rule.id, form.moment(rule.unit), calendar_of(default_county()), overlay=overlay, pauses=pauses
    )  # the county's own calendar: with the years it has imported
    store = texts()
    quotes = [(one, words) for one in answer.basis if (words := store.quote(one))]
    return {"answer": answer, "weeks": _weeks(answer), "quotes": quotes, "rule": rule}


def _weeks(answer: Term) -> list[list[CountedDay | None]]:
    """Return the days as weeks that begin on Monday; nothing when the span is too long to draw."""
    if abs((as_day(answer.due) - as_day(answer.start)).days) > LONGEST_DRAWN:
        return []
    days = day_by_day(answer)
    padded: list[CountedDay | None] = [None] * days[0].day.day.weekday() + list(days)
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]


def _text(short: str) -> Any:
    found = texts().text(short)
    if found is None and short not in catalogue():
        raise Http404(_("法规目录里没有《%(name)s》。") % {"name": short})
    return found


@public
def statute(request: HttpRequest, short: str) -> HttpResponse:
    """Show a statute with an anchor at every article."""
    _text(short)  # 404 where nobody knows it
    kept = texts().statutes.get(short, [])
    asked = request.GET.get("version", "")
    text = next((one for one in kept if str(one.adopted or "") == asked), kept[-1] if kept else None)
    older = [{part.number: part.paragraphs for part in one.articles} for one in kept if one is not text]
    changed = {
        part.number
        for part in (text.articles if text else ())
        if any(other.get(part.number) != part.paragraphs for other in older)
    }
    context = {
        "short": short, "text": text, "known": catalogue().get(short), "kept": kept, "changed": changed,
        "chapters": _chapters(text), "unknown": bool(asked) and (text is None or str(text.adopted or "") != asked),
    }  # fmt: skip
    return render(request, "law/statute.html", context)


def _chapters(text: StatuteText | None) -> list[tuple[str, str]]:
    """Return each chapter with the number of its first article."""
    found: dict[str, str] = {}
    for one in text.articles if text else ():
        if one.heading:
            found.setdefault(one.heading, one.number)
    return list(found.items())


@public
def article(request: HttpRequest, short: str, number: str) -> HttpResponse:
    """Show one article, with the terms that rest on it."""
    text = _text(short)
    citation = Citation(short, number)
    found = texts().article(citation)
    if text is not None and found is None and not text.excerpt:
        raise Http404(_("《%(name)s》没有第 %(number)s 条。") % {"name": short, "number": number})
    resting = [one for one in all_rules(Overlay.GENERAL) if any(c.whole_article == citation for c in one.citations)]
    versions = [
        (one, next((part for part in one.articles if part.number == number), None))
        for one in reversed(texts().statutes.get(short, []))
    ]
    context = {
        "citation": citation, "short": short, "number": number, "article": found, "rules": resting,
        "versions": versions if len(versions) > 1 else [], "ways": procedures_resting_on(citation),
    }  # fmt: skip
    return render(request, "law/article.html", context)

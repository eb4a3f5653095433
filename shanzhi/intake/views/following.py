"""The reporter's own page: where it stands, what happened, what he can still do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shanzhi.identity.access import public
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import PUBLIC
from shanzhi.registry.queries import county_named
from shanzhi.web.answers import too_many
from shanzhi.web.limiter import Limiter

from .. import queries, rules
from ..actions import ask_reopening, hide_report, rate_report, supplement_report, withdraw_report
from ..actions.drafts import keep_photos
from ..actions.receiving import secret_of
from ..forms import RatingForm, ReopenForm, SupplementForm, TrackForm
from ..models import Report, Stage

# Where the page shows the answer or the refusal above the timeline.
WORDS_ABOVE = {Stage.CLOSED, Stage.RATED, Stage.REFUSED}
# Four digits can be guessed: ten wrong tries an hour for one number from one address. Right ones are not counted.
_tries = Limiter(capacity=10, per_second=10 / 3600)


@public
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Find one's report by number and the tail of the phone left with it."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, tail = form.cleaned_data["number"].strip(), form.cleaned_data["tail"]
        who = (number, request.META.get("REMOTE_ADDR", ""))
        if wait := _tries.take(who):
            return too_many(request, wait)
        report = queries.report_by_tail(number, tail)
        if report:
            _tries.take(who, -1)
            return redirect("intake:follow", report.number, secret_of(report.pk))
        form.add_error(None, _("没有找到：请核对编号和电话后四位。反映时没有留电话的，请用回执上的链接查看。"))
    return render(request, "intake/track.html", {"form": form}, status=422 if form.errors else 200)


def _found(request: HttpRequest, number: str, secret: str) -> Report | HttpResponse:
    report = queries.report_by_secret(number, secret)
    if report is None:
        return render(request, "intake/no_report.html", status=404)
    return report


@public
@never_cache
def follow(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    report = _found(request, number, secret)
    return report if isinstance(report, HttpResponse) else _page(request, report, secret)


def _page(request: HttpRequest, report: Report, secret: str, status: int = 200, **forms: Any) -> HttpResponse:
    now, county = timezone.now(), county_named(report.county)
    context = {
        "report": report,
        "secret": secret,
        "county": county,
        "added": "added" in request.GET,
        "sentence": rules.sentence_of(report),
        "steps": queries.public_timeline(report, words_apart=report.stage in WORDS_ABOVE),
        "photos": report.photos.select_related("file"),
        "supplements": report.supplements.all(),
        "may_supplement": not rules.may_supplement(report),
        "may_withdraw": not rules.may_withdraw(report),
        "may_rate": not rules.may_rate(report),
        "may_reopen": not rules.may_ask_reopening(report, now=now, days=county.reopen_days),
        "supplement_form": SupplementForm(),
        "rating_form": RatingForm(),
        "reopen_form": ReopenForm(),
        **forms,
    }
    return render(request, "intake/follow.html", context, status=status)


@require_POST
@public
def supplement(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    report = _found(request, number, secret)
    if isinstance(report, HttpResponse):
        return report
    form = SupplementForm(request.POST, request.FILES)
    if form.is_valid():
        files, faults = keep_photos(
            county=report.county, uploads=request.FILES.getlist("photos"), room=rules.MOST_PHOTOS
        )
        try:
            supplement_report(report_id=report.pk, text=form.cleaned_data["text"], by=PUBLIC, photos=files)
        except NotAllowed as refusal:
            _add(form, refusal)
        else:
            messages.success(request, _("已补充，办理人员会看到。"))
            for fault in faults:
                messages.error(request, fault)
            return redirect(f"{reverse('intake:follow', args=[number, secret])}?added")
    return _page(request, report, secret, 422, supplement_form=form)


@require_POST
@public
def withdraw(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Ask once more, then withdraw."""
    report = _found(request, number, secret)
    if isinstance(report, HttpResponse):
        return report
    if request.POST.get("sure") != "1":
        return render(request, "intake/withdraw.html", {"report": report, "secret": secret})
    try:
        withdraw_report(report_id=report.pk, by=PUBLIC)
        messages.success(request, _("已撤回。"))
    except NotAllowed as refusal:
        messages.error(request, "".join(obstacle.text for obstacle in refusal.obstacles))
    return redirect("intake:follow", number, secret)


@require_POST
@public
def hide(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Take one's words and photos away from people nearby; those who handle it still see them."""
    report = _found(request, number, secret)
    if isinstance(report, HttpResponse):
        return report
    hide_report(report_id=report.pk, by=PUBLIC)
    messages.success(request, _("附近的人不会再看到这件反映。"))
    return redirect("intake:follow", number, secret)


@require_POST
@public
def rate(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    report = _found(request, number, secret)
    if isinstance(report, HttpResponse):
        return report
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            rate_report(report_id=report.pk, by=PUBLIC, **form.cleaned_data)
        except NotAllowed as refusal:
            _add(form, refusal)
        else:
            messages.success(request, _("谢谢您的评价。"))
            return redirect("intake:follow", number, secret)
    return _page(request, report, secret, 422, rating_form=form)


@require_POST
@public
def reopen(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    report = _found(request, number, secret)
    if isinstance(report, HttpResponse):
        return report
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            ask_reopening(report_id=report.pk, reason=form.cleaned_data["reason"], by=PUBLIC)
        except NotAllowed as refusal:
            _add(form, refusal)
        else:
            messages.success(request, _("已转给办理单位和中心，会重新办理并告诉您结果。"))
            return redirect("intake:follow", number, secret)
    return _page(request, report, secret, 422, reopen_form=form)


def _add(form: Any, refusal: NotAllowed) -> None:
    for obstacle in refusal.obstacles:
        form.add_error(None, obstacle.text)

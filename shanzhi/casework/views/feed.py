"""An officer's calendar address, and the calendar itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shanzhi.identity.access import SignedInRequest, public, requires
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.queries import officer_of
from shanzhi.web.answers import too_many
from shanzhi.web.limiter import Limiter

from .. import actions
from ..models import CalendarFeed
from ..queries.calendar_feed import feed_text

LIMIT = Limiter(capacity=30, per_second=0.1)
LONGEST = 80


@never_cache
@requires("casework.handle_case")
def my_feed(request: SignedInRequest) -> HttpResponse:
    """The address of one's own calendar: made anew, shown once, ended."""
    address = ""
    if request.method == "POST":
        try:
            if "end" in request.POST:
                actions.end_feed(by=request.user)
                messages.success(request, _("已停用，原来的地址不能再用。"))
                return redirect("casework:my_feed")
            token = actions.open_feed(by=request.user)
            address = request.build_absolute_uri(reverse("casework:feed", args=[token]))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    officer = officer_of(request.user)
    current = CalendarFeed.objects.filter(officer=officer, ended_at__isnull=True).first() if officer else None
    return render(request, "casework/feed.html", {"address": address, "current": current})


@public
@require_GET
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address. Who has no right address learns nothing."""
    if wait := LIMIT.take(request.META.get("REMOTE_ADDR", "")):
        return too_many(request, wait)
    digest = actions.digest_of(token[:LONGEST])
    found = CalendarFeed.objects.filter(digest=digest, ended_at__isnull=True).select_related("officer").first()
    if found is None or not found.officer.is_active:
        raise Http404(_("没有这个日历，或者地址已经停用。"))
    text = feed_text(found.officer, today=timezone.localdate(), now=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="shanzhi.ics"'
    return answer

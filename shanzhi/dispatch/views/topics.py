"""The page of what many report at the same time."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from shanzhi.identity.access import SignedInRequest, requires

from ..queries.topics import DAYS, topics_for
from ..triage.topics import FORMULA

PAGE = 20


@requires("dispatch.read_matters")
def hot_topics(request: SignedInRequest) -> HttpResponse:
    page = Paginator(topics_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "dispatch/topics.html", {"page": page, "formula": FORMULA, "days": DAYS})

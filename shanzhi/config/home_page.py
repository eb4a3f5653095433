"""Where does somebody land? The public at reporting, people at work at their own work."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from shanzhi.identity.access import may, public
from shanzhi.registry.queries import default_county
from shanzhi.registry.queries.counties import NoCounty

from . import unopened


@public
def home(request: HttpRequest) -> HttpResponseBase:
    if may(request.user, "dispatch.read_matters"):
        return redirect("dispatch:today" if _on_phone(request) else "dispatch:worklist")
    if request.user.is_authenticated:
        return redirect("identity:account")
    try:
        return render(request, "config/home.html", {"county": default_county()})
    except NoCounty:
        return unopened.told(request, status=200)


def _on_phone(request: HttpRequest) -> bool:
    return "Mobile" in request.headers.get("User-Agent", "")

"""Every address of the house; each room keeps its own."""

from django.urls import include, path

from . import health, home_page

handler400 = "shanzhi.web.views.bad_request"
handler403 = "shanzhi.web.views.permission_denied"
handler404 = "shanzhi.web.views.page_not_found"
handler500 = "shanzhi.web.views.server_error"

urlpatterns = [
    path("", home_page.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    # Before the pages: machines ask most often, and every pattern that stands first is tried for them.
    path("", include("shanzhi.exchange.urls")),
    path("", include("shanzhi.web.urls")),
    path("", include("shanzhi.identity.urls")),
    path("registry/", include("shanzhi.registry.urls")),
    path("dossier/", include("shanzhi.dossier.urls")),
    path("", include("shanzhi.intake.urls")),
    path("", include("shanzhi.dispatch.urls")),
    path("", include("shanzhi.casework.urls")),
    path("law/", include("shanzhi.insight.urls")),
]

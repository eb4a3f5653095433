"""Where are the pages of this room?"""

from django.urls import path

from . import views

app_name = "casework"
urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/calendar/", views.my_feed, name="my_feed"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
    path("matters/<uuid:pk>/cases/", views.of_matter, name="of_matter"),
    path("cases/new/", views.new_case, name="new_case"),
    path("cases/on-spot/", views.summary_new, name="summary_new"),
    path("cases/rules/", views.case_rules, name="case_rules"),
    path("cases/<uuid:pk>/on-spot/", views.summary_done, name="summary_done"),
    path("cases/<uuid:pk>/", views.case, name="case"),
    path("cases/<uuid:pk>/chronology/", views.chronology, name="chronology"),
    path("cases/<uuid:pk>/documents/<uuid:document_id>/finish/", views.finish_document, name="finish_document"),
    *[path(f"cases/<uuid:pk>/{verb}/", views.verb_view(verb), name=verb) for verb in views.PAGES],
]

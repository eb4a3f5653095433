from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/reports", views.create_report, name="create_report"),
    path("api/v1/reports/", views.reports_root, name="reports_root"),
    path("api/v1/reports/<str:number>", views.get_report, name="get_report"),
    path("api/v1/matters", views.list_matters, name="list_matters"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new/", views.issue_token, name="issue_token"),
    path("tokens/<uuid:pk>/revoke/", views.revoke_token, name="revoke_token"),
]

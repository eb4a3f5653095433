from django.urls import path

from . import views

app_name = "law"
urlpatterns = [
    path("", views.law_home, name="home"),
    path("terms/", views.terms, name="terms"),
    # Before the statutes: no statute is called "procedures".
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/<str:name>/", views.procedure, name="procedure"),
    path("<str:short>/", views.statute, name="statute"),
    path("<str:short>/<str:number>/", views.article, name="article"),
]

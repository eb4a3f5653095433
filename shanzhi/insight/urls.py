from django.urls import path

from . import views

app_name = "law"
urlpatterns = [
    path("", views.law_home, name="home"),
    path("terms/", views.terms, name="terms"),
    path("<str:short>/", views.statute, name="statute"),
    path("<str:short>/<str:number>/", views.article, name="article"),
]

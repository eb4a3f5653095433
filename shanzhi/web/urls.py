from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("design/", views.design, name="design"),
    path("design/<slug:name>/", views.design_page, name="design_page"),
]

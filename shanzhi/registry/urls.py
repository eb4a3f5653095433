from django.urls import path

from . import views

app_name = "registry"
urlpatterns = [
    path("", views.registry_home, name="registry_home"),
    path("areas.geojson", views.areas_geojson, name="areas_geojson"),
    path("county/", views.edit_county, name="edit_county"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/import/", views.import_year, name="import_year"),
    path("people/", views.people, name="people"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/account/", views.create_account, name="create_account"),
    path("people/<uuid:pk>/password/", views.reset_password, name="reset_password"),
    path("people/<uuid:pk>/active/", views.set_active, name="set_active"),
    path("people/<uuid:pk>/grants/", views.give_grant, name="give_grant"),
    path("people/<uuid:pk>/grants/<uuid:grant_id>/end/", views.end_grant, name="end_grant"),
    path("<slug:slug>/", views.row_list, name="row_list"),
    path("<slug:slug>/new/", views.edit_row, name="new_row"),
    path("<slug:slug>/<uuid:pk>/", views.edit_row, name="edit_row"),
    path("<slug:slug>/<uuid:pk>/retire/", views.retire_row, name="retire_row"),
]

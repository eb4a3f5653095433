from django.urls import path

from . import views

app_name = "identity"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("account/sessions/<uuid:pk>/end/", views.end_session, name="end_session"),
    path("notices/", views.notices, name="notices"),
    path("notices/stuck/", views.stuck_notices, name="stuck_notices"),
    path("roles/", views.roles, name="roles"),
    path("roles/new/", views.edit_role, name="new_role"),
    path("roles/<slug:code>/", views.edit_role, name="edit_role"),
]

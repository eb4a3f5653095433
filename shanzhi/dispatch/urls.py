"""Where are the pages of this room?"""

from django.urls import path

from . import views

app_name = "dispatch"
urlpatterns = [
    path("work/", views.worklist, name="worklist"),
    path("work/desk/", views.desk, name="desk"),
    path("work/stuck/", views.stuck, name="stuck"),
    path("work/views/", views.keep_view, name="keep_view"),
    path("work/views/<uuid:pk>/drop/", views.drop_view, name="drop_view"),
    path("work/rule-trial/", views.rule_trial, name="rule_trial"),
    path("topics/", views.hot_topics, name="hot_topics"),
    path("triage/", views.triage, name="triage"),
    path("triage/train/", views.train_model, name="train_model"),
    path("triage/settings/", views.set_triage, name="set_triage"),
    path("triage/roll-back/", views.roll_model_back, name="roll_model_back"),
    path("triage/<uuid:pk>/in-force/", views.put_model_in_force, name="put_model_in_force"),
    path("today/", views.today, name="today"),
    path("map/", views.map_page, name="map"),
    path("map/points.geojson", views.area_points, name="area_points"),
    path("matters/<uuid:pk>/", views.matter, name="matter"),
    path("matters/<uuid:pk>/photos/<uuid:file_id>/", views.matter_photo, name="matter_photo"),
    *[path(f"matters/<uuid:pk>/{verb}/", views.verb_view(verb), name=verb) for verb in views.PAGES],
    path("tasks/<uuid:pk>/sign/", views.sign_task, name="sign_task"),
    path("tasks/<uuid:pk>/finish/", views.finish_task, name="finish_task"),
    path("tasks/<uuid:pk>/return/", views.return_task, name="return_task"),
    path("tasks/<uuid:pk>/withdraw/", views.withdraw_task, name="withdraw_task"),
    path("returns/<uuid:pk>/rule/", views.rule_return, name="rule_return"),
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/<uuid:pk>/", views.dispute, name="dispute"),
    path("disputes/<uuid:pk>/reply/", views.reply_dispute, name="reply_dispute"),
    path("disputes/<uuid:pk>/rule/", views.rule_dispute, name="rule_dispute"),
    path("disputes/<uuid:pk>/withdraw/", views.withdraw_dispute, name="withdraw_dispute"),
    path("precedents/", views.precedents, name="precedents"),
    path("precedents/<uuid:pk>/end/", views.end_precedent, name="end_precedent"),
    path("time/<uuid:pk>/decide/", views.decide_time, name="decide_time"),
]

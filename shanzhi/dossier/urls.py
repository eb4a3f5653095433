"""Where are the pages of this room?"""

from django.urls import path

from . import views

app_name = "dossier"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("documents/<uuid:pk>/words/", views.save_words, name="save_words"),
    path("documents/<uuid:pk>/preview/", views.preview, name="preview"),
    path("documents/<uuid:pk>/changes/", views.changes, name="changes"),
    path("documents/<uuid:pk>/pdf/", views.document_pdf, name="document_pdf"),
    path("documents/<uuid:pk>/docx/", views.document_docx, name="document_docx"),
    path("documents/<uuid:pk>/submit/", views.submit, name="submit"),
    path("documents/<uuid:pk>/approve/", views.approve, name="approve"),
    path("documents/<uuid:pk>/send-back/", views.send_back, name="send_back"),
    path("documents/<uuid:pk>/seal/", views.seal, name="seal"),
    path("documents/<uuid:pk>/void/", views.void, name="void"),
    path("documents/<uuid:pk>/sign/", views.sign, name="sign"),
    path("documents/<uuid:pk>/serve/", views.serve, name="serve"),
    path("deliveries/<uuid:pk>/", views.receipt, name="receipt"),
    path("evidence/<uuid:pk>/", views.evidence, name="evidence"),
    path("evidence/<uuid:pk>/copy/", views.evidence_copy, name="evidence_copy"),
    path("evidence/<uuid:pk>/original/", views.open_original, name="open_original"),
    path("evidence/<uuid:pk>/exclude/", views.exclude, name="exclude"),
    path("evidence/<uuid:pk>/move/", views.move, name="move"),
    path("files/<str:kind>/<uuid:pk>/", views.file, name="file"),
    path("files/<str:kind>/<uuid:pk>/bind/", views.bind, name="bind"),
    path("volumes/<uuid:pk>/", views.volume, name="volume"),
    path("volumes/<uuid:pk>/pdf/", views.volume_pdf, name="volume_pdf"),
    path("letterheads/", views.letterheads, name="letterheads"),
    path("letterheads/<uuid:pk>/", views.letterhead, name="letterhead"),
]

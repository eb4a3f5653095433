from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    name = "shanzhi.dossier"
    label = "dossier"
    verbose_name = _("案卷")
    permissions = {
        "dossier.open_original": _("调阅证据原件"),
        "dossier.read_documents": _("查看文书"),
        "dossier.write_document": _("起草、修改、送审文书"),
        "dossier.approve_document": _("审核文书"),
        "dossier.seal_document": _("文书编号用印"),
        "dossier.serve_document": _("登记文书送达"),
        "dossier.add_evidence": _("登记证据"),
        "dossier.exclude_evidence": _("排除证据"),
        "dossier.bind_volume": _("立卷归档"),
        "dossier.edit_letterhead": _("维护发文信息"),
    }
    nav = [
        (_("文书"), "dossier:documents", "dossier.read_documents"),
        (_("发文信息"), "dossier:letterheads", "dossier.edit_letterhead", 90),
    ]
    events = {
        "dossier.original_opened": _("调阅了证据原件"),
        "dossier.document_drawn_up": _("起草了文书"),
        "dossier.document_revised": _("修改了文书"),
        "dossier.document_submitted": _("文书已送审"),
        "dossier.document_approved": _("文书审核通过"),
        "dossier.document_sent_back": _("文书退回修改"),
        "dossier.document_signed": _("文书上签了名或注明未签原因"),
        "dossier.document_numbered": _("文书已编号"),
        "dossier.document_sealed": _("文书已用印定稿"),
        "dossier.document_voided": _("文书已作废"),
        "dossier.delivery_begun": _("文书已送出，等待回执"),
        "dossier.document_served": _("文书已送达"),
        "dossier.delivery_failed": _("文书未能送达"),
        "dossier.evidence_added": _("登记了证据"),
        "dossier.evidence_opened": _("调阅了一件证据"),
        "dossier.evidence_moved": _("证据移交或退还"),
        "dossier.evidence_recognised": _("互认使用了其他单位的证据"),
        "dossier.evidence_excluded": _("排除了一件证据"),
        "dossier.volume_bound": _("装订了案卷"),
        "dossier.letterhead_kept": _("维护了发文信息"),
    }

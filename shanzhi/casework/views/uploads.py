"""What becomes of files that come with a form of a case?"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from shanzhi.dossier.models import StoredFile
from shanzhi.dossier.store import uploads

from ..forms.fields import VerbForm
from ..models import PenaltyCase

MOST_BYTES = 200 * 1024 * 1024


def stored_files(form: VerbForm, case: PenaltyCase, user: Any) -> dict[str, Any]:
    """Keep each uploaded file as it came, named by its field; too large a one is named at its field."""
    kept: dict[str, Any] = {}
    for name in form.files:
        if name not in form.fields:
            continue
        upload = form.cleaned_data.get(name)
        if not isinstance(upload, UploadedFile):
            continue
        if (upload.size or 0) > MOST_BYTES:
            form.add_error(name, f"文件太大（{(upload.size or 0) // 1048576} MB），最多 {MOST_BYTES // 1048576} MB。")
            continue
        kept[name] = keep(upload, case, user)
    return kept


def keep(upload: UploadedFile, case: PenaltyCase, user: Any) -> StoredFile:
    """Put the original into the content-addressed store and return its row."""
    made = uploads().keep(upload.read())
    return StoredFile.objects.create(
        county=case.county,
        sha256=made.sha256,
        sm3=made.sm3,
        size=made.size,
        media_type=(upload.content_type or "application/octet-stream")[:100],
        name=(upload.name or "")[-120:],
        by_id=user.pk,
    )

"""What was the party told when he was talked to? So that the proposal does not ask for it again."""

from shanzhi.dossier.models import Document

from ..models import PenaltyCase


def education_of(case: PenaltyCase) -> str:
    """Return the latest words of education and the promise; nothing when nobody has talked to him yet."""
    paper = Document.objects.filter(subject_id=case.pk, template="education_record").order_by("created_at").last()
    if paper is None:
        return ""
    free = paper.versions.get(no=paper.version_no).free
    return f"{free.get('education', '')}\n当事人表态：{free.get('promise', '')}".strip()

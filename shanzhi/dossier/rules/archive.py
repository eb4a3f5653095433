"""In which order do the pieces of a file lie in their volume, and in which volume?"""

from ..models import Document
from .blanks import template

# 生态环境行政处罚办法79: decision and its receipts, filing, evidence, notices, hearing, goods, enforcement, closing.
_FIRST = {
    "penalty_decision": 0,
    "summary_decision": 0,
    "no_penalty_decision": 0,
    "decision_correction": 1,
    "decision_revocation": 1,
    "publication_withdrawal": 2,
    "delivery_receipt": 3,
    "public_service": 3,
    "address_confirmation": 4,
    "disposal_record": 70,
    "education_record": 62,
    "commitment": 62,
    "preparer_note": 99,
}
_GROUPS = {
    "立案": 10,
    "行政检查": 20,
    "调查取证": 30,
    "责令改正与行政强制措施": 50,
    "审查与告知": 60,
    "决定": 61,
    "送达": 65,
    "履行与强制执行": 80,
    "移送": 85,
    "结案与归档": 90,
}
EVIDENCE_PLACE = 40


def place_of(document: Document) -> int:
    """Return where a document lies; those of one place lie in the order they were made."""
    kind = template(document.template)
    return _FIRST.get(kind.key, _GROUPS[kind.group])

"""Rows of the room: the case, the party, the people on it, what was found, told, heard, decided and paid."""

from .case import CaseOfficer, CaseSeries, CaseStep, PenaltyCase, Recusal, Step
from .decision import (
    CalendarFeed,
    CollectiveDiscussion,
    CourtApplication,
    Decision,
    Hearing,
    LegalReview,
    Notice,
    Payment,
    PaymentPlan,
    Proposal,
    Statement,
    Urging,
)
from .inquiry import CorrectionOrder, EvidenceHold, Extension, InquiryRecord, Pause, Seizure
from .party import Party, PartyChange
from .remedy import Remedy
from .summary import CaseRules, QuickWay, SummaryPenalty

__all__ = [
    "CalendarFeed",
    "CaseOfficer",
    "CaseRules",
    "CaseSeries",
    "CaseStep",
    "CollectiveDiscussion",
    "CorrectionOrder",
    "CourtApplication",
    "Decision",
    "EvidenceHold",
    "Extension",
    "Hearing",
    "InquiryRecord",
    "LegalReview",
    "Notice",
    "Party",
    "PartyChange",
    "Pause",
    "Payment",
    "PaymentPlan",
    "PenaltyCase",
    "Proposal",
    "QuickWay",
    "Recusal",
    "Remedy",
    "Seizure",
    "Statement",
    "Step",
    "SummaryPenalty",
    "Urging",
]

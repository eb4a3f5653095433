"""Every write of the room, by noun. Each locks the case, asks the law, changes, records."""

from shanzhi.law.obstacle import NotAllowed

from .case_rules import CaseRulesWords, set_case_rules
from .clock import close_case, extend_term, pause_clock, resume_clock
from .decision import decide_no_penalty, decide_penalty, refer_crime
from .feed import digest_of, end_feed, open_feed
from .filing import file_case, refuse_filing
from .frame import Conflict
from .hearing import hold_hearing, notify_hearing, report_hearing, request_hearing, waive_hearing
from .helping import record_education, refer_help
from .inquiry import conclude, order_correction, recheck_correction, record_inquiry, reopen_inquiry, take_evidence
from .measures import end_seizure, extend_seizure, hold_evidence, seize, settle_hold
from .officers import ask_recusal, assign_officers, decide_recusal
from .opening import open_case
from .papers import finish_document
from .party import PartyWords, change_party
from .payment import (
    PAPERS,
    apply_to_court,
    note_court_answer,
    note_decision_served,
    note_no_penalty_served,
    note_urging_served,
    plan_payment,
    record_payment,
    urge,
)
from .proposing import ProposalWords, propose
from .quick import Ink, QuickWords, go_quick, leave_quick, record_quick
from .remedies import RemedyWords, answer_remedy, note_remedy, note_remedy_outcome, stay_enforcement
from .review import discuss_case, review_case, send_to_discussion, send_to_review
from .serving import ServiceWords
from .summary import (
    SummarySigns,
    SummaryWords,
    check_summary,
    hand_in_fine,
    impose_on_spot,
    note_record,
    open_from_spot,
)
from .telling import change_proposal, check_statement, note_notice_served, note_waiver, notify_party, take_statement

__all__ = [
    "PAPERS",
    "CaseRulesWords",
    "Conflict",
    "Ink",
    "NotAllowed",
    "PartyWords",
    "ProposalWords",
    "QuickWords",
    "RemedyWords",
    "ServiceWords",
    "SummarySigns",
    "SummaryWords",
    "answer_remedy",
    "apply_to_court",
    "ask_recusal",
    "assign_officers",
    "change_party",
    "change_proposal",
    "check_statement",
    "check_summary",
    "close_case",
    "conclude",
    "decide_no_penalty",
    "decide_penalty",
    "decide_recusal",
    "digest_of",
    "discuss_case",
    "end_feed",
    "end_seizure",
    "extend_seizure",
    "extend_term",
    "file_case",
    "finish_document",
    "go_quick",
    "hand_in_fine",
    "hold_evidence",
    "hold_hearing",
    "impose_on_spot",
    "leave_quick",
    "note_court_answer",
    "note_decision_served",
    "note_no_penalty_served",
    "note_notice_served",
    "note_record",
    "note_remedy",
    "note_remedy_outcome",
    "note_urging_served",
    "note_waiver",
    "notify_hearing",
    "notify_party",
    "open_case",
    "open_feed",
    "open_from_spot",
    "order_correction",
    "pause_clock",
    "plan_payment",
    "propose",
    "recheck_correction",
    "record_education",
    "record_inquiry",
    "record_payment",
    "record_quick",
    "refer_crime",
    "refer_help",
    "refuse_filing",
    "reopen_inquiry",
    "report_hearing",
    "request_hearing",
    "resume_clock",
    "review_case",
    "seize",
    "send_to_discussion",
    "send_to_review",
    "set_case_rules",
    "settle_hold",
    "stay_enforcement",
    "take_evidence",
    "take_statement",
    "urge",
    "waive_hearing",
]

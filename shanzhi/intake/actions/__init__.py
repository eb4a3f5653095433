"""Every write of the intake room, by noun."""

from .contacts import ContactDetails, keep_contact, open_contact, read_contact
from .following import ask_reopening, rate_report, supplement_report, withdraw_report
from .points import create_point, move_point, restore_point, retire_point
from .receiving import KeyReused, Receipt, receive_report, secret_of
from .redacting import hide_report, redact_report
from .telling import message_reporter, retry_delivery, settle_delivery, tell_reporters

__all__ = [
    "ContactDetails", "KeyReused", "Receipt", "ask_reopening", "create_point", "hide_report", "keep_contact", "message_reporter",
    "move_point", "open_contact", "rate_report", "read_contact", "receive_report", "redact_report", "restore_point",
    "retire_point", "retry_delivery", "secret_of", "settle_delivery", "supplement_report", "tell_reporters",
    "withdraw_report",
]  # fmt: skip

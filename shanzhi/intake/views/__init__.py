"""Screens of the intake room, by noun."""

from .files import draft_photo, follow_photo, near_photo, report_original, report_photo
from .following import follow, hide, rate, reopen, supplement, track, withdraw
from .points import move_point, new_point, point, points, poster, restore_point, retire_point, stickers
from .reporting import check, contact, done, near, remove_photo, report, report_at_point, what, where
from .staff import (
    deliveries,
    message,
    near_preview,
    open_contact,
    redact,
    register,
    report_detail,
    retry_delivery,
    settle_delivery,
)

__all__ = [
    "check", "contact", "deliveries", "done", "draft_photo", "follow", "follow_photo", "hide", "message", "move_point",
    "near",
    "near_photo", "near_preview", "new_point", "open_contact", "point", "points", "poster", "rate", "redact", "register", "remove_photo",
    "reopen", "report", "report_at_point", "report_detail", "report_original", "report_photo", "restore_point",
    "retire_point", "retry_delivery", "settle_delivery", "stickers", "supplement", "track", "what", "where", "withdraw",
]  # fmt: skip

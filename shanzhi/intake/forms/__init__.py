"""Text from outside about reports, as typed values; nothing typed is lost when something is wrong."""

from .following import RatingForm, ReopenForm, SupplementForm, TrackForm
from .points import PointForm
from .reporting import ContactForm, WhatForm, WhereForm
from .staff import MessageForm, OpenContactForm, RedactForm, RegisterForm

__all__ = [
    "ContactForm",
    "MessageForm",
    "OpenContactForm",
    "PointForm",
    "RatingForm",
    "RedactForm",
    "RegisterForm",
    "ReopenForm",
    "SupplementForm",
    "TrackForm",
    "WhatForm",
    "WhereForm",
]

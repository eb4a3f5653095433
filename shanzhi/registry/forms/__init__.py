"""Text from outside about the registry, as typed values."""

from .lists import ColumnsForm, ForceForm, GiveForm, PublishForm, RestoreForm, TakeBackForm, UploadForm
from .rows import AccountForm, CalendarForm, CountyForm, GrantForm, form_for

__all__ = [
    "AccountForm",
    "CalendarForm",
    "ColumnsForm",
    "CountyForm",
    "ForceForm",
    "GiveForm",
    "GrantForm",
    "PublishForm",
    "RestoreForm",
    "TakeBackForm",
    "UploadForm",
    "form_for",
]

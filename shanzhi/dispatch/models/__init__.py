"""Rows of the room: the matter, the tasks it makes, the words and photos about it, the worklist over it."""

from .advice import AdviceTaken, TriageModel, TriageSetting
from .answer import Answer, MatterPhoto, Remark
from .dispute import Dispute, Precedent
from .matter import Matter, ReportLink, Step, Urgency
from .task import ClockChange, Return, Task
from .topics import HotTopic
from .work import SavedView, WorkItem

__all__ = [
    "AdviceTaken",
    "Answer",
    "ClockChange",
    "Dispute",
    "HotTopic",
    "Matter",
    "MatterPhoto",
    "Precedent",
    "Remark",
    "ReportLink",
    "Return",
    "SavedView",
    "Step",
    "Task",
    "TriageModel",
    "TriageSetting",
    "Urgency",
    "WorkItem",
]

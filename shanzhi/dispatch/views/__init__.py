"""Screens of the room, one function a screen; the verbs of a matter come from one table."""

from .disputes import (
    dispute,
    disputes,
    end_precedent,
    precedents,
    reply_dispute,
    rule_dispute,
    withdraw_dispute,
)
from .lists import area_points, desk, drop_view, keep_view, map_page, stuck, today, worklist
from .matter import matter, matter_photo
from .rule_trial import rule_trial
from .tasks import decide_time, finish_task, return_task, rule_return, sign_task, withdraw_task
from .topics import hot_topics
from .triage import put_model_in_force, roll_model_back, set_triage, train_model, triage
from .verbs import PAGES, verb_view

__all__ = [
    "PAGES",
    "area_points",
    "decide_time",
    "desk",
    "dispute",
    "disputes",
    "drop_view",
    "end_precedent",
    "finish_task",
    "hot_topics",
    "keep_view",
    "map_page",
    "matter",
    "matter_photo",
    "precedents",
    "put_model_in_force",
    "reply_dispute",
    "return_task",
    "roll_model_back",
    "rule_dispute",
    "rule_return",
    "rule_trial",
    "set_triage",
    "sign_task",
    "stuck",
    "today",
    "train_model",
    "triage",
    "verb_view",
    "withdraw_dispute",
    "withdraw_task",
    "worklist",
]

"""Every write of the room: one verb a function, by noun. Each locks, asks the rules, changes, records and tells."""

from shanzhi.law.obstacle import NotAllowed

from .answer import close_matter, give_answer, rate_matter, reopen_matter, send_back, verify_answer
from .assign import add_photos, assign_matter, note_progress, reassign_matter, sign_matter, start_work
from .chasing import archive_settled, chase_due, lapse_pauses, note_request, tell_people
from .clock import ask_time, decide_time, resume_clock, review_shelf, shelve_matter, unshelve_matter
from .dispute import end_precedent, raise_dispute, reply_dispute, rule_dispute, withdraw_dispute
from .frame import Conflict
from .matter import accept_matter, archive_matter, change_type, open_matter, refuse_matter, withdraw_report
from .merge import attach_report, merge_matter, open_or_join, split_matter, undo_merge
from .returns import ask_return, rule_return
from .saved_views import delete_view, save_view
from .task import ask_assist, finish_task, sign_task, spread_patrol, withdraw_task
from .topics import find_all_topics, find_topics
from .triage import accept_by_itself, ask_training, keep_model, put_model_in_force, roll_model_back, set_triage, train
from .work_items import end_work_item, put_work_item, put_work_items

__all__ = [
    "Conflict",
    "NotAllowed",
    "accept_by_itself",
    "accept_matter",
    "add_photos",
    "archive_matter",
    "archive_settled",
    "ask_assist",
    "ask_return",
    "ask_time",
    "ask_training",
    "assign_matter",
    "attach_report",
    "change_type",
    "chase_due",
    "close_matter",
    "decide_time",
    "delete_view",
    "end_precedent",
    "end_work_item",
    "find_all_topics",
    "find_topics",
    "finish_task",
    "give_answer",
    "keep_model",
    "lapse_pauses",
    "merge_matter",
    "note_progress",
    "note_request",
    "open_matter",
    "open_or_join",
    "put_model_in_force",
    "put_work_item",
    "put_work_items",
    "raise_dispute",
    "rate_matter",
    "reassign_matter",
    "refuse_matter",
    "reopen_matter",
    "reply_dispute",
    "resume_clock",
    "review_shelf",
    "roll_model_back",
    "rule_dispute",
    "rule_return",
    "save_view",
    "send_back",
    "set_triage",
    "shelve_matter",
    "sign_matter",
    "sign_task",
    "split_matter",
    "spread_patrol",
    "start_work",
    "tell_people",
    "train",
    "undo_merge",
    "unshelve_matter",
    "verify_answer",
    "withdraw_dispute",
    "withdraw_report",
    "withdraw_task",
]

"""What may be done with a matter, by whom, and until when? House policy as tables; statutes are cited where they speak."""

from .clock import CENTRE_LIMITS, day_end, due_of, law_limit, light_of, step_limit
from .edges import BY_VERB, EDGES, OPEN_STEPS, WORKING_STEPS, Edge, as_markdown, obstacles, open_edges
from .guards import Doer, Facts, answer_obstacles, house, officer_obstacles

__all__ = [
    "BY_VERB",
    "CENTRE_LIMITS",
    "EDGES",
    "OPEN_STEPS",
    "WORKING_STEPS",
    "Doer",
    "Edge",
    "Facts",
    "answer_obstacles",
    "as_markdown",
    "day_end",
    "due_of",
    "house",
    "law_limit",
    "light_of",
    "obstacles",
    "officer_obstacles",
    "open_edges",
    "step_limit",
]

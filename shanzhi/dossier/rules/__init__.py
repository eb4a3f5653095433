"""What must a document say, and what stands in the way of its next step?"""

from .blanks import Field, Need, NoTemplate, Template, fields, template, templates
from .entry import as_text, from_text
from .guards import house, is_filled, missing, no_bank, standing

__all__ = [
    "Field",
    "Need",
    "NoTemplate",
    "Template",
    "as_text",
    "fields",
    "from_text",
    "house",
    "is_filled",
    "missing",
    "no_bank",
    "standing",
    "template",
    "templates",
]

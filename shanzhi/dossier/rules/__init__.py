"""What must a document say, and what stands in the way of its next step?"""

from .blanks import Field, Need, NoTemplate, Template, fields, template, templates
from .guards import house, is_filled, missing, no_bank, standing

__all__ = [
    "Field",
    "Need",
    "NoTemplate",
    "Template",
    "fields",
    "house",
    "is_filled",
    "missing",
    "no_bank",
    "standing",
    "template",
    "templates",
]

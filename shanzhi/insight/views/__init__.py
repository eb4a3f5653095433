"""Pages anybody may read: what the law says, and how its procedures go."""

from .law import article, law_home, statute, terms
from .procedures import procedure, procedures

__all__ = ["article", "law_home", "procedure", "procedures", "statute", "terms"]

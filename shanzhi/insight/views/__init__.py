"""Pages anybody may read: what the law says."""

from .law import article, law_home, statute, terms

__all__ = ["article", "law_home", "statute", "terms"]

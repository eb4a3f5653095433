"""How does somebody keep a set of filters? Under a name of his own."""

import uuid

from shanzhi.identity.models import User

from .. import rules
from ..models import SavedView
from .frame import refuse, wants

MOST_VIEWS = 20


def save_view(*, user: User, name: str, query: str) -> SavedView:
    """Keep the filters under this name; the same name is overwritten."""
    found = wants(name, "名称", 30)
    if SavedView.objects.filter(user=user).exclude(name=name).count() >= MOST_VIEWS:
        found.append(rules.house(f"最多保存 {MOST_VIEWS} 个常用筛选。", "先删去不用的"))
    refuse(found)
    kept, _ = SavedView.objects.update_or_create(
        user=user, name=name.strip(), defaults={"query": query[:500], "county": user.county}
    )
    return kept


def delete_view(*, user: User, view_id: uuid.UUID) -> None:
    """Drop one of the user's own."""
    SavedView.objects.filter(user=user, pk=view_id).delete()

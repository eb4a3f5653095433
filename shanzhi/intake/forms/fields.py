"""Fields several forms share: words, photos, tiles, a place in the list."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import Area, Tile

from ..plain_text import clean


class WordsField(forms.CharField):
    """Free words: cleaned of what nobody can see; too long or too short is said in numbers."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        # A zero byte is a sign nobody can see, like the others that are taken out below; it is no reason to refuse.
        return (super().to_python(value) or "").replace("\x00", "")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return clean(text)
        except NotAllowed as refusal:
            raise forms.ValidationError([obstacle.text for obstacle in refusal.obstacles]) from None


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; what each file really is, is looked at when it is taken in."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("照片"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", ManyFilesInput(attrs={"accept": "image/*", "multiple": True}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [file for file in files if file]


def tile_field(county: str, **kwargs: Any) -> forms.ChoiceField:
    """Return the choice of tiles in the reader's language, with hints and icons for the large choices."""
    english = (get_language() or "").startswith("en")
    tiles = list(Tile.objects.filter(county=county))
    field = forms.ChoiceField(
        choices=[(tile.code, tile.english_name if english else tile.name) for tile in tiles],
        widget=forms.RadioSelect,
        **kwargs,
    )
    field.choice_hints = {tile.code: tile.english_hint if english else tile.hint for tile in tiles}  # type: ignore[attr-defined]
    field.choice_icons = {tile.code: tile.icon for tile in tiles}  # type: ignore[attr-defined]
    return field


def place_choices(county: str) -> list[Any]:
    """Return towns and their villages as groups of choices."""
    towns: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    rows = Area.objects.filter(county=county, is_active=True, level__in=[Area.Level.TOWN, Area.Level.VILLAGE])
    for code, name, level in rows.order_by("code").values_list("code", "name", "level"):
        if level == Area.Level.TOWN:
            towns[code] = (name, [(code, name + gettext("（不确定哪个村）"))])
        elif code[:9] in towns:
            towns[code[:9]][1].append((code, name))
    return [("", gettext("请选择")), *towns.values()]

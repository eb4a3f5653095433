"""Which names are one unit?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_BRACKET = re.compile(r"^(?P<name>.+?)\((?P<inside>[^()]*)\)$")
_OFFICE = re.compile(r"街道办事处|街道办|办事处|街道")
# Spellings of one thing in names of offices; longer first.
_SHORT = (("管理办公室", "办"), ("办公室", "办"), ("工作站", ""), ("管理委员会", "管委会"), ("委员会", "委"))


def one_name(name: str) -> str:
    """The name of the unit behind a spelling: brackets, the office's own name in full, long and short forms."""
    text = unicodedata.normalize("NFKC", name).strip().replace(" ", "")
    found = _BRACKET.match(text)
    place = ""
    if found and ("街道" in found["inside"] or "办事处" in found["inside"] or found["inside"].endswith(("办", "辖区"))):
        text, place = found["name"], re.sub(r"辖区$|办$", "", _OFFICE.sub("", found["inside"]))
    elif found:
        text = found["name"]
    text = _OFFICE.sub("", text)
    for long, short in _SHORT:
        text = text.replace(long, short)
    # A village or community is the same whichever office stands in brackets.
    if place and not text.endswith("社区") and place[:2] not in text:
        text = place + text
    return text or name.strip()


def merged(names: Iterable[str]) -> dict[str, str]:
    """For each spelling the name it goes by: the commonest spelling of the same unit."""
    counts = Counter(names)
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(one_name(name), []).append(name)
    # Fallback: sorted first, so that two spellings equally common always end in the same one.
    chosen = {key: max(sorted(group), key=lambda spelling: counts[spelling]) for key, group in groups.items()}
    return {name: chosen[one_name(name)] for name in counts}

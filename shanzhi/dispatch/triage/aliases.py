"""Which names are one unit?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_BRACKET = re.compile(r"^(?P<name>.+?)\((?P<inside>[^()]*)\)$")
_OFFICE = re.compile(r"街道办事处|街道办|办事处|街道")
_IN_BRACKET = re.compile(r"\((?P<place>[^()]{2,4}?)(?:街道办事处|街道办|街道|办事处)\)$")
_IN_FRONT = re.compile(r"(?P<place>[^()]{2,4}?)(?:街道办事处|街道办|街道|办事处)")
_COMPANY = re.compile(r"公司|营业|集团")
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
    return dict(Aliases.of([(name, "") for name in names]).names)


@dataclass(frozen=True)
class Aliases:
    """What was learned from names and codes seen: spellings with one code, or one name behind them, are one unit."""

    names: Mapping[str, str]
    codes: Mapping[str, str]
    keys: Mapping[str, str]
    homes: Mapping[str, str]

    @classmethod
    def of(cls, seen: Sequence[tuple[str, str]], streets: Mapping[str, str] | None = None) -> "Aliases":
        """From pairs of name and code (which may be missing), and the street in which each community lies."""
        times = Counter(name for name, _ in seen)
        root: dict[str, str] = {}
        for name, code in sorted(set(seen)):
            _join(root, f"name {name}", f"key {one_name(name)}")
            if _is_code(code):
                _join(root, f"name {name}", f"code {code}")
        groups: dict[str, list[str]] = {}
        for name in sorted(times):
            groups.setdefault(_root(root, f"name {name}"), []).append(name)
        # Fallback: sorted before, so that two spellings equally common always end in the same one.
        chosen = {key: max(group, key=lambda spelling: times[spelling]) for key, group in groups.items()}
        names = {name: chosen[_root(root, f"name {name}")] for name in times}
        lies = {one_name(community): street for community, street in (streets or {}).items()}
        homes = {names[name]: lies[one_name(name)] for name in sorted(times) if one_name(name) in lies}
        homes |= {names[name]: home for name in sorted(times) if (home := _home(name))}
        return cls(
            names,
            {code: names[name] for name, code in sorted(set(seen)) if _is_code(code)},
            {one_name(name): names[name] for name in sorted(times)},
            homes,
        )

    def unit(self, name: str, code: str = "") -> str:
        """The unit behind a name, also behind one not seen before."""
        known = self.codes.get(code) if _is_code(code) else None
        return self.names.get(name) or known or self.keys.get(one_name(name)) or name

    def agency(self, unit: str) -> str:
        """The street or township whose office the unit is, if its name, or a spelling of it, says so; else the unit."""
        return self.homes.get(unit) or _home(unit) or unit


def _home(name: str) -> str:
    """河东街道 for 河东街道综合执法队, 河东办事处市政中心 and 城管办（河东街道办事处）; companies are nobody's office."""
    text = unicodedata.normalize("NFKC", name).replace(" ", "")
    if _COMPANY.search(text):
        return ""
    found = _IN_BRACKET.search(text) or _IN_FRONT.match(text)
    return f"{found['place']}街道" if found else ""


def _is_code(code: str) -> bool:
    return code.strip() not in ("", "-")


def _root(root: dict[str, str], node: str) -> str:
    while root.setdefault(node, node) != node:
        node = root[node]
    return node


def _join(root: dict[str, str], one: str, other: str) -> None:
    root[_root(root, one)] = _root(root, other)

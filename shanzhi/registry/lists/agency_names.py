"""Which agency is meant by this name, in whichever way it is written?"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..models import Agency

NOISE = re.compile(r"[\s()（）【】\[\]《》“”\"'·,，。;；:：/\\-]+")
ENDINGS = ("人民政府", "街道办事处", "办事处", "委员会", "管理局", "局")


def folded(text: str) -> str:
    """Full-width to half-width, without spaces, brackets and punctuation."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text))


@dataclass
class AgencyNames:
    """Every way to write the agencies of a county; a way that fits two of them fits neither."""

    county_name: str = ""
    agencies: dict[str, Agency] = field(default_factory=dict)
    _exact: dict[str, set[str]] = field(default_factory=dict)
    _loose: dict[str, set[str]] = field(default_factory=dict)
    _found: dict[str, Agency | None] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, agencies: Iterable[Agency], county_name: str) -> "AgencyNames":
        names = cls(county_name=folded(county_name))
        for agency in agencies:
            names.agencies[agency.code] = agency
            for text in (agency.code, agency.name, agency.short_name, *agency.aliases):
                if text:
                    names._exact.setdefault(folded(text), set()).add(agency.code)
                    names._loose.setdefault(names._core(text), set()).add(agency.code)
        return names

    def find(self, text: str) -> Agency | None:
        """Return the one agency of this name, or None when there is none or more than one."""
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _look_up(self, text: str) -> Agency | None:
        for index, key in ((self._exact, folded(text)), (self._loose, self._core(text))):
            codes = index.get(key, set())
            if len(codes) == 1:
                return self.agencies[next(iter(codes))]
        return None

    def close_to(self, text: str, most: int = 3) -> list[str]:
        """Return the short names that look most alike."""
        if text not in self._near:
            near = difflib.get_close_matches(self._core(text), list(self._loose), n=most * 2, cutoff=0.5)
            codes = dict.fromkeys(code for key in near for code in sorted(self._loose[key]))
            self._near[text] = [str(self.agencies[code]) for code in list(codes)[:most]]
        return self._near[text]

    def _core(self, text: str) -> str:
        """The name without the county before it and the kind of office behind it."""
        key = folded(text)
        for start in (self.county_name, self.county_name[-1:]):
            if start and key.startswith(start) and len(key) > len(start) + 1:
                key = key[len(start) :]
                break
        for end in ENDINGS:
            if key.endswith(end) and len(key) > len(end) + 1:
                return key[: -len(end)] + ("街道" if end == "街道办事处" else "")
        return key

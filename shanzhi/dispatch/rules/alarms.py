"""Which words in a report must not wait their turn? Hints for a person to look at first, never a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shanzhi.registry.models import Sign

# What the product brings along; a county's own row for a sign replaces the words here.
WORDS: Mapping[str, tuple[str, ...]] = {
    "fire": ("着火", "起火", "火灾", "on fire"),
    "gas": ("燃气泄漏", "煤气泄漏", "燃气味", "煤气味", "漏气", "gas leak", "smell of gas"),
    "injury": ("受伤", "摔伤", "流血", "晕倒", "injured"),
    "danger": ("漏电", "触电", "坍塌", "塌陷", "要倒了", "井盖翻", "井盖没了", "collapse"),
    "threat": ("跳楼", "轻生", "自杀", "同归于尽", "拿刀", "砍人"),
    "crowd": ("爆炸", "聚众", "群体上访", "堵路", "投毒", "explosion"),
    "minor": ("未成年", "猥亵", "虐待孩子"),
    "whistle": ("内部员工举报", "我是员工", "我是厂里的", "实名举报", "匿名举报", "内部举报", "whistleblow"),
    "retaliation": ("怕报复", "打击报复", "不要透露", "请保密", "别说是我"),
}
# Tags that put a matter before the others.
URGENT = frozenset({"fire", "gas", "injury", "danger", "threat", "crowd"})
# Tags whose reports only those may read who are named for it.
RESTRICTED = frozenset({"whistle"})
LABELS = {
    **{str(value): str(label) for value, label in Sign.choices},
    "flood": "同一处短时间大量提交，请核实",
    "reopened": "要求过重新办理",
    "reopened_again": "多次要求重新办理",
}


@dataclass(frozen=True)
class Signs:
    """The words of a county and what follows from each sign."""

    words: Mapping[str, Iterable[str]]
    urgent: frozenset[str] = URGENT
    restricted: frozenset[str] = RESTRICTED

    def tags(self, text: str) -> set[str]:
        """Return the tags whose words occur in the text."""
        plain = text.lower()
        return {tag for tag, words in self.words.items() if any(word and word.lower() in plain for word in words)}


OWN = Signs(WORDS)


def tags_of(text: str) -> set[str]:
    """Return the tags by the words the product brings along."""
    return OWN.tags(text)

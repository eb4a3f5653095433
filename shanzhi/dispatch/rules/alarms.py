"""Which words in a report must not wait their turn? Hints for a person to look at first, never a decision."""

WORDS = {
    "fire": ("着火", "起火", "火灾", "on fire"),
    "gas": ("燃气泄漏", "煤气泄漏", "燃气味", "煤气味", "漏气", "gas leak", "smell of gas"),
    "injury": ("受伤", "摔伤", "流血", "晕倒", "injured"),
    "danger": ("漏电", "触电", "坍塌", "塌陷", "要倒了", "井盖翻", "井盖没了", "collapse"),
    "threat": ("跳楼", "轻生", "自杀", "同归于尽", "拿刀", "砍人"),
    "minor": ("未成年", "猥亵", "虐待孩子"),
}
# Tags that put a matter before the others.
URGENT = {"fire", "gas", "injury", "danger", "threat"}
LABELS = {
    "fire": "可能有火情",
    "gas": "可能有燃气泄漏",
    "injury": "可能有人受伤",
    "danger": "可能有危险",
    "threat": "可能有人扬言极端行为",
    "minor": "涉未成年人，注意保密",
    "retaliation": "注意保护反映人",
    "flood": "同一处短时间大量提交，请核实",
    "reopened": "要求过重新办理",
    "reopened_again": "多次要求重新办理",
}


def tags_of(text: str) -> set[str]:
    """Return the tags whose words occur in the text."""
    plain = text.lower()
    return {tag for tag, words in WORDS.items() if any(word in plain for word in words)}

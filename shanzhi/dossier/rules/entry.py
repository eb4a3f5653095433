"""How are lists and conversations typed in one box, and read back?"""

from typing import Any

from .blanks import Field

QUESTION, ANSWER = ("问：", "问:"), ("答：", "答:")


def as_text(value: Any, kind: str) -> str:
    """Return a value as it stands in its box: a list line by line, a conversation as 问：… 答：…"""
    if value is None:
        return ""
    if kind == "list":
        return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)
    if kind == "qa":
        return "\n".join(line for one in value for line in _said(one))
    return str(value)


def _said(one: dict[str, str]) -> list[str]:
    asked, answered = one.get("q", ""), one.get("a", "")
    if asked.endswith(("：", ":")):
        return [f"{asked}{answered}"]
    return [line for line in (f"问：{asked}" if asked else "", f"答：{answered}" if answered else "") if line]


def from_text(text: str, field: Field) -> Any:
    """Read a box back."""
    if field.kind == "list":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.kind == "qa":
        return speeches(text) if field.key == "speeches" else dialogue(text)
    return text.strip()


def dialogue(text: str) -> list[dict[str, str]]:
    """Read questions and answers; a line that starts neither goes on with what was said before it."""
    said: list[dict[str, str]] = []
    side = "q"
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith(QUESTION):
            said.append({"q": line[2:].strip(), "a": ""})
            side = "q"
        elif line.startswith(ANSWER):
            if not said or said[-1]["a"]:
                said.append({"q": "", "a": ""})
            said[-1]["a"], side = line[2:].strip(), "a"
        elif line and said:
            said[-1][side] += f"\n{line}" if said[-1][side] else line
        elif line:
            said.append({"q": line, "a": ""})
    return said


def speeches(text: str) -> list[dict[str, str]]:
    """Read one speaker a line: 主持人：现在开始."""
    said: list[dict[str, str]] = []
    for line in (line.strip() for line in text.splitlines()):
        who, colon, words = line.partition("：")
        if colon and len(who) <= 20:
            said.append({"q": f"{who}：", "a": words.strip()})
        elif line and said:
            said[-1]["a"] += f"\n{line}"
        elif line:
            said.append({"q": "", "a": line})
    return said

"""What stands in the way of a step on a document? Facts in, obstacles out."""

from collections.abc import Mapping
from typing import Any

from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import Obstacle

from ..models import Document
from .blanks import Template, fields


def house(text: str, remedy: str = "") -> Obstacle:
    """Return a reason that rests on the county's own way of working, not on a statute."""
    return Obstacle(text, (), remedy)


def is_filled(value: Any) -> bool:
    """Say whether a value says anything: blanks, empty lists and False do not; a zero does."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != [] and value != {}


def missing(template: Template, facts: Mapping[str, Any], free: Mapping[str, Any]) -> list[Obstacle]:
    """Return one obstacle for each field the document must say and does not, with the article that wants it."""
    said = {**facts, **free}
    found = []
    for need in template.needs:
        if is_filled(said.get(need.key)) or (need.when and not is_filled(said.get(need.when))):
            continue
        field = fields()[need.key]
        where = "请在案件中补全" if field.is_fact else "请在文书中填写"
        found.append(Obstacle(f"没有写明“{template.label(need.key)}”。", need.basis, where))
    return found


def no_bank() -> Obstacle:
    """Return the reason when a fine is to be paid and nobody says where."""
    basis = (penalty_law(67, 3), cite("罚款决定与罚款收缴分离实施办法7"))
    return Obstacle("发文信息里没有代收银行的名称和地址。", basis, "请管理员在发文信息中补录")


_STANDING = {
    "revise": {Document.State.DRAFT, Document.State.IN_REVIEW, Document.State.REVIEWED},
    "submit": {Document.State.DRAFT},
    "approve": {Document.State.IN_REVIEW},
    "send_back": {Document.State.IN_REVIEW, Document.State.REVIEWED},
    "void": {Document.State.DRAFT, Document.State.IN_REVIEW, Document.State.REVIEWED, Document.State.NUMBERED},
}


def standing(document: Document, verb: str) -> list[Obstacle]:
    """Return the reason when the document stands where this step cannot be taken."""
    if document.state in _STANDING[verb]:
        return []
    if document.state == Document.State.SEALED:
        return [house("文书已用印定稿，不能再改。", "确有错误的，另行制作更正（补正）文书")]
    return [house(f"文书现在是「{document.get_state_display()}」，不能办这一步。", "请刷新页面，看现在的情况")]

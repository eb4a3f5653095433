"""Who may sign, who may review, what was served, and what a decision says about review and suit."""

import pytest

from shanzhi.law.delivery import ElectronicService, obstacles_to_electronic_service
from shanzhi.law.fines import GO_ON, fine_while_with_police, goes_on_after_referral
from shanzhi.law.remedies import Decider, obstacles_to_notice, remedies
from shanzhi.law.rulebook import Overlay
from shanzhi.law.separation import Signer, obstacles_to_act_of_two, obstacles_to_review

A, B = Signer("甲"), Signer("乙")


@pytest.mark.parametrize(
    ("signers", "words", "basis"),
    [
        ([A, B], "", ""),
        ([A, B, Signer("丙", officer=False)], "", ""),
        ([A], "有执法资格的人员只有1人，不得少于两人。", "行政处罚法42.1"),
        ([A, A], "有执法资格的人员只有1人，不得少于两人。", "行政处罚法42.1"),
        ([], "有执法资格的人员只有0人，不得少于两人。", "行政处罚法42.1"),
        (
            [A, Signer("丙", certificate_valid=False)],
            "有执法资格的人员只有1人，不得少于两人；丙的证件当日无效。",
            "行政处罚法42.1",
        ),
        (
            [A, Signer("丙", officer=False, certificate_valid=False)],
            "有执法资格的人员只有1人，不得少于两人；辅助人员丙不能算作执法人员，只能配合。",
            "行政处罚法42.1、浙江省综合行政执法条例30.2",
        ),
    ],
)
def test_an_act_of_two_officers(signers: list[Signer], words: str, basis: str) -> None:
    found = obstacles_to_act_of_two(signers)
    assert [(one.text, one.written_basis) for one in found] == ([(words, basis)] if words else [])


def test_everybody_who_does_not_count_is_named() -> None:
    others = [Signer(name, officer=name in "丙丁", certificate_valid=False) for name in "丙丁戊己"]
    [obstacle] = obstacles_to_act_of_two(others)
    assert obstacle.text == (
        "有执法资格的人员只有0人，不得少于两人；丙、丁的证件当日无效；辅助人员戊、己不能算作执法人员，只能配合。"
    )
    assert obstacle.remedy == "由两名有执法资格的人员重新进行。"


def test_outside_market_supervision_the_reviewer_is_refused_by_the_penalty_law_alone() -> None:
    found = obstacles_to_review("甲", {"甲"}, hearing_asked=True)
    assert [one.written_basis for one in found] == ["行政处罚法58", "行政处罚法58.1(2)"]
    assert [(one.text, one.remedy) for one in found] == [
        ("办案人员不得作为本案的审核人员。", "由没有参加调查的审核人员审核。"),
        ("经过听证的案件，在听证程序结束后进行法制审核。", "先举行听证。"),
    ]
    assert obstacles_to_review("甲", {"甲"}, overlay=Overlay.MARKET)[0].written_basis.endswith("程序规定49")
    assert obstacles_to_review("丙", {"甲"}) == []
    assert obstacles_to_review("丙", {"甲"}, hearing_asked=True, hearing_held=True) == []


@pytest.mark.parametrize(
    ("agreed", "signed", "words"),
    [(True, True, ""), (False, True, "当事人没有同意，"), (True, False, "没有签订确认书，"), (False, False, "当事人没有同意、没有签订确认书，")],
)  # fmt: skip
def test_electronic_service_needs_consent_and_a_signed_confirmation(agreed: bool, signed: bool, words: str) -> None:
    found = obstacles_to_electronic_service(ElectronicService(agreed, signed))
    assert [one.text.startswith(words) for one in found] == ([True] if words else [])
    assert {(one.written_basis, one.remedy) for one in found} <= {
        ("行政处罚法61.2", "补签送达确认书后重新送达，或者用其他法定方式送达。")
    }
    assert obstacles_to_electronic_service(ElectronicService(agreed=True))
    assert obstacles_to_electronic_service(ElectronicService(confirmation_signed=True))


def test_against_a_decision_on_the_spot_review_comes_first() -> None:
    required = remedies(Decider.TOWNSHIP, "示例县", on_the_spot=True)
    assert required.text == (
        "对当场作出的行政处罚决定不服的，应当先申请行政复议：可以自收到本决定书之日起六十日内向示例县人民政府"
        "申请行政复议；对复议决定不服的，可以自收到复议决定书之日起十五日内向人民法院起诉。"
    )
    assert [str(one) for one in required.basis] == [
        "行政复议法23.1(1)", "行政复议法20.1", "行政复议法24.1(2)", "行政诉讼法45",
    ]  # fmt: skip
    both = obstacles_to_notice(required, offers_direct_suit=True, organ="示例市人民政府")
    assert both[0].written_basis == "行政复议法23.1(1)、行政复议法23.2"
    assert both[1].citations == required.basis
    assert [one.text for one in both] == [
        "对当场处罚不服应当先申请行政复议，不能写成可以直接起诉；应当告知先复议。",
        "行政复议机关应写示例县人民政府，不是示例市人民政府。",
    ]
    assert all(one.remedy == required.text for one in both)
    assert obstacles_to_notice(required, offers_direct_suit=False, organ="示例县人民政府") == []


def test_against_a_decision_of_the_general_procedure_both_ways_are_open() -> None:
    free = remedies(Decider.DEPARTMENT, "示例县", on_the_spot=False)
    assert not free.review_first
    assert [str(one) for one in free.basis] == ["行政复议法20.1", "行政复议法24.1(1)", "行政诉讼法46.1"]
    assert obstacles_to_notice(free, offers_direct_suit=True, organ=free.organ) == []


def test_while_the_police_have_the_case_nobody_fines_and_what_was_ordered_before_goes_on() -> None:
    [obstacle] = fine_while_with_police(True, True)
    assert obstacle.written_basis == (
        "行政执法机关移送涉嫌犯罪案件的规定11.1、行政处罚法27.1、行政处罚法35.2、行政处罚法82"
    )
    assert obstacle.text == "案件已经移送，不得以罚款代替移送；人民法院判处罚金的，也不再给予罚款。"
    assert fine_while_with_police(True, False) == fine_while_with_police(False, True) == []
    assert {"警告", "责令停产停业", "暂扣许可证件", "吊销许可证件"} == GO_ON
    assert all(map(goes_on_after_referral, GO_ON))
    assert not goes_on_after_referral("罚款")

import argparse
import json
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shanzhi.law import cli
from shanzhi.law.cli import main

Says = Callable[..., Any]


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """What the command prints, as JSON where asked for."""

    def ask(*words: str) -> Any:
        assert main(["law", *words]) == 0
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in words else out

    return ask


@pytest.fixture
def refuses(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """The sentence on stderr when the command ends with code 2."""

    def ask(*words: str) -> str:
        try:
            code = main(["law", *words])
        except SystemExit as left:
            code = left.code  # type: ignore[assignment]
        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        assert said.err.count("\n") == 1
        return said.err.strip()

    return ask


def test_a_term_with_everything(says: Says) -> None:
    answer = says(
        *("term", "penalty.decide", "--from", "2026-07-10", "--overlay", "market", "--extend", "30"),
        *("--pause", "2026-08-01/2026-08-10", "--pause", "2026-08-20/2026-08-20", "--json"),
    )
    assert answer == {
        "rule": "penalty.decide",
        "due": "2026-11-18",
        "nominal": "2026-11-18",
        "basis": ["市场监督管理行政处罚程序规定64", "市场监督管理行政处罚程序规定80"],
        "explanation": "作出处罚决定120日：自立案之日（2026-07-10）起算，当日不计；不计入2026-08-01至2026-08-10、2026-08-20，"
        "其中期内11日；至2026-11-18（周三）届满。",
        "provisional": False,
        "act_by": "2026-11-18",
        "flags": [],
    }


def test_a_term_in_words_ends_with_its_readings(says: Says) -> None:
    lines = says("term", "penalty.pay", "--from", "2026-03-02").splitlines()
    assert lines[0].startswith("缴纳罚款15日")
    assert [line[:3] for line in lines[1:]] == ["注意：", "注意："]


def test_moments_are_written_to_the_minute_or_as_precise_as_given(says: Says) -> None:
    assert says("term", "referral.hand_over", "--from", "2026-05-01T16:30", "--json")["due"] == "2026-05-02T16:30"
    assert says("term", "referral.hand_over", "--from", "2026-05-01 16:30", "--json")["due"] == "2026-05-02T16:30"
    precise = says("term", "referral.hand_over", "--from", "2026-05-01T16:30:15+08:00", "--json")
    assert precise["due"] == "2026-05-02T16:30:15+08:00"


def test_a_late_fee(says: Says) -> None:
    words = ("late-fee", "--principal", "10000", "--due", "2026-05-01", "--paid", "2026-06-10")
    assert says(*words, "--json") == {
        "amount": "10000.00",
        "days": 40,
        "total": "20000.00",
        "capped_from": "2026-06-04",
        "basis": ["行政处罚法72(1)"],
        "explanation": "自2026-05-02起至2026-06-10逾期40日；每日按罚款10000.00元的百分之三加处，"
        "自2026-06-04起达到罚款数额，以10000.00元为限。",
        "flags": ["加处罚款自到期次日起算，缴款当日计入（解读：条文未写明首尾）"],
    }
    paused = says(*words, "--pause", "2026-05-11/2026-05-30", "--json")
    assert (paused["amount"], paused["capped_from"]) == ("6000.00", None)
    assert says(*words, "--no-clause") == "处罚决定书没有写明逾期加处罚款，不能加处。\n"


def test_limitation_and_summary(says: Says) -> None:
    alive = says("limitation", "--act-ended", "2022-01-20", "--found", "2026-06-11", "--serious", "--json")
    assert (alive["status"], alive["last_day"], alive["basis"]) == ("alive", "2027-01-20", ["行政处罚法36"])
    assert len(alive["flags"]) == 1
    assert "已过时效" in says("limitation", "--act-ended", "2022-01-20", "--found", "2026-06-11")
    assert says("summary", "--party", "unit", "--fine", "3000", "--json") == {
        "allowed": True,
        "basis": ["行政处罚法51"],
        "obstacles": [],
    }
    assert says("summary", "--party", "unit", "--fine", "3000") == "可以当场处罚（行政处罚法51）。\n"
    refused = says("summary", "--party", "person", "--fine", "201", "--json")
    assert refused["allowed"] is False
    assert refused["obstacles"][0]["basis"] == "行政处罚法51"
    assert "以200元为限" in says("summary", "--party", "person", "--fine", "201")


def test_the_list_and_one_rule(says: Says) -> None:
    general = says("list", "--json")
    assert {"penalty.decide", "review.apply"} <= {one["id"] for one in general}
    assert "penalty.close" in says("list", "--overlay", "market")
    shown = says("show", "penalty.decide", "--overlay", "ecology", "--json")
    assert shown["extensions"][1] == {"up_to": 30, "by": "负责人集体讨论", "basis": "生态环境行政处罚办法57"}
    assert shown["pauses"][1] == {"kinds": ["移送"], "basis": "生态环境行政处罚办法54"}
    assert says("show", "complaint.accept", "--json")["until"] == "2026-04-14"
    words = says("show", "penalty.decide", "--overlay", "market")
    assert "延长：30日以内，由负责人批准（市场监督管理行政处罚程序规定64）" in words
    assert "延长：合理期限，由负责人集体讨论批准（市场监督管理行政处罚程序规定64）" in words
    assert "不计入：中止、听证" in words
    assert "说明" not in says("show", "penalty.pay")
    assert "说明：行政处罚法第五十四条第二款只要求" in says("show", "penalty.file")


def test_the_check_names_what_does_not_resolve(says: Says, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = says("check", str(tmp_path), "--json")
    assert {"citation": "行政处罚法64(1)", "reason": "正文没有导入"} in found
    assert "行政处罚法64(1)：正文没有导入\n" in says("check", str(tmp_path))
    monkeypatch.setattr("shanzhi.law.cited.all_citations", lambda: set())
    assert says("check", str(tmp_path)) == "引用的条文全部能找到。\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("term penalty.pay", "缺少参数：--from。"),
        ("term penalty.pay --from", "参数 --from 后面要写值。"),
        ("term penalty.pay --from 2026-02-30", "参数 --from：日期“2026-02-30”读不懂，应如 2026-03-02 或 2026-03-02T16:30。"),
        ("term penalty.pay --from 2026-02-03T25:00", "参数 --from：日期“2026-02-03T25:00”读不懂，应如 2026-03-02 或 2026-03-02T16:30。"),
        ("term penalty.pay --from 2026-03-02 --pause 2026-03-10", "参数 --pause：期间“2026-03-10”读不懂，应如 2026-03-10/2026-03-19。"),
        ("term penalty.pay --from 2026-03-02 --pause 2026-03-10/x", "参数 --pause：日期“x”读不懂，应如 2026-03-02。"),
        ("term penalty.pay --from 2026-03-02 --pause 2026-03-10/2026-03-01", "中止期间的末日 2026-03-01 早于首日 2026-03-10。"),
        ("term penalty.pay --from 2026-03-02 --overlay city", "参数 --overlay 不能是“city”，只能是 'general', 'market', 'ecology' 之一。"),
        ("term penalty.pay --from 2026-03-02 --days 3", "不认识的参数：--days 3。"),
        ("term nothing --from 2026-03-02", "没有期限“nothing”；用 shanzhi law list 查看全部。"),
        ("term penalty.file --from 2026-03-02", "行政处罚法第五十四条第二款只要求“及时立案”，没有天数；市场监管、生态环境另有规定。（行政处罚法54.2）"),
        ("term penalty.decide --from 2026-03-02 --extend 30", "“作出处罚决定”所依条文没有准许延长。（行政处罚法60）"),
        ("term penalty.pay --from 2060-01-01", "历表没有 2060 年，不能计算；现有 2020 至 2050 年。"),
        ("late-fee --principal x --due 2026-03-02 --paid 2026-03-02", "参数 --principal：金额“x”读不懂，应如 2000 或 2000.50。"),
        ("late-fee --principal=-1 --due 2026-03-02 --paid 2026-03-02", "罚款数额应为不小于零的数：-1。"),
        ("summary --party person --fine 0.001", "罚款数额最多到分：0.001。"),
        ("show penalty.close", "一般规定没有期限“penalty.close”，只有市场监管有。"),
        ("", "缺少参数：命令。"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_answered_in_one_sentence(refuses: Callable[..., str], words: str, sentence: str) -> None:
    assert refuses(*words.split()) == sentence


def test_what_argparse_says_otherwise_still_ends_in_a_full_stop(refuses: Callable[..., str]) -> None:
    assert refuses("term", "penalty.pay", "--from", "2026-03-02", "--json=yes").endswith("。")
    parser = cli.OneSentence()
    with pytest.raises(SystemExit):
        parser.error("something else")


def test_the_other_half_brings_its_own_commands_or_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def names() -> list[str]:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers()
        cli.add_to(commands)
        return list(commands.choices["law"]._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]

    monkeypatch.setattr(cli, "OTHER_HALF", "shanzhi.law.no_such_half")
    ours = names()
    assert ours == ["term", "late-fee", "limitation", "summary", "list", "show", "check"]
    half = types.ModuleType("shanzhi.law.example_half")
    half.__spec__ = __import__("importlib.machinery").machinery.ModuleSpec(half.__name__, None)
    half.add_to = lambda commands: commands.add_parser("example")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, half.__name__, half)
    monkeypatch.setattr(cli, "OTHER_HALF", half.__name__)
    assert names() == [*ours, "example"]


COMPLETE = {"filed": True, "officers": 2, "certificates_valid": True, "notice_served": True}


@pytest.mark.parametrize(("step", "stands"), [("clue", True), ("concluded", True), ("notified", False), ("", False)])
def test_a_decision_is_refused_out_of_turn_however_complete_the_facts(says: Says, step: str, stands: bool) -> None:
    facts = json.dumps(COMPLETE | {"step": step})
    found = says("obstacles", "--procedure", "general", "--to", "decided", "--facts", facts, "--json")["obstacles"]
    assert ["不能直接到「已决定」" in one["text"] for one in found] == [True] * stands


def test_an_unknown_step_is_named(refuses: Callable[..., str]) -> None:
    facts = json.dumps(COMPLETE | {"step": "dreaming"})
    assert "没有「dreaming」这一步" in refuses(
        "obstacles", "--procedure", "general", "--to", "decided", "--facts", facts
    )

"""Is the triage right, does it say why, and is what it loads only numbers?"""

import argparse
import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from shanzhi.dispatch.triage import cli
from shanzhi.dispatch.triage.aliases import Aliases, merged, one_name
from shanzhi.dispatch.triage.calibrate import contradicted, learned_chances, softmax
from shanzhi.dispatch.triage.evaluate import macro_f1, without_twins
from shanzhi.dispatch.triage.model import Model, _weightiest
from shanzhi.dispatch.triage.reading import BadFile, Message, messages
from shanzhi.dispatch.triage.topics import Post, hot_topics

SHARED = Path(os.environ.get("SHANZHI_SHARED") or Path(__file__).resolve().parents[4] / "shared") / "data"
ROADS = ["公交车 班次 太少 司机 态度", "道路 拥堵 公交车 晚点", "出租车 司机 拒载 乘客", "公交车 线路 站台 司机"]
SCHOOLS = ["学校 老师 补课 收费", "学校 学生 寒假 补课", "老师 工资 学校 食堂", "幼儿园 学费 老师 学生"]


def small_model() -> Model:
    texts = [Message(t, "交通运输", cut=True) for t in ROADS] + [Message(t, "教育文体", cut=True) for t in SCHOOLS]
    return Model.train(texts * 3)


def test_a_raw_text_is_understood_by_a_model_trained_on_cut_words() -> None:
    best = small_model().suggest("请问学校的老师为什么在寒假补课收费？")[0]
    assert best.label == "教育文体"
    assert 0.5 < best.confidence <= 1


def test_the_reason_names_words_of_the_text_itself() -> None:
    words = small_model().telling_words("我们这里的公交车司机拒载", "交通运输")
    assert "公交车" in words
    assert all(word in "我们这里的公交车司机拒载" for word in words)


def test_a_saved_model_answers_as_before_and_holds_no_program(tmp_path: Path) -> None:
    model, file = small_model(), tmp_path / "model.npz"
    model.save(file)
    assert Model.load(file).suggest("公交车晚点") == model.suggest("公交车晚点")
    with np.load(file, allow_pickle=False) as stored:
        assert not any(stored[name].dtype.hasobject for name in stored.files)


def test_one_label_only_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="至少需要两类"):
        Model.train([Message("道路 拥堵", "交通运输", cut=True)])


def test_the_same_message_does_not_stay_in_the_training() -> None:
    test = Message("学校老师寒假补课收费太高请领导管一管", "教育文体", cut=False)
    twin = Message("学校 老师 寒假 补课 收费 太高 领导 管", "教育文体", cut=True)
    other = Message("公交车 司机 拒载 乘客 晚点", "交通运输", cut=True)
    assert without_twins([twin, other], [test]) == [other]


def test_macro_f1_counts_every_label_alike() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "a", "a"]) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例社区（河东街道办事处）", "示例社区"),
        ("河东街道综合执法队（河东街道办事处）", "河东街道综合执法队"),
        ("城建办公室（河东街道办事处）", "城建办（河东街道办事处）"),
        ("示例社区工作站", "示例社区"),
    ],
)
def test_spellings_of_one_unit_meet(one: str, other: str) -> None:
    assert one_name(one) == one_name(other)
    assert len(set(merged([one, other, other]).values())) == 1


def test_offices_of_two_streets_stay_two() -> None:
    assert one_name("城管办（河东街道办事处）") != one_name("城管办（河西街道办事处）")


def test_names_with_one_code_are_one_unit_also_when_one_of_them_is_new() -> None:
    aliases = Aliases.of(
        [("河东街道指挥中心处置", "77"), ("河东街道指挥中心处置", "77"), ("指挥室", "77"), ("城管局", "-")]
    )
    assert aliases.unit("指挥室") == aliases.unit("新名指挥室", "77") == "河东街道指挥中心处置"
    assert aliases.unit("水务局", "-") == "水务局"


@pytest.mark.parametrize(
    ("office", "agency"),
    [
        ("河东街道综合执法队", "河东街道"),
        ("市政中心（河东街道办事处）", "河东街道"),
        ("河东办事处市政中心", "河东街道"),
        ("示例社区工作站", "河东街道"),
        ("河东供水公司（河东街道办事处）", "河东供水公司（河东街道办事处）"),
        ("住房和建设局", "住房和建设局"),
    ],
)
def test_an_office_leads_to_its_street_and_a_company_to_nobody(office: str, agency: str) -> None:
    aliases = Aliases.of([(office, "")], {"示例社区": "河东街道"})
    assert aliases.agency(aliases.unit(office)) == agency


def test_a_hot_topic_counts_people_not_only_messages() -> None:
    noise = "示例路夜市噪音扰民无法休息"
    found = [Post(str(i), person, noise, noise, None) for i, person in enumerate("甲甲乙")]
    others = ["公交车班次太少", "学校食堂饭菜凉", "医院挂号排队", "水费收取不明", "村道路灯不亮"]
    found += [Post(f"x{i}", f"x{i}", text, text, None) for i, text in enumerate(others)]
    (topic,) = hot_topics(found)
    assert (topic["messages"], topic["people"], topic["heat"]) == (3, 2, 7)
    assert topic["numbers"] == ["0", "1", "2"]


def test_a_file_without_the_columns_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile, match="缺少列"):
        messages(file)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    cli.add_to(parser.add_subparsers())
    args = parser.parse_args(words)
    return args.run(args)


def given(name: str) -> Path:
    if not (SHARED / name).exists():
        pytest.skip(f"the sample data are not beside this checkout ({name}); SHANZHI_SHARED can point to them")
    return SHARED / name


def test_the_command_reads_both_shapes_and_prints_the_keys(tmp_path: Path, capsys) -> None:
    with given("messages/dev_labelled_messages.csv").open(encoding="utf-8-sig") as file:
        found = list(csv.DictReader(file))
    for name, part in (("test.csv", found[::4]), ("train.csv", [row for i, row in enumerate(found) if i % 4])):
        with (tmp_path / name).open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, found[0])
            writer.writeheader()
            writer.writerows(part)
    assert main(["evaluate-triage", str(tmp_path / "test.csv"), "--train", str(tmp_path / "train.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"macro_f1", "accuracy", "top3", "abstention", "per_second"} <= told.keys()
    assert told["top3"] > 0.8
    answered = [point["answered"] for point in told["abstention"]]
    assert answered == sorted(answered, reverse=True)


def test_routing_on_later_events_does_better_than_the_published_lookup(tmp_path: Path, capsys) -> None:
    with given("events/events_8000.csv").open(encoding="utf-8-sig") as file:
        found = sorted(csv.DictReader(file), key=lambda row: row["create_time"])[-3000:]
    for name, part in (("train.csv", found[:2400]), ("test.csv", found[2400:])):
        with (tmp_path / name).open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, found[0])
            writer.writeheader()
            writer.writerows(part)
    assert main(["evaluate-routing", str(tmp_path / "test.csv"), "--train", str(tmp_path / "train.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["top1"] > 0.6
    assert told["agency_top1"] > told["top1"]
    assert told["agencies"] < told["units"]
    assert told["top3"] > told["top1"]
    assert told["units"] < told["names"]


def test_the_same_complaint_again_goes_where_it_went_before() -> None:
    odd = Message("龙门 广场 喷泉 夜间 音响 开放", "教育文体", cut=True, reference="M-7")
    usual = [Message(t, "交通运输", cut=True) for t in ROADS] + [Message(t, "教育文体", cut=True) for t in SCHOOLS]
    model = Model.train([*usual * 3, odd])
    again = model.reasons("龙门广场喷泉夜间音响开放")
    assert (again.label, again.similar[0].reference) == ("教育文体", "M-7")
    assert again.similar[0].likeness > 0.9


def test_the_reason_gives_each_word_its_share_and_names_none_that_speak_against() -> None:
    reasons = small_model().reasons("学校的老师坐公交车", "教育文体")
    words = dict(reasons.words)
    assert {"学校", "老师"} <= words.keys()
    assert "公交车" not in words
    assert 0 < sum(words.values()) <= 1.001


def test_a_clear_slip_in_the_labels_is_not_learned_from() -> None:
    scores = np.array([[1.0, -1.0], [0.2, -0.1]])
    assert contradicted(scores, np.array([1, 1])).tolist() == [True, False]


def test_a_model_of_many_labels_keeps_only_the_signs_that_matter_most() -> None:
    slopes = np.array([[0.1, 0.0, -3.0, 0.2], [0.0, 0.0, 1.0, -2.0]])
    assert _weightiest(slopes, 2).tolist() == [2, 3]
    assert _weightiest(slopes, 9).tolist() == [0, 2, 3]


def test_confidence_is_learned_from_how_often_the_lead_was_right() -> None:
    lead = np.array([[1.0, 0.0]] * 80 + [[1.0, 0.0]] * 20)
    factor, short = learned_chances(lead, np.array([0] * 80 + [1] * 20))
    assert softmax(lead[:1] * factor + short * factor)[0, 0] == pytest.approx(0.8, abs=0.02)

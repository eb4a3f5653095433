"""The drawing of a procedure: every step once, nothing upon anything else, every way with its label, articles and tip."""

import json
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shanzhi.law import diagram_narrow
from shanzhi.law.citation import cite
from shanzhi.law.cli import main
from shanzhi.law.diagram import Words, articles, full_name, owner, style, svg, term_words
from shanzhi.law.lettering import ems
from shanzhi.law.procedure import NAMES, Edge, Procedure, Step, procedure
from shanzhi.law.rulebook import Overlay

from .test_layered import grid_of

SVG = "{http://www.w3.org/2000/svg}"


# Every table, and those of the departments where they differ.
TABLES = [
    table
    for name in NAMES
    for table in {procedure(name, overlay).edges: procedure(name, overlay) for overlay in reversed(Overlay)}.values()
]
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.id}-{table.overlay}")


def drawn(table: Procedure, **how: object) -> ElementTree.Element:
    return ElementTree.fromstring(svg(table, **how))  # type: ignore[arg-type]


def of_class(root: ElementTree.Element, tag: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in root.iter(f"{SVG}{tag}") if kind in one.get("class", "").split()]


def frame(box: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, wide, high = (float(box.get(key, "nan")) for key in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@each_table
def test_every_step_is_drawn_once_and_every_way_has_its_line_its_tip_and_its_number(table: Procedure) -> None:
    root = drawn(table)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == full_name(table)
    assert len(of_class(root, "rect", "flow-box")) == len(table.steps)
    assert len(of_class(root, "rect", "flow-end")) == sum(step.end for step in table.steps.values())
    # One line and one tip more than ways: where it begins.
    assert len(of_class(root, "path", "flow-way")) == len(table.edges) + 1
    assert len(of_class(root, "path", "flow-tip")) == len(table.edges) + 1
    told = root.findtext(f"{SVG}desc") or ""
    assert all(edge.event in told and str(edge.basis[0]) in told for edge in table.edges)
    numbers = [one.text for one in root.iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert sorted(map(int, filter(None, numbers))) == list(range(1, len(table.edges) + 1))


@each_table
def test_no_box_or_label_lies_upon_another(table: Procedure) -> None:
    root = drawn(table)
    frames = [frame(one) for kind in ("flow-box", "flow-label") for one in of_class(root, "rect", kind)]
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []


@each_table
def test_no_two_ways_begin_or_end_in_one_point(table: Procedure) -> None:
    points = []
    for path in of_class(drawn(table), "path", "flow-way"):
        numbers = re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))
        points += [tuple(numbers[:2]), tuple(numbers[-2:])]
    assert len(points) == len(set(points))


@each_table
def test_no_word_is_wider_than_its_box_and_all_stand_on_the_sheet(table: Procedure) -> None:
    root = drawn(table)
    left, top, wide, high = (float(one) for one in root.get("viewBox", "").split())
    for group in root.iter(f"{SVG}g"):
        around = next(one for one in group if one.tag == f"{SVG}rect")
        x, y, right, bottom = frame(around)
        assert left <= x
        assert right <= left + wide
        assert top <= y
        assert bottom <= top + high
        for text in group.iter(f"{SVG}text"):
            half = ems(text.text or "") * float(text.get("font-size", "0")) / 2
            middle = float(text.get("x", "nan"))
            assert x - 0.1 <= middle - half
            assert middle + half <= right + 0.1


# --- for a phone ---


@each_table
def test_a_phone_shows_every_step_and_every_way_in_one_column(table: Procedure) -> None:
    root = ElementTree.fromstring(diagram_narrow.svg(table))
    left, top, wide, high = (float(one) for one in root.get("viewBox", "").split())
    assert wide <= 390 - 2 * 16 - 2 * 8
    assert root.get("role") == "img"
    assert len(of_class(root, "rect", "flow-box")) == len(table.steps)
    numbers = [one.text for one in root.iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert sorted(map(int, filter(None, numbers))) == list(range(1, len(table.edges) + 1))
    frames = [frame(one) for one in of_class(root, "rect", "flow-box")]
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []
    assert all(top <= one[1] and one[3] <= top + high for one in frames)
    for text in root.iter(f"{SVG}text"):
        long, x = ems(text.text or "") * float(text.get("font-size", "0")), float(text.get("x", "nan"))
        start = x if "flow-left" in text.get("class", "") else x - long / 2
        assert left <= start
        assert start + long <= diagram_narrow.COLUMN


@each_table
def test_on_a_phone_no_two_ways_share_a_piece_of_their_lane_or_a_door(table: Procedure) -> None:
    root = ElementTree.fromstring(diagram_narrow.svg(table))
    upright, doors = [], []
    for path in of_class(root, "path", "flow-way")[1:]:
        found = re.fullmatch(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+", path.get("d", ""))
        assert found, path.get("d")
        _, start, lane, door = map(float, found.groups())
        upright.append((lane, min(start, door), lane + 1, max(start, door)))
        doors.append(door)
        assert ("flow-back" in path.get("class", "")) == (door <= start)
    assert [pair for pair in combinations(upright, 2) if overlap(*pair)] == []
    assert len(doors) == len(set(doors))


def test_on_a_phone_a_step_stands_below_those_that_lead_to_it_and_an_end_at_once() -> None:
    order = diagram_narrow.column(procedure("general"))
    assert order[:4] == ["clue", "not_filed", "investigating", "concluded"]
    assert order.index("decided") < order.index("served") < order.index("closed")


def test_on_a_phone_too_a_case_is_marked_and_a_page_brings_its_own_words() -> None:
    page = diagram_narrow.svg(procedure("general"), step="notified", alone=False, words=Words(begin="Start"))
    assert 'id="flow-narrow-general-now"' in page
    assert "▶ 现在在这一步" in page
    assert ">Start<" in page
    assert "<style" not in page
    again = Edge("one", "one", "延长一次", (cite("行政强制法25"),))
    steps = {"one": Step("one", "已扣押", owner="agency", untimed="三十日")}
    loop = ElementTree.fromstring(diagram_narrow.svg(Procedure("loop", "循环", steps, (again,))))
    assert len(of_class(loop, "path", "flow-back")) == 1


def test_the_same_table_is_always_drawn_alike() -> None:
    assert svg(procedure("general")) == svg(procedure("general"))


def test_ways_back_are_drawn_upwards_and_in_broken_lines() -> None:
    table, root = procedure("general"), drawn(procedure("general"))
    grid = grid_of("general")
    back = [edge for edge, is_back in zip(table.edges, grid.back, strict=True) if is_back]
    assert {(edge.source, edge.target) for edge in back} == {
        ("concluded", "investigating"),
        ("notified", "concluded"),
        ("legal_review", "concluded"),
        ("collective", "concluded"),
    }
    assert len(of_class(root, "path", "flow-back")) == len(of_class(root, "path", "flow-tip-back")) == 4


def test_the_step_where_a_case_stands_is_marked_by_more_than_a_colour() -> None:
    assert "现在在这一步" not in svg(procedure("general"))
    root = drawn(procedure("general"), step="notified")
    assert len(of_class(root, "rect", "flow-now")) == 1
    assert "▶ 现在在这一步" in [one.text for one in root.iter(f"{SVG}text")]
    assert [one.findtext(f"{SVG}title") for one in root.iter() if one.get("id") == "flow-general-now"] == ["已告知"]


def test_a_drawing_under_the_rules_of_a_department_says_so_and_shows_them() -> None:
    market = svg(procedure("general", Overlay.MARKET))
    assert '<title id="flow-general-t">普通程序（市场监管）</title>' in market
    assert "市场监督管理行政处罚程序规定" in market
    assert "市场监督管理行政处罚程序规定" not in svg(procedure("general"))


def test_a_page_brings_its_own_sheet_words_and_ids() -> None:
    page = svg(
        procedure("summary"), alone=False, prefix="one", words=Words(begin="Start", end="End", guards="Conditions")
    )
    assert "<style" not in page
    assert "style=" not in page
    assert 'id="one-t"' in page
    assert 'aria-labelledby="one-t one-d"' in page
    assert ">Start<" in page
    assert "Conditions 7 · 文书 1" in page
    two = svg(procedure("summary")) + svg(procedure("general"))
    assert len(set(re.findall(r' id="([^"]+)"', two))) == 4


def test_a_drawing_alone_has_its_colours_for_light_and_for_dark() -> None:
    assert "prefers-color-scheme:dark" in svg(procedure("summary"))
    assert set(re.findall(r"var\(--([\w-]+)\)", style())) <= set(re.findall(r"--([\w-]+):#", style()))


def test_a_label_says_what_happens_by_which_article_and_what_it_takes() -> None:
    page = svg(procedure("summary"))
    assert "<title>填写决定书 条件：执法人员不得少于两人" in page
    assert "文书：当场行政处罚决定书</title>" in page
    assert ">条件 7 · 文书 1<" in page
    assert ">行政处罚法第51、52条<" in page


def test_articles_of_one_statute_stand_together() -> None:
    basis = (cite("行政处罚法57"), cite("行政处罚法64(8)"), cite("行政强制法18"), cite("行政处罚法57"))
    assert articles(basis) == ["行政处罚法第57、64(8)条", "行政强制法第18条"]


def test_a_box_says_whose_turn_it_is_and_how_long() -> None:
    general = procedure("general")
    assert owner(general.steps["notified"]) == "当事人"
    assert term_words(general.steps["notified"]) == "5个工作日"
    assert term_words(general.steps["investigating"], Overlay.MARKET) == "90日"
    assert term_words(procedure("summary").steps["on_site"]) == "当场"
    assert term_words(Step("x", "X", term="no.such")) == "no.such"
    assert term_words(Step("x", "X")) == ""
    assert owner(Step("x", "X", owner="somebody")) == "somebody"


@pytest.mark.parametrize("name", NAMES)
def test_every_owner_of_a_step_has_a_word(name: str) -> None:
    assert [step.owner for step in procedure(name).steps.values() if step.owner and owner(step) == step.owner] == []


def test_a_way_from_a_step_to_itself_hangs_on_its_side() -> None:
    again = Edge("one", "one", "延长一次", (cite("行政强制法25"),))
    on = Edge("one", "two", "结束", (cite("行政强制法28"),))
    steps = {"one": Step("one", "已扣押", owner="agency", untimed="三十日"), "two": Step("two", "解除", end=True)}
    root = ElementTree.fromstring(svg(Procedure("loop", "循环", steps, (again, on))))
    assert len(of_class(root, "path", "flow-back")) == 1
    frames = [frame(one) for kind in ("flow-box", "flow-label") for one in of_class(root, "rect", kind)]
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []
    left, _, wide, _ = (float(one) for one in root.get("viewBox", "").split())
    assert all(one[2] <= left + wide for one in frames)


def test_a_procedure_of_one_step_is_drawn_too() -> None:
    root = ElementTree.fromstring(svg(Procedure("one", "一步", {"one": Step("one", "完", end=True)}, ())))
    assert root.findtext(f"{SVG}desc") == ""
    assert len(of_class(root, "rect", "flow-box")) == 1


# --- the command and the handbook ---

HANDBOOK = Path(__file__).parents[3] / "docs/handbook"
AGAIN = "shanzhi law diagram --all docs/handbook/diagrams"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(["law", "diagram", *words])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_prints_the_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "hearing") == (0, svg(procedure("hearing")), "")
    code, out, _ = run(capsys, "review", "--overlay", "ecology", "--json")
    assert code == 0
    assert json.loads(out) == {"procedure": "review", "svg": svg(procedure("review", Overlay.ECOLOGY))}


def test_the_command_writes_one_file_or_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "new" / "one.svg"
    assert run(capsys, "hearing", "--out", str(file)) == (0, f"已写入 {file}\n", "")
    assert file.read_text(encoding="utf-8") == svg(procedure("hearing"))
    assert run(capsys, "hearing", "--narrow") == (0, diagram_narrow.svg(procedure("hearing")), "")
    code, out, _ = run(capsys, "--all", str(tmp_path / "all"))
    assert code == 0
    assert sorted(one.stem for one in (tmp_path / "all").iterdir()) == sorted(NAMES)
    assert out.count("已写入") == len(NAMES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fishing"], "没有「fishing」这个程序；有的是：general、"),
        ([], "缺少参数"),
        (["hearing", "--overlay", "sea"], "参数 --overlay 不能是“sea”"),
        (["hearing", "--all", "x"], "不能同时"),
        (["--all", "x", "--out", "y"], "--all 写进文件夹，不能再用 --out。"),
        (["hearing", "--out", "/dev/null/x.svg"], "写不进 /dev/null/x.svg"),
    ],
)
def test_a_wrong_question_is_answered_in_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_the_drawings_of_the_handbook_are_those_of_the_tables() -> None:
    kept = {file.stem: file.read_text(encoding="utf-8") for file in (HANDBOOK / "diagrams").glob("*.svg")}
    fresh = {name: svg(procedure(name)) for name in NAMES}
    stale = sorted(name for name in kept.keys() | fresh.keys() if kept.get(name) != fresh.get(name))
    assert stale == [], f"out of date: {stale}; run: {AGAIN} (and delete what is no procedure any more)"


@pytest.mark.parametrize("name", NAMES)
def test_the_handbook_shows_every_drawing(name: str) -> None:
    chapter = (HANDBOOK / "law-procedures.md").read_text(encoding="utf-8")
    line = f"![{procedure(name).name}](diagrams/{name}.svg)"
    assert line in chapter, f"docs/handbook/law-procedures.md lacks the line {line}"

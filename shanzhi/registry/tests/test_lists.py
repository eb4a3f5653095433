"""Lists come in from spreadsheets: every trap is caught, everything is in force as a whole or not at all."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.registry import actions
from shanzhi.registry.lists.trial import run_trial
from shanzhi.registry.models import (
    Agency,
    BoundaryLine,
    County,
    Delegation,
    DiscretionStep,
    EventType,
    Firm,
    Item,
    LeniencyEntry,
    ListDraft,
    ListVersion,
    Officer,
)
from shanzhi.registry.queries import competence, item_named

from .spreadsheets import HEAD, book, item

pytestmark = pytest.mark.django_db
CODE = "990106"
DAY, LATER = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def county() -> County:
    return County.objects.create(code=CODE, name="示例县", english_name="Sample")


@pytest.fixture(autouse=True)
def bureau(county: County) -> Agency:
    names = {"name": "示例县综合行政执法局", "short_name": "县综合执法局", "aliases": ["城管局"]}
    return Agency.objects.create(county=CODE, code="bureau", kind="bureau", **names)


@pytest.fixture(autouse=True)
def town(county: County) -> Agency:
    names = {"name": "示例县青石镇人民政府", "short_name": "青石镇"}
    return Agency.objects.create(county=CODE, code="town", kind="township", **names)


def draft(data: bytes, kind: str = "items", name: str = "清单.xlsx") -> ListVersion:
    return actions.draft_list(county=CODE, kind=kind, file_name=name, data=data, by=SYSTEM)


def force(version: ListVersion, day: date = DAY, on: date = DAY) -> None:
    actions.put_in_force(version_id=version.pk, valid_from=day, source="示例通告", by=SYSTEM, on=on)


def faults(data: bytes, kind: str = "items", name: str = "清单.xlsx") -> list[tuple[int, str, str]]:
    return [
        (one.row, one.column, one.text + one.advice) for one in run_trial(draft(data, kind, name), DAY).reading.faults
    ]


def test_the_header_is_found_under_title_rows_and_by_other_headings() -> None:
    version = draft(book(["示例县综合行政执法事项目录"], ["（2026年版）"], HEAD, item()))
    assert version.draft.header_row == 2
    force(version)
    assert item_named(CODE, "330290001000", DAY).holder.short_name == "县综合执法局"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_offices_use(encoding: str) -> None:
    text = "事项代码,事项名称,行使主体\r\n330290001000,乱倒垃圾,城管局\r\n"
    assert faults(text.encode(encoding), name="清单.csv") == []


def test_a_numeric_code_that_lost_its_leading_zeros_is_a_fault_and_can_be_padded() -> None:
    version = draft(book(HEAD, item(616001000)))
    [fault] = run_trial(version, DAY).reading.faults
    assert "000616001000" in fault.advice
    columns = {int(place): name for place, name in version.draft.mapping["columns"].items()}
    options = {"pads": True}
    actions.map_columns(version_id=version.pk, sheet="Sheet", header_row=0, columns=columns, options=options, by=SYSTEM)
    version.refresh_from_db()
    assert list(run_trial(ListVersion.objects.get(pk=version.pk), DAY).reading.records) == ["000616001000"]


def test_a_number_shown_with_leading_zeros_keeps_them() -> None:
    data = book(HEAD, item(616001000), formats={"B2": "000000000000"})
    assert list(run_trial(draft(data), DAY).reading.records) == ["000616001000"]


def test_scientific_notation_means_digits_are_lost() -> None:
    text = "事项代码,事项名称,行使主体\n3.30275E+11,乱倒垃圾,城管局\n"
    [(row, column, words)] = faults(text.encode(), name="清单.csv")
    assert (row, column) == (2, "事项代码")
    assert "科学计数法" in words


def test_merged_cells_are_filled_down() -> None:
    rows = [item(), item("330290002000", "乱贴广告", "")]
    version = draft(book(HEAD, *rows, merged="D2:D3"))
    trial = run_trial(version, DAY)
    assert trial.reading.records["330290002000"]["holder"] == "bureau"
    assert "合并单元格" in trial.reading.hints[0]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (date(2026, 7, 1), "2026-07-01"),
        (46204, "2026-07-01"),
        ("46204", "2026-07-01"),
        ("２０２６年７月１日", "2026-07-01"),
        ("2026.7.1", "2026-07-01"),
        ("20260701", "2026-07-01"),
    ],
)
def test_dates_are_read_as_dates_as_text_and_as_serial_numbers(cell: object, meant: str) -> None:
    force(draft(book(HEAD, item())))
    head = ["事项代码", "承接乡镇", "赋权日期", "公布日期"]
    trial = run_trial(draft(book(head, ["330290001000", "青石镇", cell, ""]), "delegations"), LATER)
    assert trial.reading.faults == []
    assert next(iter(trial.reading.records.values()))["from_on"] == meant


def test_full_width_digits_are_digits() -> None:
    trial = run_trial(draft(book(HEAD, item("３３０２９０００１０００", low="５０", high="５００"))), DAY)
    record = trial.reading.records["330290001000"]
    assert (record["fine_min_amount"], record["fine_max_amount"]) == ("50.00", "500.00")


def test_swapped_columns_are_named() -> None:
    head = ["事项代码", "事项名称", "行使主体"]
    rows = [[f"33029000{n}000", "县综合执法局", f"乱倒垃圾{n}"] for n in range(1, 5)]
    trial = run_trial(draft(book(head, *rows)), DAY)
    assert any("对调" in hint for hint in trial.reading.hints)
    assert len(trial.reading.faults) == 4


def test_the_same_code_twice_names_both_rows() -> None:
    assert faults(book(HEAD, item(), item(name="另一个"))) == [(3, "", "与第2行重复。请删去一行，或者改正代码。")]


@pytest.mark.parametrize("written", ["城管局", "示例县综合行政执法局", "综合行政执法局", "县 综合执法局", "综合执法局"])
def test_an_agency_is_known_however_it_is_written(written: str) -> None:
    assert faults(book(HEAD, item(agency=written))) == []


def test_an_unknown_agency_brings_suggestions() -> None:
    [(_row, column, words)] = faults(book(HEAD, item(agency="综合执发局")))
    assert column == "行使主体"
    assert "县综合执法局" in words


def test_a_range_the_wrong_way_round_and_a_kind_against_the_code_are_faults() -> None:
    assert "高于上限" in faults(book(HEAD, item(low=500, high=50)))[0][2]
    head = ["事项代码", "事项名称", "行使主体", "事项类型"]
    assert "第3、4位" in faults(book(head, ["330390001000", "乱倒垃圾", "城管局", "行政处罚"]))[0][2]


def test_printed_articles_become_citations() -> None:
    basis = "《中华人民共和国档案法》第四十八条第一款第（一）项、《浙江省综合行政执法条例》第九条第二款"
    trial = run_trial(draft(book(HEAD, item(basis=basis))), DAY)
    cites = [one["cite"] for one in trial.reading.records["330290001000"]["legal_bases"]]
    assert cites == ["档案法48.1(1)", "浙江省综合行政执法条例9.2"]


def test_a_list_with_one_fault_is_not_put_in_force_at_all() -> None:
    version = draft(book(HEAD, item(), item("123", "错的")))
    with pytest.raises(NotAllowed, match="1处错误"):
        force(version)
    assert not Item.objects.exists()
    assert ListVersion.objects.get(pk=version.pk).state == "draft"


def test_a_new_version_ends_what_is_missing_and_renews_what_changed() -> None:
    force(draft(book(HEAD, item(), item("330290002000", "乱贴广告"), item("330290003000", "遛犬"))))
    second = draft(book(HEAD, item(), item("330290002000", "乱贴小广告"), item("330290004000", "占道")))
    trial = run_trial(second, LATER)
    assert trial.changes.counts == {"new": 1, "changed": 1, "missing": 1, "same": 1}
    [change] = trial.changes.changed["330290002000"]
    assert (change.heading, change.before, change.after) == ("事项名称", "乱贴广告", "乱贴小广告")
    force(second, LATER)
    assert item_named(CODE, "330290002000", date(2026, 5, 31)).name == "乱贴广告"
    assert item_named(CODE, "330290002000", LATER).name == "乱贴小广告"
    assert item_named(CODE, "330290003000", LATER) is None
    assert Event.objects.filter(kind="registry.list_put_in_force").count() == 2


def test_a_column_the_file_does_not_have_keeps_what_it_said() -> None:
    force(draft(book(HEAD, item(low=50, high=500))))
    trial = run_trial(draft(book(["事项代码", "事项名称", "行使主体"], ["330290001000", "乱倒垃圾", "城管局"])), LATER)
    assert trial.changes.counts["same"] == 1


def test_a_former_version_can_be_put_back_even_on_the_same_day() -> None:
    first = draft(book(HEAD, item(), item("330290002000", "乱贴广告")))
    force(first)
    second = draft(book(HEAD, item(name="改坏了")))
    force(second)
    restored = actions.restore_version(version_id=first.pk, valid_from=DAY, by=SYSTEM, on=DAY)
    assert item_named(CODE, "330290001000", DAY).name == "乱倒垃圾"
    assert item_named(CODE, "330290002000", DAY).name == "乱贴广告"
    assert restored.number == 3
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_the_day_cannot_lie_before_the_version_in_force_and_counts_must_be_those_seen() -> None:
    force(draft(book(HEAD, item())), LATER)
    second = draft(book(HEAD, item(name="改名")))
    with pytest.raises(NotAllowed, match="早于现行第1版"):
        force(second, DAY)
    with pytest.raises(NotAllowed, match="预演之后"):
        actions.put_in_force(version_id=second.pk, valid_from=LATER, source="", by=SYSTEM, on=DAY, expected={"new": 9})


def test_delegations_follow_the_item_through_its_versions_and_end_when_the_list_drops_them(town: Agency) -> None:
    force(draft(book(HEAD, item())))
    head = ["事项代码", "承接乡镇", "赋权日期", "公布日期"]
    force(draft(book(head, ["330290001000", "青石镇", "2026-03-01", "2026-03-01"]), "delegations"))
    force(draft(book(HEAD, item(name="改名"))), LATER)
    renewed = item_named(CODE, "330290001000", LATER)
    assert competence(renewed, town, LATER).may
    force(draft(book(head, ["330290001000", "青石镇", "2026-03-01", ""]), "delegations"), date(2026, 7, 1))
    assert not competence(renewed, town, date(2026, 7, 1)).may
    assert Delegation.objects.count() == 2


def test_boundary_lines_take_roles_several_agencies_and_event_types(bureau: Agency) -> None:
    kind = EventType.objects.create(county=CODE, code="0102", name="暴露垃圾")
    head = ["编号", "事项", "牵头单位", "配合单位", "事件类型", "依据"]
    rows = [["A1", "乱倒垃圾", "属地乡镇（街道）", "城管局、青石镇", "102", "罚则：固体废物污染环境防治法111.3"]]
    force(draft(book(head, *rows), "boundaries"))
    line = BoundaryLine.objects.get()
    assert (line.lead, line.lead_role) == (None, "township")
    assert line.supporters.count() == 2
    assert list(line.event_types.all()) == [kind]


def test_a_register_is_changed_in_place_and_put_back() -> None:
    head = ["企业名称", "统一社会信用代码", "地址"]
    first = draft(book(head, ["示例甲店", "", "一号"], ["示例乙店", "", "二号"]), "firms")
    force(first)
    force(draft(book(head, ["示例甲店", "", "三号"]), "firms"))
    assert not Firm.objects.get(name="示例乙店").is_active
    actions.restore_version(version_id=first.pk, valid_from=DAY, by=SYSTEM, on=DAY)
    assert Firm.objects.get(name="示例乙店").is_active
    assert Firm.objects.get(name="示例甲店").address == "一号"


def test_a_hand_made_mapping_is_remembered_for_the_next_file() -> None:
    head = ["甲", "乙", "丙"]
    version = draft(book(head, ["330290001000", "乱倒垃圾", "城管局"]))
    assert version.draft.mapping["columns"] == {}
    columns = {0: "code", 1: "name", 2: "holder"}
    actions.map_columns(version_id=version.pk, sheet="Sheet", header_row=0, columns=columns, options={}, by=SYSTEM)
    again = draft(book(head, ["330290001000", "乱倒垃圾", "城管局"]))
    assert again.draft.mapping["columns"] == {"0": "code", "1": "name", "2": "holder"}


def test_a_draft_that_was_put_aside_cannot_come_in_force() -> None:
    version = draft(book(HEAD, item()))
    actions.discard_draft(version_id=version.pk, by=SYSTEM, on=DAY)
    with pytest.raises(NotAllowed):
        force(version)
    assert isinstance(version.pk, uuid.UUID)


def test_a_delegation_by_hand_is_published_and_taken_back(town: Agency, bureau: Agency) -> None:
    force(draft(book(HEAD, item())))
    row = item_named(CODE, "330290001000", DAY)
    given = actions.give_item(item=row, township=town, from_on=DAY, by=SYSTEM, on=DAY)
    with pytest.raises(NotAllowed, match="已经承接"):
        actions.give_item(item=row, township=town, from_on=DAY, by=SYSTEM, on=DAY)
    with pytest.raises(NotAllowed, match="不是乡镇"):
        actions.give_item(item=row, township=bureau, from_on=DAY, by=SYSTEM, on=DAY)
    assert not competence(row, town, DAY).may
    actions.publish_delegation(delegation_id=given.pk, publication="示例通告", by=SYSTEM, on=DAY)
    assert competence(row, town, DAY).may
    actions.take_back(delegation_id=given.pk, reason="示例决定", by=SYSTEM, on=LATER)
    assert not competence(row, town, LATER).may
    with pytest.raises(NotAllowed, match="收回"):
        actions.take_back(delegation_id=given.pk, reason="示例决定", by=SYSTEM, on=LATER)


def test_event_types_may_name_parents_of_the_same_file() -> None:
    head = ["类型代码", "类型名称", "上级类型", "办理时限", "时限单位"]
    rows = [["0101", "暴露垃圾", "01", 3, "天"], ["01", "市容环境", "", 5, "工作日"]]
    force(draft(book(head, *rows), "event_types"))
    kind = EventType.objects.get(code="0101")
    assert (kind.parent.name, kind.limit_value, kind.limit_unit) == ("市容环境", 3, "day")
    lost = run_trial(draft(book(head, ["0201", "小广告", "02", 3, "天"]), "event_types"), DAY)
    assert "表里也没有" in lost.reading.faults[0].text


def test_officers_come_in_with_their_units_and_without_losing_accounts() -> None:
    head = ["姓名", "工作单位", "执法证号", "有效期至"]
    force(draft(book(head, ["示例甲", "城管局", "示例-001", date(2027, 1, 1)]), "officers"))
    before = Officer.objects.get()
    force(draft(book(head, ["示例甲", "青石镇", "示例-001", date(2028, 1, 1)]), "officers"))
    after = Officer.objects.get()
    assert (after.pk, after.working_agency.short_name) == (before.pk, "青石镇")
    assert Event.objects.filter(kind="registry.row_changed", subject_id=before.pk).count() == 1


def test_discretion_and_leniency_lists_come_in_as_published() -> None:
    head = ["事项代码", "阶次", "阶次及适用条件", "裁量幅度", "裁量基准来源"]
    force(draft(book(head, ["330290001000", 1, "情节轻微", "处50元罚款", "示例〔2026〕1号"]), "discretion"))
    assert DiscretionStep.objects.get().table == "330290001000"
    head = ["序号", "事项名称", "实施依据", "免罚情形", "适用条件"]
    rows = [[1, "乱倒垃圾", "示例", "轻微不罚", "及时改正"], [2, "占道", "示例", "首违免罚", "初次违法"]]
    force(draft(book(head, *rows), "leniency"))
    assert list(LeniencyEntry.objects.values_list("outcome", flat=True)) == ["minor", "first"]


def test_a_partial_list_adds_and_changes_but_ends_nothing() -> None:
    force(draft(book(HEAD, item(), item("330290002000", "乱贴广告"))))
    version = draft(book(HEAD, item("330290003000", "遛犬")))
    columns = {int(place): name for place, name in version.draft.mapping["columns"].items()}
    actions.map_columns(
        version_id=version.pk, sheet="Sheet", header_row=0, columns=columns, options={"partial": True}, by=SYSTEM
    )
    force(ListVersion.objects.get(pk=version.pk), LATER)
    assert Item.objects.filter(valid_to=None).count() == 3


def test_what_only_the_title_says_is_written_once_for_the_whole_file() -> None:
    version = draft(book(["序号", "事项代码", "事项名称"], [1, "330290001000", "乱倒垃圾"]))
    assert "缺少这一列" in run_trial(version, DAY).reading.faults[0].text
    options = {"constants": {"holder": "城管局"}}
    columns = {1: "code", 2: "name"}
    actions.map_columns(version_id=version.pk, sheet="Sheet", header_row=0, columns=columns, options=options, by=SYSTEM)
    force(ListVersion.objects.get(pk=version.pk))
    assert item_named(CODE, "330290001000", DAY).holder.code == "bureau"


def test_a_constant_that_cannot_be_read_is_one_fault_not_one_a_row() -> None:
    version = draft(book(["序号", "事项代码", "事项名称"], [1, "330290001000", "甲"], [2, "330290002000", "乙"]))
    options = {"constants": {"holder": "没有的局"}}
    actions.map_columns(
        version_id=version.pk, sheet="Sheet", header_row=0, columns={1: "code", 2: "name"}, options=options, by=SYSTEM
    )
    found = run_trial(ListVersion.objects.get(pk=version.pk), DAY).reading.faults
    assert [one.value for one in found] == ["没有的局", ""]


def test_a_step_is_numbered_by_how_its_conditions_begin() -> None:
    head = ["事项代码", "事项名称", "阶次及适用条件", "裁量幅度"]
    rows = [["330290001000", "占道", "1、情节轻微的", "处50元罚款"], ["", "", "2、情节严重的", "处100元罚款"]]
    version = draft(book(head, *rows, merged="A2:A3"), "discretion")
    force(version)
    assert list(DiscretionStep.objects.values_list("order", flat=True)) == [1, 2]


def test_a_draft_nobody_came_back_to_loses_its_cells() -> None:
    old = draft(book(HEAD, item()))
    ListVersion.objects.filter(pk=old.pk).update(imported_at=timezone.now() - timedelta(days=31))
    new = draft(book(HEAD, item()))
    assert list(ListDraft.objects.values_list("pk", flat=True)) == [new.pk]
    old.refresh_from_db()
    assert old.state == "withdrawn"

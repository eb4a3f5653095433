"""The pages of the published lists: upload, columns, trial, in force, out again; and what they refuse."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from shanzhi.identity import actions as accounts
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry import actions
from shanzhi.registry.lists.kinds import SPECS
from shanzhi.registry.lists.trial import run_trial
from shanzhi.registry.models import Agency, Area, BoundaryLine, County, Delegation, Item, ListVersion, TerritorialDuty

pytestmark = pytest.mark.django_db
CODE, TODAY = "990107", timezone.localdate()


@pytest.fixture(autouse=True)
def county() -> County:
    made = County.objects.create(code=CODE, name="示例县", english_name="Sample")
    Area.objects.create(county=CODE, code=CODE, name="示例县", level="county")
    return made


@pytest.fixture
def bureau(county: County) -> Agency:
    return Agency.objects.create(county=CODE, code="bureau", kind="bureau", name="综合执法局", short_name="执法局")


@pytest.fixture
def town(county: County) -> Agency:
    return Agency.objects.create(county=CODE, code="town", kind="township", name="青石镇", short_name="青石镇")


def signed_in(*permissions: str) -> Client:
    user = accounts.create_user(
        county=CODE, username=f"u{len(permissions)}", display_name="示例", password="sample-1234-abcd", by=SYSTEM
    )
    role = accounts.save_role(county=CODE, code="r", name="示例", permissions=list(permissions), by=SYSTEM)
    accounts.grant(user=user, role=role, by=SYSTEM, on=TODAY)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def keeper(county: County) -> Client:
    return signed_in("registry.read_registry", "registry.import_lists")


def upload(client: Client, text: str, kind: str = "items") -> ListVersion:
    file = SimpleUploadedFile("清单.csv", text.encode("gb18030"))
    answer = client.post(reverse("registry:upload_list", args=[kind]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ListVersion.objects.get(state="draft")


def item(bureau: Agency, number: int, **fields: Any) -> Item:
    code, days = f"33029000{number}000", {"valid_from": date(2026, 1, 1)}
    return Item.objects.create(county=CODE, code=code, name=f"事项{number}", holder=bureau, **(days | fields))


def test_a_list_goes_from_upload_to_force_and_back(keeper: Client, bureau: Agency) -> None:
    version = upload(keeper, "代码甲,事项名称,行使主体\n330290001000,乱倒垃圾,执法局\n")
    page = keeper.get(reverse("registry:list_columns", args=[version.pk]))
    assert "代码甲" in page.content.decode()
    chosen = {
        "sheet": version.draft.sheet,
        "header_row": 1,
        "column_0": "code",
        "column_1": "name",
        "column_2": "holder",
    }
    answer = keeper.post(reverse("registry:list_columns", args=[version.pk]), chosen)
    assert answer.url == reverse("registry:list_trial", args=[version.pk])
    page = keeper.get(answer.url)
    assert page.context["trial"].clean
    facts = {"valid_from": TODAY.isoformat(), "source": "示例通告", "counts": page.context["counts"]}
    answer = keeper.post(reverse("registry:put_in_force", args=[version.pk]), facts)
    assert answer.url == reverse("registry:list_versions", args=["items"])
    row = Item.objects.get()
    assert "乱倒垃圾" in keeper.get(reverse("registry:items")).content.decode()
    assert "执法局" in keeper.get(reverse("registry:item", args=[row.pk])).content.decode()


def test_a_column_chosen_twice_is_refused_and_nothing_typed_is_lost(keeper: Client, bureau: Agency) -> None:
    version = upload(keeper, "甲,乙,丙\n330290001000,乱倒垃圾,执法局\n")
    chosen = {"sheet": version.draft.sheet, "header_row": 1, "column_0": "code", "column_1": "code", "pads": "on"}
    answer = keeper.post(reverse("registry:list_columns", args=[version.pk]), chosen)
    assert answer.status_code == 422
    assert "选了不止一列" in answer.content.decode()
    assert answer.context["form"]["pads"].value()


def test_faults_are_shown_and_come_as_a_spreadsheet_and_nothing_is_written(keeper: Client, bureau: Agency) -> None:
    version = upload(keeper, "事项代码,事项名称,行使主体\n33029000,乱倒垃圾,没有的局\n")
    page = keeper.get(reverse("registry:list_trial", args=[version.pk])).content.decode()
    assert "2 处错误" in page
    assert "整份生效" not in page
    data = keeper.get(reverse("registry:list_faults", args=[version.pk])).content
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [2, 2]
    facts = {"valid_from": TODAY.isoformat(), "source": "示例"}
    answer = keeper.post(reverse("registry:put_in_force", args=[version.pk]), facts)
    assert answer.status_code == 422
    assert not Item.objects.exists()
    assert keeper.post(reverse("registry:discard_draft", args=[version.pk])).status_code == 302
    assert keeper.get(reverse("registry:list_trial", args=[version.pk])).status_code == 404


def test_an_unreadable_file_is_refused_in_words(keeper: Client) -> None:
    file = SimpleUploadedFile("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....")
    answer = keeper.post(reverse("registry:upload_list", args=["items"]), {"file": file})
    assert answer.status_code == 422
    assert "另存为 .xlsx" in answer.content.decode()


@pytest.mark.parametrize("kind", list(SPECS))
@pytest.mark.parametrize("shape", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again_without_a_difference(
    keeper: Client, bureau: Agency, town: Agency, kind: str, shape: str
) -> None:
    row = item(bureau, 1, fine_rule={"ranges": [{"of": "单位", "low": "5", "high": "9"}]}, fine_max_amount=9)
    Delegation.objects.create(county=CODE, item=row, township=town, from_on=TODAY, valid_from=TODAY)
    line = BoundaryLine.objects.create(
        county=CODE, code="A", matter="垃圾", lead_role="township", supporter_roles=["village"], valid_from=TODAY
    )
    line.supporters.add(bureau)
    TerritorialDuty.objects.create(county=CODE, code="D", matter="垃圾", township_duty="=巡查", valid_from=TODAY)
    data = keeper.get(reverse("registry:list_file", args=[kind, shape])).content
    version = actions.draft_list(county=CODE, kind=kind, file_name=f"a.{shape}", data=data, by=SYSTEM)
    trial = run_trial(version, TODAY)
    empty = kind not in {"items", "delegations", "boundaries", "duties"}
    assert [fault.text for fault in trial.reading.faults] == (["表头下面没有数据。"] if empty else [])
    if shape == "xlsx" or kind != "duties":
        assert trial.changes.counts == {"new": 0, "changed": 0, "missing": 0, "same": 0 if empty else 1}


def test_who_only_reads_cannot_import_nor_take_names_away(bureau: Agency) -> None:
    reader = signed_in("registry.read_registry")
    row = item(bureau, 1)
    assert reader.get(reverse("registry:items")).status_code == 200
    assert reader.get(reverse("registry:list_file", args=["items", "xlsx"])).status_code == 200
    for address in (
        reverse("registry:upload_list", args=["items"]),
        reverse("registry:give_item", args=[row.pk]),
        reverse("registry:list_file", args=["officers", "xlsx"]),
    ):
        assert reader.get(address).status_code == 403


def test_another_county_is_not_shown(keeper: Client, bureau: Agency) -> None:
    row = item(bureau, 1)
    Item.objects.update(county="990199")
    assert keeper.get(reverse("registry:item", args=[row.pk])).status_code == 404


def test_an_item_is_given_published_and_taken_back_on_the_pages(keeper: Client, bureau: Agency, town: Agency) -> None:
    row = item(bureau, 1)
    give = reverse("registry:give_item", args=[row.pk])
    facts = {"township": town.pk, "from_on": TODAY.isoformat()}
    assert keeper.post(give, facts).status_code == 302
    refused = keeper.post(give, facts)
    assert refused.status_code == 422
    assert "已经承接" in refused.content.decode()
    given = Delegation.objects.get()
    assert "没有公布，不能用" in keeper.get(reverse("registry:township", args=[town.pk])).content.decode()
    publish = reverse("registry:publish_delegation", args=[given.pk])
    assert keeper.post(publish, {"publication": "示例通告", "on": TODAY.isoformat()}).status_code == 302
    assert "能用" in keeper.get(reverse("registry:item", args=[row.pk])).content.decode()
    back = reverse("registry:take_back", args=[given.pk])
    assert keeper.post(back, {"reason": "示例决定", "on": TODAY.isoformat()}).status_code == 302
    page = keeper.get(reverse("registry:delegations"))
    assert [(one.usable, one.waiting, one.returned) for one in page.context["rows"]] == [(0, 0, 1)]


@pytest.mark.parametrize("name", ["items", "boundary_lines", "duties", "delegations", "list_home"])
def test_queries_do_not_grow_with_rows(
    keeper: Client, bureau: Agency, town: Agency, name: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 9):
        row = item(bureau, number)
        Delegation.objects.create(county=CODE, item=row, township=town, from_on=TODAY, valid_from=TODAY)
        line = BoundaryLine.objects.create(county=CODE, code=f"A{number}", matter="垃圾", lead=bureau, valid_from=TODAY)
        line.supporters.add(bureau, town)
        TerritorialDuty.objects.create(
            county=CODE, code=f"D{number}", matter="垃圾", township_duty="巡", valid_from=TODAY
        )
    keeper.get(reverse(f"registry:{name}"))
    with django_assert_max_num_queries(14):
        assert keeper.get(reverse(f"registry:{name}")).status_code == 200


@pytest.mark.parametrize("query", ["holder=x", "q=%00", "page=zz", "field=没有", "kind=x"])
def test_odd_filters_answer_with_an_empty_list(keeper: Client, bureau: Agency, query: str) -> None:
    item(bureau, 1)
    assert keeper.get(reverse("registry:items") + "?" + query).status_code in (200, 400)

"""What machines send to the open API: the same answer again, or a refusal that says which field and why."""

import json
from typing import Any

import pytest
from django.test import Client

from shanzhi.intake.models import QRPoint, Report
from shanzhi.intake.tests.ground import CODE, LAT, LON, make_point

from .ground import picture, upload

pytestmark = pytest.mark.usefixtures("county")
REPORTS = "/api/v1/reports"
TEXT = "河边倒了一车建筑垃圾。"


def post(client: Client, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(REPORTS, content, content_type="application/json", headers=headers)


def test_the_same_key_twice_is_one_report_and_the_same_answer(client: Client) -> None:
    body = {"text": TEXT, "lon": LON, "lat": LAT, "category": "smoke"}
    first, again = (post(client, body, **{"Idempotency-Key": "a-1"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert set(first.json()) == {"number", "secret", "track_url"}
    assert Report.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict(client: Client) -> None:
    post(client, {"text": TEXT}, **{"Idempotency-Key": "a-2"})
    response = post(client, {"text": "另一件事：路灯不亮。"}, **{"Idempotency-Key": "a-2"})
    assert (response.status_code, response.json()["code"]) == (409, "key_reused")
    assert Report.objects.count() == 1


def test_the_same_key_in_other_hands_takes_nothing_from_the_first(client: Client) -> None:
    """A guessed key with the same words gives the receipt of the same words, never that of others."""
    post(client, {"text": TEXT, "contact": "13800001234"}, **{"Idempotency-Key": "a-3"})
    response = post(client, {"text": TEXT}, **{"Idempotency-Key": "a-3"})
    assert response.status_code == 409


REFUSED: dict[str, tuple[Any, int, str, str]] = {
    "no JSON": ("{text:", 400, "json", ""),
    "cut off": (b'{"text": "\xe6', 400, "json", ""),
    "a list": ("[1,2]", 400, "json_object", ""),
    "deep nesting": ("[" * 100_000, 400, "json", ""),
    "no words": ({}, 422, "refused", "text"),
    "words that are a number": ({"text": 7}, 422, "field_type", "text"),
    "words that are nothing": ({"text": None}, 422, "refused", "text"),
    "20,000 characters": ({"text": "油烟很大。" * 4000}, 422, "refused", "text"),
    "an unknown field": ({"text": TEXT, "phone": "1"}, 422, "field_unknown", "phone"),
    "half a position": ({"text": TEXT, "lon": 118.5}, 422, "position_half", "lat"),
    "a position off the globe": ({"text": TEXT, "lon": 400, "lat": 1}, 422, "position", "lon"),
    "a position that is no number": ('{"text": "油烟很大", "lon": NaN, "lat": 1}', 422, "position", "lon"),
    "a true position": ({"text": TEXT, "lon": True, "lat": 1}, 422, "position", "lon"),
    "an unknown system": ({"text": TEXT, "lon": 1, "lat": 1, "crs": "mars"}, 422, "crs", "crs"),
    "an unknown category": ({"text": TEXT, "category": "cats"}, 422, "category", "category"),
    "an unknown point": ({"text": TEXT, "point": "NOSUCH"}, 422, "point_unknown", "point"),
    "a contact that is none": ({"text": TEXT, "contact": "1380000"}, 422, "refused", "contact"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_fault_is_named_and_nothing_is_taken_in(client: Client, kind: str) -> None:
    body, status, code, field = REFUSED[kind]
    response = post(client, body)
    assert (response.status_code, response.headers["Content-Type"]) == (
        status,
        "application/problem+json; charset=utf-8",
    )
    problem = response.json()
    assert (problem["code"], problem.get("field", "")) == (code, field)
    assert problem["detail"].endswith(("。", "}。"))
    assert not Report.objects.exists()


def test_a_retired_point_is_refused_with_what_to_do(client: Client) -> None:
    make_point(state=QRPoint.State.RETIRED)
    response = post(client, {"text": TEXT, "point": "abcd23"})
    assert (response.status_code, response.json()["code"]) == (422, "point_retired")
    assert "坐标" in response.json()["detail"]


def test_a_point_gives_the_place(client: Client) -> None:
    point = make_point()
    assert post(client, {"text": TEXT, "point": "ABCD23"}).status_code == 201
    report = Report.objects.get()
    assert (report.point_id, report.area_code, report.source) == (point.pk, f"{CODE}001001", "qr")


def test_photos_come_as_multipart(client: Client) -> None:
    response = client.post(REPORTS, {"text": TEXT, "lon": str(LON), "lat": str(LAT), "photos": [upload(picture())]})
    assert response.status_code == 201
    assert Report.objects.get().photos.count() == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7", picture()[:100], b"\xff"])
def test_a_photo_that_is_none_is_refused_by_name_and_the_rest_is_kept(client: Client, content: bytes) -> None:
    sent = {"text": TEXT, "photos": [upload(content, "坏.jpg"), upload(picture(), "好.jpg")]}
    response = client.post(REPORTS, sent)
    told = response.json()
    assert (response.status_code, told["field"]) == (415, "photos")
    assert "坏.jpg" in told["detail"]
    report = Report.objects.get()
    assert (report.text, report.photos.count(), told["number"]) == (TEXT, 1, report.number)
    assert client.get(f"{REPORTS}/{told['number']}?secret={told['secret']}").status_code == 200


def test_a_photo_that_is_too_large_says_so_and_a_repeat_makes_no_second_report(client: Client) -> None:
    large = b"\xff\xd8\xff\xe0" + bytes(26 * 1024 * 1024)
    for _once_more in range(2):
        sent = {"text": TEXT, "photos": [upload(large, "大.jpg")]}
        assert client.post(REPORTS, sent, headers={"Idempotency-Key": "large"}).status_code == 413
    assert Report.objects.count() == 1


def test_ten_photos_are_too_many(client: Client) -> None:
    response = client.post(REPORTS, {"text": TEXT, "photos": [upload(picture(), f"{n}.jpg") for n in range(10)]})
    assert (response.status_code, response.json()["code"]) == (422, "too_many_photos")


def test_a_kind_of_content_nobody_knows_is_415(client: Client) -> None:
    assert client.post(REPORTS, "<x/>", content_type="text/xml").status_code == 415


def test_more_than_two_megabytes_of_words_are_413(client: Client) -> None:
    assert post(client, {"text": "字" * 1_000_000}).status_code == 413


def test_a_wrong_secret_tells_no_more_than_a_wrong_number(client: Client) -> None:
    receipt = post(client, {"text": TEXT}).json()
    wrong = client.get(f"{REPORTS}/{receipt['number']}", {"secret": "x" * 24})
    unknown = client.get(f"{REPORTS}/261123-999999", {"secret": receipt["secret"]})
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.json() == unknown.json()
    right = client.get(f"{REPORTS}/{receipt['number']}", {"secret": receipt["secret"]})
    assert (right.status_code, right.json()["stage"]) == (200, "received")
    assert TEXT not in right.content.decode()


def test_matters_want_a_token(client: Client) -> None:
    assert client.get("/api/v1/matters").status_code == 401
    assert client.get("/api/v1/matters", headers={"Authorization": "Bearer sz_no"}).status_code == 401


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_405(client: Client, method: str) -> None:
    assert getattr(client, method)(REPORTS).status_code == 405


# --- the description ----------------------------------------------------------------------------------------


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Say whether a value fits a schema, as far as our description uses the language of schemas."""
    if "$ref" in schema:
        return fits(value, at(whole, schema["$ref"]), whole)
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    python = {"string": str, "integer": int, "number": (int, float), "object": dict, "array": list, "null": type(None)}
    if kinds and not any(isinstance(value, python[kind]) for kind in kinds):  # type: ignore[arg-type]
        return False
    if isinstance(value, dict):
        if set(schema.get("required", ())) - set(value):
            return False
        return all(
            name in schema["properties"] and fits(part, schema["properties"][name], whole)
            for name, part in value.items()
        )
    return not isinstance(value, list) or all(fits(part, schema["items"], whole) for part in value)


def at(whole: dict[str, Any], reference: str) -> Any:
    found: Any = whole
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [found for value in part.values() for found in references(value)]
    return [found for value in part for found in references(value)] if isinstance(part, list) else []


def test_the_description_holds_together_and_the_answers_fit_it(client: Client) -> None:
    whole = client.get("/api/v1/openapi.json").json()
    assert whole["openapi"].startswith("3.1")
    for reference in references(whole):
        assert at(whole, reference)
    receipt = post(client, {"text": TEXT})
    schema = whole["paths"]["/api/v1/reports"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert fits(receipt.json(), schema, whole)
    status = client.get(f"{REPORTS}/{receipt.json()['number']}", {"secret": receipt.json()["secret"]})
    assert fits(status.json(), {"$ref": "#/components/schemas/ReportStatus"}, whole)
    for fault in (post(client, "{"), post(client, {}), client.get(f"{REPORTS}/1", {"secret": "x"})):
        assert fits(fault.json(), {"$ref": "#/components/schemas/Refusal"}, whole), fault.json()


def test_every_described_path_is_there_and_takes_the_described_method(client: Client) -> None:
    whole = client.get("/api/v1/openapi.json").json()
    for path, methods in whole["paths"].items():
        for method in methods:
            answer = getattr(client, method)(path.replace("{number}", "261123-000001"))
            assert answer.status_code in (200, 401, 404, 415, 422), (path, method, answer.status_code)


def test_every_field_the_description_names_is_taken(client: Client) -> None:
    whole = client.get("/api/v1/openapi.json").json()
    make_point()
    body = {
        "text": TEXT,
        "lon": LON,
        "lat": LAT,
        "crs": "gcj02",
        "point": "ABCD23",
        "category": "smoke",
        "contact": "13800001234",
        "place": "桥头",
        "language": "en",
        "outside_number": "A-1",
    }
    assert set(body) == set(whole["components"]["schemas"]["NewReport"]["properties"])
    assert post(client, body).status_code == 201


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/nowhere", REPORTS])
def test_every_answer_to_a_machine_tells_browsers_to_run_and_frame_nothing(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")

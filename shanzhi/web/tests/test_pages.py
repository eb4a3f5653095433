"""Do faults, choices and machines get plain answers?"""

import logging

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from shanzhi.web import answers, middleware, views


def request_to(path: str = "/x/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.request_id = "ABCD2345"
    return request


@pytest.mark.parametrize("fault", [RequestDataTooBig(), TooManyFilesSent()])
def test_what_is_too_large_is_said_as_413_with_what_to_do(fault: Exception) -> None:
    answer = views.bad_request(request_to(), fault)
    assert answer.status_code == 413
    assert "请减少照片数量" in answer.content.decode()


def test_a_fault_shows_the_number_to_quote_and_says_what_is_safe() -> None:
    answer = views.server_error(request_to())
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "ABCD2345" in page
    assert "不会丢失" in page


def test_a_database_that_is_away_is_503_with_a_time_to_return() -> None:
    try:
        raise OperationalError("gone")
    except OperationalError:
        answer = views.server_error(request_to())
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "gone" not in answer.content.decode()


def test_no_permission_says_which_one_and_whom_to_ask() -> None:
    answer = views.permission_denied(request_to(), PermissionDenied("派单"))
    assert answer.status_code == 403
    assert "需要的权限：派单。" in answer.content.decode()


def test_too_often_says_when_to_come_back() -> None:
    answer = answers.too_many(request_to(), 41.6)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "42"
    assert "42秒" in answer.content.decode()


def test_an_expired_page_is_explained() -> None:
    answer = views.csrf_failure(request_to())
    assert answer.status_code == 403
    assert "刷新后再提交一次" in answer.content.decode()


def test_machines_get_problems_as_json() -> None:
    answer = answers.too_many(request_to("/api/v1/reports"), 5)
    assert answer["Content-Type"].startswith("application/problem+json")
    assert b'"code": "too_many"' in answer.content


@pytest.mark.django_db
def test_an_unknown_address_is_404_in_plain_words(client: Client) -> None:
    answer = client.get("/nowhere-at-all/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("No Document matches the given query.", "地址可能抄错了"),
        ("没有这个案卷。", "没有这个案卷。"),
        ("", "地址可能抄错了"),
    ],
)
def test_a_missing_row_is_told_in_our_words_and_not_in_the_frameworks(
    rf: RequestFactory, reason: str, says: str
) -> None:
    page = views.page_not_found(rf.get("/somewhere/"), Http404(reason)).content.decode()
    assert says in page and "given query" not in page


@pytest.mark.django_db
def test_every_answer_carries_its_number_and_a_proxys_number_is_kept(client: Client) -> None:
    assert len(client.get("/design/public/")["X-Request-ID"]) == 8
    assert client.get("/design/public/", headers={"X-Request-ID": "edge-123456"})["X-Request-ID"] == "edge-123456"
    forged = client.get("/design/public/", headers={"X-Request-ID": "a b\u4e2d<script>"})
    assert len(forged["X-Request-ID"]) == 8


@pytest.mark.django_db
def test_the_security_policy_forbids_inline_code(client: Client) -> None:
    answer = client.get("/design/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "geolocation=(self)" in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_large_print_is_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/preferences/", {"elder": "1", "next": "/design/public/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/design/public/"
    assert "data-elder" in client.get("/design/public/").content.decode()
    client.post("/preferences/", {"elder": "0"})
    assert "data-elder" not in client.get("/design/public/").content.decode()


@pytest.mark.django_db
def test_language_is_kept_and_nonsense_is_not(client: Client) -> None:
    client.post("/preferences/", {"language": "en"})
    page = client.get("/design/public/").content.decode()
    assert '<html lang="en"' in page
    assert "Large print" in page
    client.post("/preferences/", {"language": "xx"})
    assert '<html lang="en"' in client.get("/design/public/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_choice_never_leads_to_a_strangers_site(client: Client, elsewhere: str) -> None:
    assert client.post("/preferences/", {"elder": "1", "next": elsewhere})["Location"] == "/"


@pytest.mark.django_db
def test_inside_a_host_app_the_page_has_no_title_bar_of_its_own(client: Client) -> None:
    page = client.get("/design/public/?embedded=1").content.decode()
    assert 'class="top"' not in page
    assert "长辈版" in page
    assert 'class="top"' not in client.get("/design/public/").content.decode()
    assert 'class="top"' in client.get("/design/public/?embedded=0").content.decode()


@pytest.mark.django_db
def test_signed_in_people_work_in_chinese_whatever_their_browser_wishes(client: Client) -> None:
    english = {"Accept-Language": "en-US,en"}
    assert '<html lang="en"' in client.get("/design/public/", headers=english).content.decode()
    client.cookies["shanzhi_session"] = "anything"
    assert '<html lang="zh-CN"' in client.get("/design/public/", headers=english).content.decode()


def _missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def _forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("不行")


def _fine(request: HttpRequest, number: int) -> HttpResponse:
    assert not hasattr(request, "session")
    return HttpResponse(str(number))


urlpatterns = [path("api/missing", _missing), path("api/forbidden", _forbidden), path("api/fine/<int:number>", _fine)]


@override_settings(ROOT_URLCONF=__name__)
def test_machines_are_answered_without_session_or_cookie(client: Client) -> None:
    answer = client.get("/api/fine/7")
    assert answer.content == b"7"
    assert not answer.cookies
    assert client.get("/api/missing").status_code == 404
    assert client.get("/api/nowhere").json()["code"] == "not_found"
    assert client.get("/api/forbidden").json() == {"status": 403, "code": "forbidden", "detail": "不行"}


def test_what_breaks_is_logged_with_its_number(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/x/")
    with caplog.at_level(logging.WARNING, logger="shanzhi.web"):
        answer = middleware.request_id(lambda _: HttpResponse(status=500))(request)
    assert answer["X-Request-ID"] in caplog.text

"""Who may come in, and who is kept out without keeping others out."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shanzhi.identity import actions
from shanzhi.identity.access import Scope, access_of, may
from shanzhi.identity.models import FailedSignIn, Notice, Role, SignIn, User
from shanzhi.identity.queries import holders, lock_reason
from shanzhi.identity.tasks import NotDelivered, send_notice
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.ledger.rows import new_id

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-9273"


@pytest.fixture
def user() -> User:
    return actions.create_user(
        county="990103",
        username="Li.Si",
        display_name="示例·李某",
        password=PASSWORD,
        by=SYSTEM,
        email="li@example.com",
    )


def sign_in(client: Client, password: str = PASSWORD, address: str = "10.0.0.1", username: str = "li.si"):
    data = {"username": username, "password": password}
    return client.post(reverse("identity:sign_in"), data, REMOTE_ADDR=address)


def test_the_right_password_opens_a_session_that_is_listed(client: Client, user: User) -> None:
    assert sign_in(client, username="LI.SI").status_code == 302
    assert SignIn.objects.filter(user=user, ended_at__isnull=True).count() == 1
    assert client.get(reverse("identity:account")).status_code == 200


def test_a_wrong_password_and_an_unknown_account_sound_the_same(client: Client, user: User) -> None:
    wrong = sign_in(client, "x" * 12).content.decode()
    unknown = sign_in(client, username="nobody").content.decode()
    assert "账号或密码不对" in wrong
    assert "账号或密码不对" in unknown


def test_one_who_fails_locks_himself_out_and_nobody_else(client: Client, user: User) -> None:
    """P41: the owner elsewhere, and others behind the same address, still get in."""
    other = actions.create_user(county="990103", username="wu", display_name="示例·吴某", password=PASSWORD, by=SYSTEM)
    for _ in range(5):
        sign_in(client, "wrong-password")
    locked = sign_in(client)
    assert (locked.status_code, "15 分钟" in locked.content.decode()) == (429, True)
    assert sign_in(Client(), address="10.9.9.9").status_code == 302
    assert sign_in(Client(), username=other.username).status_code == 302


def test_the_lock_opens_by_itself(user: User) -> None:
    old = timezone.now() - timedelta(minutes=16)
    for _ in range(9):
        FailedSignIn.objects.create(username="li.si", address="10.0.0.1", at=old)
    assert lock_reason(username="li.si", address="10.0.0.1") == ""


def test_ending_a_session_signs_that_device_out(client: Client, user: User) -> None:
    sign_in(client)
    other = Client()
    sign_in(other)
    first = SignIn.objects.order_by("at").first()
    assert other.post(reverse("identity:end_session", args=[first.pk])).status_code == 302
    assert client.get(reverse("identity:account")).status_code == 302
    assert other.get(reverse("identity:account")).status_code == 200


def test_nobody_ends_another_ones_session(client: Client, user: User) -> None:
    stranger = actions.create_user(
        county="990103", username="wu", display_name="示例·吴某", password=PASSWORD, by=SYSTEM
    )
    sign_in(Client())
    client.force_login(stranger)
    theirs = SignIn.objects.get(user=user)
    assert client.post(reverse("identity:end_session", args=[theirs.pk])).status_code == 404


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client: Client, user: User) -> None:
    sign_in(client)
    other = Client()
    sign_in(other)
    new = "another-long-one-55"
    data = {"old": PASSWORD, "new": new, "again": new}
    assert client.post(reverse("identity:password"), data).status_code == 302
    assert client.get(reverse("identity:account")).status_code == 200
    assert other.get(reverse("identity:account")).status_code == 302
    assert sign_in(Client(), new).status_code == 302


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"old": "wrong", "new": "another-long-one-55", "again": "another-long-one-55"}, "现在的密码不对"),
        ({"old": PASSWORD, "new": "another-long-one-55", "again": "different"}, "不一致"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "10"),
    ],
)
def test_a_bad_change_is_refused_with_a_sentence(client: Client, user: User, data: dict[str, str], said: str) -> None:
    sign_in(client)
    assert said in client.post(reverse("identity:password"), data).content.decode()


def test_a_weak_password_makes_no_account() -> None:
    with pytest.raises(ValidationError):
        actions.create_user(county="990103", username="wu", display_name="示例·吴某", password="123", by=SYSTEM)
    assert not User.objects.exists()


def test_signing_in_leads_only_to_our_own_pages(client: Client, user: User) -> None:
    data = {"username": "li.si", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert "elsewhere" not in client.post(reverse("identity:sign_in"), data).headers["Location"]


def test_a_closed_account_is_out_at_once(client: Client, user: User) -> None:
    sign_in(client)
    actions.set_active(user=user, active=False, by=SYSTEM)
    assert client.get(reverse("identity:account")).status_code == 302
    assert sign_in(Client()).status_code == 200


def grant(user: User, **scope: object) -> None:
    role, _ = Role.objects.get_or_create(
        county="990103", code="desk", defaults={"name": "坐席", "permissions": ["dispatch.read_matters"]}
    )
    actions.grant(user=user, role=role, by=SYSTEM, on=date(2026, 1, 1), **scope)


def test_scopes_add_up_and_end_with_their_grants(user: User) -> None:
    agency = new_id()
    grant(user, area_code="990103001", until_on=date(2026, 6, 30))
    grant(user, agency_id=agency)
    inside = access_of(user, today=date(2026, 3, 1)).scope("dispatch.read_matters")
    assert inside == Scope(area_codes=frozenset({"990103001"}), agency_ids=frozenset({agency}))
    after = access_of(User.objects.get(pk=user.pk), today=date(2026, 7, 1)).scope("dispatch.read_matters")
    assert after == Scope(agency_ids=frozenset({agency}))
    assert not may(User.objects.get(pk=user.pk), "dispatch.assign_matter")


def test_the_same_grant_is_not_given_twice(user: User) -> None:
    grant(user)
    grant(user)
    assert user.grants.count() == 1
    assert Event.objects.filter(kind="identity.grant_given").count() == 1


def test_holders_are_found_by_permission_and_ground(user: User) -> None:
    grant(user)
    assert list(holders("dispatch.read_matters", county="990103", today=date(2026, 3, 1))) == [user]
    assert not holders("dispatch.read_matters", county="990103", agency_ids=[new_id()]).exists()


def test_told_twice_for_one_cause_is_told_once(user: User) -> None:
    cause = new_id()
    actions.notify(users=[user, user], text="有一件待签收", cause_id=cause)
    actions.notify(users=[user], text="有一件待签收", cause_id=cause)
    assert sorted(Notice.objects.values_list("channel", "state")) == [("email", "waiting"), ("in_app", "sent")]


def test_a_letter_that_cannot_be_sent_is_tried_again_and_given_up(user: User, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"  # type: ignore[attr-defined]
    actions.notify(users=[user], text="有一件待签收", cause_id=new_id())
    row = Notice.objects.get(channel="email")
    for _ in range(7):
        with pytest.raises(NotDelivered):
            send_notice(str(row.pk))
    send_notice(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("given_up", 8, "邮件服务器连不上")


class Unreachable:
    """A mail server that is away."""

    def __init__(self, *args: object, **kwargs: object) -> None: ...

    def send_messages(self, messages: list[object]) -> int:
        raise OSError("邮件服务器连不上")

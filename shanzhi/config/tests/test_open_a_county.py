"""A real county begins with an empty database: what is said, and the two commands that open it."""

import pytest
from django.test import Client

from shanzhi.config import accounts
from shanzhi.config.commands import CommandFault
from shanzhi.identity.models import User
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Area, County

pytestmark = pytest.mark.django_db


def test_before_opening_pages_say_so_instead_of_failing(client: Client) -> None:
    assert "还没有开通" in client.get("/").content.decode()
    assert client.get("/").status_code == 200
    refused = client.get("/report/")
    assert refused.status_code in {503, 404}
    assert "Traceback" not in refused.content.decode()


def test_opened_county_has_its_top_area_and_its_first_event() -> None:
    assert accounts.create_county("999001", "示例县", "Example County") == 0
    assert County.objects.get().english_name == "Example County"
    assert Area.objects.get().code == "999001"
    assert Event.objects.filter(kind="registry.row_added").count() == 1


def test_administrator_can_sign_in_after_the_county_was_opened(client: Client) -> None:
    accounts.create_county("999001", "示例县", "Example County")
    assert accounts.create_admin("chief", "示例管理员", "a-long-enough-password") == 0
    user = User.objects.get(username="chief")
    client.force_login(user)
    assert client.get("/registry/").status_code == 200


def test_second_county_is_refused() -> None:
    accounts.create_county("999001", "示例县", "Example County")
    with pytest.raises(CommandFault, match="已经开通"):
        accounts.create_county("999002", "示例二县", "Second County")


@pytest.mark.parametrize("code", ["12345", "abcdef", "1234567", ""])
def test_nonsense_code_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(CommandFault, match="六位数字"):
        accounts.create_county(code, "示例县", "Example County")


def test_administrator_before_a_county_is_refused_in_a_sentence() -> None:
    with pytest.raises(CommandFault, match="create-county"):
        accounts.create_admin("chief", "示例管理员", "a-long-enough-password")

"""Who finds a case on the worklist, and does its officer find it on his day?"""

import pytest
from django.test import Client

from shanzhi.dispatch.queries import worklist
from shanzhi.identity.models import User

from .ground import Ground

pytestmark = pytest.mark.django_db


def shown(user: User) -> set[str]:
    return {str(line.item.subject_id) for line in worklist.worklist(user, {}).rows}


def test_a_case_stands_on_the_worklist_of_those_who_may_read_cases_and_of_nobody_else(ground: Ground) -> None:
    case = ground.filed()
    role = ground.users["deputy"].grants.get().role
    role.permissions = ["dispatch.read_matters"]
    role.save()
    assert str(case.pk) in shown(User.objects.get(username="officer"))
    assert shown(User.objects.get(username="deputy")) == set()


def test_another_units_case_is_not_on_the_worklist(ground: Ground) -> None:
    ground.filed()
    assert shown(User.objects.get(username="stranger")) == set()


def test_the_leading_officer_finds_his_case_on_his_day(ground: Ground) -> None:
    case = ground.filed()
    client = Client()
    client.force_login(ground.users["officer"])
    assert f"/cases/{case.pk}/" in client.get("/today/").content.decode()

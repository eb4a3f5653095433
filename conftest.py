"""Ground for all tests: what Django's own flush between tests needs, the ledger forbids everybody else."""

from collections.abc import Iterator

import pytest
from django.db import connection

from shanzhi.config import database, embedded, testing
from shanzhi.config.home import home
from shanzhi.registry.queries import forget_counties, forget_maps


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Have the embedded server run while tests need a database, however pytest was started."""
    if database.is_external():
        yield
        return
    with embedded.using(home(), **testing.TEST_SERVER):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "pytest_django.plugin.DjangoDbBlocker") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Let transactional tests empty the ledger by TRUNCATE; the tests of the refusal switch the trigger on again."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER no_truncate")
        cursor.execute("ALTER TABLE ledger_seal DISABLE TRIGGER no_truncate")
    return


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process remembers for seconds must not reach the next test."""
    forget_counties()
    forget_maps()

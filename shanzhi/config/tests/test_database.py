"""Which database is chosen, and as which role."""

import pytest

from shanzhi.config import database


def test_url_names_host_role_and_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://serving:" + "p%40ss@db.example:6432/county?sslmode=require")
    found = database.configured()
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "county")
    assert (found["USER"], found["PASSWORD"]) == ("serving", "p@ss")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_several_hosts_for_a_cluster_go_to_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///county?host=a,b,c&port=5432&target_session_attrs=read-write")
    found = database.configured()
    assert (found["HOST"], found["PORT"]) == ("a,b,c", "5432")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_behind_a_pooler_nothing_outlives_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHANZHI_DB_POOLED", "1")
    found = database.configured()
    assert found["DISABLE_SERVER_SIDE_CURSORS"]
    assert found["OPTIONS"]["prepare_threshold"] is None


def test_other_database_systems_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    with pytest.raises(SystemExit, match="PostgreSQL"):
        database.configured()


def test_role_that_serves_is_known_only_when_it_is_not_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://one@h/d")
    assert database.serving_role() == ""
    monkeypatch.setenv("SHANZHI_OWNER_URL", "postgresql://two@h/d")
    assert database.serving_role() == "one"

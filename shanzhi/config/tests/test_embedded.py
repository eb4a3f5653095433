"""The embedded server is started by many, killed, left alone, and always comes back or goes away."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shanzhi.config import embedded, testing

pytestmark = pytest.mark.skipif(bool(os.environ.get("SHANZHI_NO_EMBEDDED")), reason="SHANZHI_NO_EMBEDDED is set")
SMALL = {"shared_buffers": "16MB", "max_connections": "20"}


def folder_for_a_home() -> Path:
    # Pytest's own folders are closed to the account that runs the server for root; memory is quicker than a disk.
    folder = testing.quick_folder() / f"sz-embedded-{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir(mode=0o755)
    return folder


def forget(folder: Path) -> None:
    embedded.stop(folder)
    shutil.rmtree(embedded.place(folder).sockets, ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    folder = folder_for_a_home()
    yield folder
    forget(folder)


@pytest.fixture
def home(shared_home: Path) -> Iterator[Path]:
    """A home whose server does not run: the first test makes it, the others find it made."""
    yield shared_home
    embedded.stop(shared_home)


@pytest.fixture
def fresh_home() -> Iterator[Path]:
    folder = folder_for_a_home()
    yield folder
    forget(folder)


def connect(where: embedded.Place, role: str = embedded.OWNER) -> psycopg.Connection:
    return psycopg.connect(host=str(where.sockets), port=embedded.PORT, user=role, dbname="shanzhi", autocommit=True)


def postmaster(where: embedded.Place) -> int:
    return int((where.data / "postmaster.pid").read_text().split()[0])


def test_first_start_gives_a_database_that_finds_chinese_words(home: Path) -> None:
    with embedded.using(home, **SMALL) as where, connect(where) as connection:
        assert connection.execute("SELECT show_trgm('占道经营') <> '{}'").fetchone() == (True,)
        found = connection.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall()
        assert {"pg_trgm", "btree_gist"} <= {name for (name,) in found}


def test_serving_role_owns_nothing_and_is_no_superuser(home: Path) -> None:
    with embedded.using(home, **SMALL) as where, connect(where) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s", [embedded.APP]
        ).fetchone()
        assert row == (False, False)
    assert not embedded.running(where)


def test_last_user_to_leave_stops_the_server(home: Path) -> None:
    first = embedded.Use(home, **SMALL)
    second = embedded.Use(home, **SMALL)
    first.leave()
    assert embedded.running(second.place)
    second.leave()
    assert not embedded.running(second.place)


def test_server_started_to_stay_is_not_stopped_by_a_passing_user(home: Path) -> None:
    where = embedded.start(home, **SMALL)
    with embedded.using(home):
        pass
    assert embedded.running(where)
    embedded.stop(home)
    assert not embedded.running(where)


def test_after_kill_9_of_the_server_everything_committed_is_there(home: Path) -> None:
    with embedded.using(home, **SMALL) as where:
        with connect(where) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
            os.kill(postmaster(where), signal.SIGKILL)
        with embedded.using(home, **SMALL) as again, connect(again) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_after_kill_9_during_a_long_statement_the_next_start_waits_for_the_orphan(home: Path) -> None:
    with embedded.using(home, **SMALL) as where, connect(where) as connection:
        pid = connection.info.backend_pid
        busy = "DO $$ DECLARE n bigint := 0; BEGIN FOR i IN 1..30000000 LOOP n := n + i; END LOOP; END $$"
        sender = subprocess.Popen(
            [sys.executable, "-c", f"import psycopg; psycopg.connect({connection.info.dsn!r}).execute({busy!r})"],
            stderr=subprocess.DEVNULL,
        )
        assert pid
        time.sleep(0.4)
        os.kill(postmaster(where), signal.SIGKILL)
        with embedded.using(home, **SMALL) as again, connect(again) as fresh:
            assert fresh.execute("SELECT 1").fetchone() == (1,)
        sender.wait(60)


def test_stale_pid_file_naming_another_process_is_no_server(home: Path) -> None:
    with embedded.using(home, **SMALL) as where:
        pass
    (where.data / "postmaster.pid").write_text(f"{os.getpid()}\n{where.data}\n")
    assert not embedded.running(where)


def test_processes_starting_at_once_share_one_server(fresh_home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from shanzhi.config import embedded\n"
        "with embedded.using(Path(sys.argv[1]), shared_buffers='16MB', max_connections='20') as where:\n"
        "    print((where.data / 'postmaster.pid').read_text().split()[0], flush=True); time.sleep(1.5)"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", program, str(fresh_home)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    pids = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert len(pids) == 1
    assert pids != {""}
    assert not embedded.running(embedded.place(fresh_home))


def test_user_killed_with_9_leaves_no_lock_behind(home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from shanzhi.config import embedded\n"
        "use = embedded.Use(Path(sys.argv[1]), shared_buffers='16MB'); print('up', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
    assert user.stdout
    assert user.stdout.readline() == "up\n"
    where = embedded.place(home)
    before = postmaster(where)
    user.kill()
    user.wait()
    with embedded.using(home):
        assert postmaster(where) == before
    assert not embedded.running(where)


def test_half_made_cluster_is_made_again(fresh_home: Path) -> None:
    where = embedded.place(fresh_home)
    (fresh_home / "pg.new").mkdir()
    (fresh_home / "pg.new" / "rubbish").write_text("x")
    (fresh_home / "pg").mkdir(mode=0o700)
    with embedded.using(fresh_home, **SMALL):
        assert embedded.running(where)


def test_data_directory_of_another_major_version_is_refused_in_a_sentence(home: Path) -> None:
    with embedded.using(home, **SMALL) as where:
        pass
    (where.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.DatabaseTrouble, match="PostgreSQL 16"):
        embedded.start(home)
    (where.data / "PG_VERSION").write_text("18\n")


def test_home_that_only_root_can_enter_gets_a_twin_that_the_server_can_reach(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    where = embedded.place(closed / "home")
    if os.geteuid() == 0:
        assert where.base != closed / "home"
        assert where.account
    else:
        assert where.base == closed / "home"


def test_socket_path_stays_short_however_deep_the_home(home: Path) -> None:
    deep = home / ("a" * 100) / ("b" * 100)
    assert len(str(embedded.place(deep).sockets / f".s.PGSQL.{embedded.PORT}")) < 107


def test_wrong_folder_of_programs_is_refused_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHANZHI_PG_BIN", str(home))
    with pytest.raises(embedded.DatabaseTrouble, match="没有 postgres"):
        embedded.start(home)

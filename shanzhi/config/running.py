"""What `./run` does once its environment stands: set up, show where to look, serve."""

import os
import secrets
import sys
import urllib.request
from collections.abc import Sequence

from . import commands, database, embedded, server, setting_up
from .home import home

PASSWORD_FILE = "sample-password"
ACCOUNTS_FILE = "sample-accounts"


def main(argv: Sequence[str]) -> int:
    try:
        return _run(set(argv))
    except (commands.CommandFault, embedded.DatabaseTrouble, setting_up.SetUpFault) as fault:
        print(fault, file=sys.stderr)
        return getattr(fault, "code", 1)
    except KeyboardInterrupt:
        return 130


def _run(options: set[str]) -> int:
    port = server.port_from_environment()
    server.obey_signals()
    with server.alone_at_home(), server.database_running():
        set_up(sample=not database.is_external() or "--sample" in options)
        if "--setup" in options:
            print("已就绪：运行 ./run 启动。")
            return 0
        if "--check" in options:
            return check(port)
        return server.serve(port=port, when_well=lambda: print(welcome(port), flush=True))


def set_up(*, sample: bool) -> None:
    """Bring browser files, catalogue, database structure, static files and, once, the sample county into place.

    Where nothing has changed, Django is not even loaded here: the second start is quick.
    """
    from shanzhi.web import vendoring

    vendoring.main()
    setting_up.compile_messages()
    setting_up.migrate(force=False)
    if setting_up.static_changed():
        commands.set_up_django(start=False)
        setting_up.collect_static()
    if sample:
        load_sample()


def load_sample() -> None:
    """Load the sample county when the database is empty; keep password and accounts so that later starts can show them."""
    chosen = os.environ.get("SHANZHI_SAMPLE_PASSWORD", "")
    if setting_up.sample_is_loaded() and chosen in {"", _kept(PASSWORD_FILE)}:
        return
    commands.set_up_django(start=False)
    from django.db import connection

    from .sample import county

    password = chosen or f"{secrets.token_hex(2)}-{secrets.token_hex(3)}-{secrets.token_hex(2)}"
    if county.load_sample_county(password=password):
        print("已载入示例县（人物、企业、案件均为虚构）。", flush=True)
        _keep(PASSWORD_FILE, password)
    elif chosen and chosen != _kept(PASSWORD_FILE) and county.set_sample_password(chosen):
        _keep(PASSWORD_FILE, chosen)
    accounts = county.sample_accounts()
    _keep(ACCOUNTS_FILE, "\n".join(f"  {account.username:<16}{account.name}　{account.note}" for account in accounts))
    connection.close()
    setting_up.note_sample()


def _keep(name: str, text: str) -> None:
    path = home() / name
    path.touch(mode=0o600)
    path.write_text(text)


def _kept(name: str) -> str:
    path = home() / name
    return path.read_text() if path.exists() else ""


def welcome(port: int) -> str:
    """Say where to look and who may sign in."""
    lines = ["", f"善治已启动：http://127.0.0.1:{port}/", ""]
    if accounts := _kept(ACCOUNTS_FILE):
        lines += ["示例账号（密码都是 " + (_kept(PASSWORD_FILE) or "您设定的密码") + "）：", accounts]
    lines += ["", "按 Ctrl-C 停止。"]
    return "\n".join(lines)


def check(port: int) -> int:
    """Start, fetch a page, stop."""
    answers: list[int] = []

    def fetch() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            answers.append(answer.status)

    code = server.serve(port=port, when_well=fetch, once=True)
    if code == 0 and answers == [200]:
        print("检查通过：数据库、网页服务、后台进程都正常。")
        return 0
    print("检查未通过：请看上面的错误。", file=sys.stderr)
    return code or 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The command line `shanzhi`: a thin face over actions and queries. `law` starts without Django."""

import argparse
import atexit
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. A fault a person can mend is one sentence on stderr."""
    parser = build_parser()
    args = parser.parse_args(argv)
    if not hasattr(args, "run"):
        parser.print_help()
        return 2
    run: Run = args.run
    try:
        return run(args)
    except KeyboardInterrupt:
        return 130
    except CommandFault as fault:
        print(fault, file=sys.stderr)
        return fault.code


class CommandFault(Exception):
    """Something the person at the keyboard can mend."""

    def __init__(self, text: str, code: int = 2) -> None:
        super().__init__(text)
        self.code = code


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shanzhi", description="善治：县域综合执法与基层治理平台")
    commands = parser.add_subparsers(title="命令", metavar="命令")
    _add(commands, "serve", "启动数据库、网页服务和后台进程", _serve, port=int, no_worker=bool)
    _add(commands, "work", "只启动一个后台进程", _work)
    _add(commands, "check", "核对：期限、台账、待办是否与事实一致", _check)
    _add(commands, "seal", "封存台账", _seal)
    _add(commands, "verify-ledger", "校验台账，指出第一条被改动的记录", _verify)
    _add(commands, "migrate", "更新数据库结构", _migrate, check=bool)
    _simulate_parser(commands)
    _import_parser(commands)
    _county_parser(commands)
    _admin_parser(commands)
    # The law knows no framework: its commands answer in a tenth of a second.
    importlib.import_module("shanzhi.law.cli").add_to(commands)
    importlib.import_module("shanzhi.dispatch.triage.cli").add_to(commands)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, run: Run, **options: type
) -> None:
    parser = commands.add_parser(name, help=text, description=text)
    for option, kind in options.items():
        flag = "--" + option.replace("_", "-")
        if kind is bool:
            parser.add_argument(flag, action="store_true")
        else:
            parser.add_argument(flag, type=kind)
    parser.set_defaults(run=run)


def _simulate_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "造出一个可信的县（演练与压测用，数据都是示例）"
    parser = commands.add_parser("simulate", help=text, description=text)
    parser.add_argument("--matters", type=int, default=10_000, help="事件数")
    parser.add_argument("--days", type=int, default=365, help="跨多少天")
    parser.add_argument("--seed", type=int, default=1, help="随机种子：相同则结果相同")
    parser.set_defaults(run=_simulate)


def _import_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "载入数据：sample（示例县）、statutes、calendar、messages、events、lists（lists 种类 文件）、triage（分拨模型或已标注的留言）"
    parser = commands.add_parser("import", help=text, description=text)
    parser.add_argument("what", choices=["sample", "statutes", "calendar", "messages", "events", "lists", "triage"])
    parser.add_argument("path", nargs="?", type=Path, help="文件或文件夹；lists 时是清单种类")
    parser.add_argument("file", nargs="?", type=Path, help="lists 的文件")
    parser.add_argument("--limit", type=int, help="最多载入多少条")
    parser.add_argument("--on", default="", help="lists：生效日期，默认今天")
    parser.add_argument("--source", default="", help="lists：公布文件的名称或者文号")
    parser.add_argument("--report", type=Path, help="lists：把错误和差异写到这个 XLSX 文件")
    parser.add_argument("--try", dest="only_try", action="store_true", help="lists：只预演，不写入")
    parser.set_defaults(run=_import)


def _county_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "开通一个县（市、区）：写入县级参数，其余名录由管理员在页面上维护"
    parser = commands.add_parser("create-county", help=text, description=text)
    parser.add_argument("code", help="六位行政区划代码")
    parser.add_argument("name", help="名称")
    parser.add_argument("--english-name", default="", help="英文名，用于英文页面")
    parser.set_defaults(run=_create_county)


def _admin_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "建立县管理员账号（密码从 SHANZHI_ADMIN_PASSWORD 读取）"
    parser = commands.add_parser("create-admin", help=text, description=text)
    parser.add_argument("username")
    parser.add_argument("--name", default="系统管理员")
    parser.set_defaults(run=_create_admin)


def set_up_django(*, owner: bool = False, start: bool = True) -> None:
    """Have the database run until this process ends, then load the rooms. `owner` is for migrating only."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.config.settings")
    if owner:
        os.environ["SHANZHI_DB_ROLE"] = "owner"
    if start and not os.environ.get("DATABASE_URL"):
        from . import embedded
        from .home import home

        try:
            atexit.register(embedded.Use(home()).leave)
        except embedded.DatabaseTrouble as trouble:
            raise CommandFault(str(trouble), 1) from None
    import django

    django.setup()


def _serve(args: argparse.Namespace) -> int:
    from . import embedded, server, setting_up

    server.obey_signals()
    try:
        with server.alone_at_home(), server.database_running():
            if setting_up.static_changed():
                set_up_django(start=False)
                setting_up.collect_static()
            return server.serve(port=args.port, with_worker=not args.no_worker)
    except embedded.DatabaseTrouble as trouble:
        raise CommandFault(str(trouble), 1) from None


def _work(args: argparse.Namespace) -> int:
    set_up_django()
    from . import worker

    return worker.work()


def _migrate(args: argparse.Namespace) -> int:
    from . import database, embedded, setting_up
    from .home import home

    if args.check:
        return setting_up.missing_migrations()
    try:
        with nullcontext() if database.is_external() else embedded.using(home()):
            setting_up.migrate()
    except (embedded.DatabaseTrouble, setting_up.SetUpFault) as trouble:
        raise CommandFault(str(trouble), 1) from None
    return 0


def _check(args: argparse.Namespace) -> int:
    set_up_django()
    from . import checks

    return checks.run()


def _seal(args: argparse.Namespace) -> int:
    set_up_django()
    from shanzhi.ledger import seals

    made = seals.seal_now()
    print(f"封存 {sum(seal.event_count for seal in made)} 条记录，{len(made)} 个批次。")
    if made:
        print(f"最新封存：第 {made[-1].number} 号 {bytes(made[-1].digest).hex()}")
    return 0


def _verify(args: argparse.Namespace) -> int:
    set_up_django()
    from shanzhi.ledger import seals

    verdict = seals.verify()
    if verdict.sound:
        print(f"台账完好：{verdict.seals} 个封存、{verdict.events} 条记录，其中 {verdict.unsealed} 条尚未封存。")
        return 0
    print(f"台账有误：{verdict.fault}", file=sys.stderr)
    return 1


def _simulate(args: argparse.Namespace) -> int:
    set_up_django()
    from . import simulating

    return simulating.run(matters=args.matters, days=args.days, seed=args.seed)


def _import(args: argparse.Namespace) -> int:
    if args.what == "statutes":
        from shanzhi.law import importing

        from .home import home

        if not args.path or not args.path.is_dir():
            raise CommandFault("请写明法条文件所在的文件夹：shanzhi import statutes 文件夹")
        return int(importing.import_statutes(args.path, home() / "statutes"))
    set_up_django()
    if args.what == "lists":
        from . import list_importing

        options = {"on": args.on, "source": args.source, "report": args.report, "only_try": args.only_try}
        return list_importing.run(str(args.path or ""), args.file, **options)
    if args.what == "triage":
        from . import triage_importing

        return triage_importing.run(args.path)
    from . import importing as imports

    return imports.run(args.what, args.path, args.limit)


def _create_county(args: argparse.Namespace) -> int:
    set_up_django()
    from . import accounts

    return accounts.create_county(args.code, args.name, args.english_name or args.name)


def _create_admin(args: argparse.Namespace) -> int:
    password = os.environ.get("SHANZHI_ADMIN_PASSWORD", "")
    if not password:
        raise CommandFault("请先设置环境变量 SHANZHI_ADMIN_PASSWORD（至少 10 位）。")
    set_up_django()
    from . import accounts

    return accounts.create_admin(args.username, args.name, password)


if __name__ == "__main__":
    # By its real name, so that its faults are the ones the other modules raise.
    sys.exit(importlib.import_module("shanzhi.config.commands").main())

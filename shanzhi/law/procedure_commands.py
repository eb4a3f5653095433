"""The commands `law leniency`, `law obstacles` and `law diagram`: facts in JSON, answers with articles, drawings."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shanzhi.law.cli import OVERLAYS, Answer, add_command
from shanzhi.law.procedure import NAMES

if TYPE_CHECKING:
    from shanzhi.law.cli import Commands


def add_to(commands: Commands) -> None:
    """Put the subcommands onto the command line."""
    lenient = add_command(commands, "leniency", "判断不予、从轻、减轻处罚", _leniency)
    lenient.add_argument("--facts", type=facts, required=True, metavar="JSON", help="查明的事实")
    stands = add_command(commands, "obstacles", "列出走到某一步还缺什么", _obstacles)
    stands.add_argument("--procedure", choices=NAMES, required=True, help="程序")
    stands.add_argument("--to", required=True, help="要走到的环节，如 decided")
    stands.add_argument("--facts", type=facts, required=True, metavar="JSON", help="案件现状")
    stands.add_argument("--overlay", choices=OVERLAYS, default="general", help="按哪一套规定")
    picture = add_command(commands, "diagram", "画出程序图（SVG）", _diagram)
    which = picture.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", metavar="NAME", help=f"程序：{'、'.join(NAMES)}")
    which.add_argument("--all", type=Path, metavar="DIR", help="把全部程序图写进这个文件夹")
    picture.add_argument("--overlay", choices=OVERLAYS, default="general", help="按哪一套规定")
    picture.add_argument("--narrow", action="store_true", help="画成适合手机的窄图")
    picture.add_argument("--out", type=Path, metavar="FILE", help="写进文件，不打印")


def facts(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise argparse.ArgumentTypeError('应是 JSON，如 {"age": 40}') from None
    if not isinstance(found, dict):
        raise argparse.ArgumentTypeError('应是一个 JSON 对象，如 {"age": 40}')
    return found


def _leniency(args: argparse.Namespace) -> Answer:
    from shanzhi.law.leniency import Facts, leniency

    found = leniency(Facts.read(args.facts))
    return {
        "verdict": str(found.verdict),
        "basis": [str(one) for one in found.basis],
        "explanation": found.explanation,
        "duties": [ground.duty for ground in found.grounds if ground.duty],
        "also": [{"verdict": str(g.verdict), "basis": str(g.basis), "text": g.text} for g in found.others],
        "needs_choice": found.needs_choice,
    }, found.explanation


def _obstacles(args: argparse.Namespace) -> Answer:
    from shanzhi.law import procedure
    from shanzhi.law.rulebook import Overlay

    found = procedure.obstacles(args.procedure, args.facts, args.to, overlay=Overlay(args.overlay))
    words = "\n".join(str(one) for one in found) or "没有障碍，可以进行。"
    return {"obstacles": [one.as_json() for one in found]}, words


def _diagram(args: argparse.Namespace) -> Answer:
    if args.all is None:
        drawn = _drawn(args.name, args)
        if args.out is None:
            return {"procedure": args.name, "svg": drawn}, drawn.rstrip("\n")
        return _written({args.out: drawn})
    if args.out is not None:
        raise ValueError("--all 写进文件夹，不能再用 --out。")
    return _written({args.all / f"{name}.svg": _drawn(name, args) for name in NAMES})


def _drawn(name: str, args: argparse.Namespace) -> str:
    from shanzhi.law import diagram, diagram_narrow
    from shanzhi.law.procedure import procedure
    from shanzhi.law.rulebook import Overlay

    table = procedure(name, Overlay(args.overlay))
    return diagram_narrow.svg(table) if args.narrow else diagram.svg(table)


def _written(drawings: dict[Path, str]) -> Answer:
    for file, drawn in drawings.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(drawn, encoding="utf-8")
        except OSError as fault:
            raise ValueError(f"写不进 {file}：{fault.strerror}。") from None
    return {"written": [str(file) for file in drawings]}, "\n".join(f"已写入 {file}" for file in drawings)

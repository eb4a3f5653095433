"""The commands `law leniency` and `law obstacles`: facts in JSON, the answer with its articles."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from shanzhi.law.cli import Answer, add_command
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

    found = procedure.obstacles(args.procedure, args.facts, args.to)
    words = "\n".join(str(one) for one in found) or "没有障碍，可以进行。"
    return {"obstacles": [one.as_json() for one in found]}, words

"""Which commands judge the triage from the command line, without a database?"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the three commands onto the product's command line."""
    messages = _add(commands, "evaluate-triage", "用已标注的留言检验分类模型", _triage)
    messages.add_argument("--train", type=Path, action="append", required=True, help="训练文件，可以给多个")
    messages.add_argument("--without-twins", action="store_true", help="训练前剔除与检验文件几乎相同的留言")
    events = _add(commands, "evaluate-routing", "用已办结的事件检验派单模型", _routing)
    events.add_argument("--train", type=Path, action="append", required=True, help="训练文件，可以给多个")
    topics = _add(commands, "hot-topics", "找出反映集中的热点", _topics)
    topics.add_argument("--least", type=int, default=2, help="至少多少条才算热点")


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    answer: Callable[[argparse.Namespace], dict[str, Any]],
) -> argparse.ArgumentParser:
    def run(args: argparse.Namespace) -> int:
        from .reading import BadFile

        try:
            found = answer(args)
        except (BadFile, ValueError) as fault:
            print(fault, file=sys.stderr)
            return 2
        print(json.dumps(found, ensure_ascii=False, indent=None if args.json else 1))
        return 0

    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run)
    return parser


# The learning library takes a second to load: only the commands that need it pay for it.
def _triage(args: argparse.Namespace) -> dict[str, Any]:
    from . import evaluate, reading
    from .model import Model

    train = [message for path in args.train for message in reading.messages(path)]
    test = reading.messages(args.file)
    if args.without_twins:
        train = evaluate.without_twins(train, test)
    return evaluate.evaluate(Model.train(train), test) | {"trained": len(train)}


def _routing(args: argparse.Namespace) -> dict[str, Any]:
    from . import reading, routing

    train = [event for path in args.train for event in reading.events(path)]
    return routing.evaluate_routing(train, reading.events(args.file))


def _topics(args: argparse.Namespace) -> dict[str, Any]:
    from . import topics

    return {"formula": topics.FORMULA, "topics": topics.hot_topics(topics.posts(args.file), args.least)}

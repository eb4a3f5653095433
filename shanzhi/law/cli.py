"""The command `law`: what does the law answer, in words or as JSON?

Everything heavy is imported when a command runs: the parser is built for every command of the product.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from shanzhi.law.pauses import Pause
    from shanzhi.law.rulebook import Rule

    Commands = argparse._SubParsersAction[Any]

Answer = tuple[dict[str, Any] | list[Any], str]
Ask = Callable[[argparse.Namespace], Answer]

# Each half brings its commands with `add_to(law_commands)`; one that is not there yet is left out.
OTHER_HALF = "shanzhi.law.procedure_commands"
OVERLAYS = ("general", "market", "ecology")
_ENGLISH = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"参数 \1 后面要写值"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"参数 \1 不能是“\2”，只能是 \3 之一"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 和 \2 不能同时用"),
    (r"one of the arguments (.*) is required", r"缺少参数，要写这些中的一个：\1"),
    (r"argument (\S+): (.*)", r"参数 \1：\2"),
)


class OneSentence(argparse.ArgumentParser):
    """A parser whose complaints are one sentence on stderr, exit code 2."""

    def error(self, message: str) -> NoReturn:
        for english, chinese in _ENGLISH:
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message)
                break
        print(f"{message.rstrip('。')}。", file=sys.stderr)
        raise SystemExit(2)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        # argparse hands what a subcommand does not know up to the topmost parser, which would answer with its usage.
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown


def main(argv: Sequence[str] | None = None) -> int:
    """The law alone, without the rest of the product."""
    parser = OneSentence(prog="shanzhi")
    add_to(parser.add_subparsers(metavar="命令", required=True))
    args = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    return run(args)


def add_to(commands: Commands) -> None:
    """Put `law` and its subcommands onto the product's command line."""
    text = "法律计算：期限、加处罚款、时效、裁量、程序"
    law = commands.add_parser("law", help=text, description=text)
    law.__class__ = OneSentence
    subcommands = law.add_subparsers(title="命令", metavar="命令", required=True, parser_class=OneSentence)
    _add_term(subcommands)
    _add_money(subcommands)
    _add_books(subcommands)
    if importlib.util.find_spec(OTHER_HALF):
        importlib.import_module(OTHER_HALF).add_to(subcommands)


def add_command(commands: Commands, name: str, text: str, ask: Ask) -> argparse.ArgumentParser:
    """A subcommand that asks the law and prints its answer; a refusal is one sentence, exit code 2."""

    def run(args: argparse.Namespace) -> int:
        from shanzhi.law.obstacle import NotAllowed

        try:
            answer, words = ask(args)
        except (ValueError, LookupError, NotAllowed) as fault:
            print(fault.args[0] if fault.args else fault, file=sys.stderr)
            return 2
        print(json.dumps(answer, ensure_ascii=False) if args.json else words)
        return 0

    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run, func=run)
    return parser


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”读不懂，应如 2026-03-02") from None


def moment(text: str) -> date | datetime:
    try:
        return datetime.fromisoformat(text) if "T" in text or " " in text else date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”读不懂，应如 2026-03-02 或 2026-03-02T16:30") from None


def span(text: str) -> tuple[date, date]:
    first, slash, last = text.partition("/")
    if not slash:
        raise argparse.ArgumentTypeError(f"期间“{text}”读不懂，应如 2026-03-10/2026-03-19")
    return day(first), day(last)


def money(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"金额“{text}”读不懂，应如 2000 或 2000.50") from None


def _pauses(spans: Sequence[tuple[date, date]]) -> list[Pause]:
    from shanzhi.law.pauses import Pause

    return [Pause(first, last) for first, last in spans]


def _add_term(commands: Commands) -> None:
    parser = add_command(commands, "term", "计算一个期限的最后一日", _term)
    parser.add_argument("rule", metavar="RULE", help="期限编号，见 law list")
    parser.add_argument("--from", dest="start", type=moment, required=True, metavar="WHEN", help="起算之日（时）")
    parser.add_argument("--pause", type=span, action="append", default=[], metavar="A/B", help="不计入的期间，含首尾")
    parser.add_argument("--extend", type=int, action="append", default=[], metavar="N", help="依次已批准延长的长度")
    parser.add_argument("--overlay", choices=OVERLAYS, default="general", help="按哪一套规定")


def _term(args: argparse.Namespace) -> Answer:
    from shanzhi.law.calendar import Calendar
    from shanzhi.law.rulebook import Overlay
    from shanzhi.law.terms import Granted, term

    answer = term(
        args.rule,
        args.start,
        Calendar.announced(),
        overlay=Overlay(args.overlay),
        pauses=_pauses(args.pause),
        granted=[Granted(length) for length in args.extend],
    )
    return {
        "rule": answer.rule.id,
        "due": written(answer.due),
        "nominal": written(answer.nominal),
        "basis": [str(one) for one in answer.basis],
        "explanation": answer.explanation,
        "provisional": answer.provisional,
        "act_by": written(answer.act_by),
        "flags": list(answer.flag_texts),
    }, "\n".join([answer.explanation, *(f"注意：{flag}" for flag in answer.flag_texts)])


def written(when: date | datetime) -> str:
    """A day, or a moment to the minute."""
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.isoformat(timespec="seconds" if when.second else "minutes")


def _add_money(commands: Commands) -> None:
    late = add_command(commands, "late-fee", "计算加处罚款", _late_fee)
    late.add_argument("--principal", type=money, required=True, help="罚款数额（元）")
    late.add_argument("--due", type=day, required=True, help="缴款期限的最后一日")
    late.add_argument("--paid", type=day, required=True, help="缴款之日")
    late.add_argument("--pause", type=span, action="append", default=[], metavar="A/B", help="行政复议、行政诉讼期间")
    late.add_argument("--no-clause", action="store_true", help="处罚决定书没有写明加处罚款")
    limit = add_command(commands, "limitation", "判断追究时效", _limitation)
    limit.add_argument("--act-ended", type=day, required=True, help="违法行为终了之日")
    limit.add_argument("--found", type=day, required=True, help="发现之日")
    limit.add_argument("--serious", action="store_true", help="涉及生命健康安全、金融安全且有危害后果")
    summary = add_command(commands, "summary", "判断能否当场处罚", _summary)
    summary.add_argument("--party", choices=("person", "unit"), required=True, help="公民，或者法人、其他组织")
    summary.add_argument("--fine", type=money, required=True, help="拟罚款（元）")


def _late_fee(args: argparse.Namespace) -> Answer:
    from shanzhi.law.money import late_fee

    fee = late_fee(args.principal, args.due, args.paid, remedies=_pauses(args.pause), clause=not args.no_clause)
    return {
        "amount": str(fee.amount),
        "days": fee.days,
        "total": str(fee.total),
        "capped_from": written(fee.capped_from) if fee.capped_from else None,
        "basis": [str(one) for one in fee.basis],
        "explanation": fee.explanation,
        "flags": list(fee.flag_texts),
    }, fee.explanation


def _limitation(args: argparse.Namespace) -> Answer:
    from shanzhi.law.limitation import limitation

    answer = limitation(args.act_ended, args.found, serious=args.serious)
    return {
        "status": answer.status.value,
        "last_day": written(answer.last_day) if answer.last_day else None,
        "basis": [str(one) for one in answer.basis],
        "explanation": answer.explanation,
        "flags": list(answer.flag_texts),
    }, answer.explanation


def _summary(args: argparse.Namespace) -> Answer:
    from shanzhi.law.fines import SUMMARY, Party, summary_obstacles

    found = summary_obstacles(Party(args.party), args.fine)
    answer = {"allowed": not found, "basis": [str(SUMMARY)], "obstacles": [one.as_json() for one in found]}
    return answer, "\n".join(map(str, found)) or f"可以当场处罚（{SUMMARY}）。"


def _add_books(commands: Commands) -> None:
    listing = add_command(commands, "list", "列出全部期限和法定数值", _list)
    listing.add_argument("--overlay", choices=OVERLAYS, default="general", help="按哪一套规定")
    show = add_command(commands, "show", "显示一个期限的规则", _show)
    show.add_argument("rule", metavar="RULE")
    show.add_argument("--overlay", choices=OVERLAYS, default="general", help="按哪一套规定")
    check = add_command(commands, "check", "核对引用的条文能否在已导入的法规文本中找到", _check)
    check.add_argument("statutes", type=Path, help="已导入法规文本的文件夹，一般是 SHANZHI_HOME/statutes")


def _check(args: argparse.Namespace) -> Answer:
    from shanzhi.law.cited import all_citations
    from shanzhi.law.statutes import TextStore

    found = TextStore(args.statutes).unresolved(all_citations())
    lines = [f"{one.citation}：{one.reason}" for one in found] or ["引用的条文全部能找到。"]
    return [{"citation": str(one.citation), "reason": one.reason} for one in found], "\n".join(lines)


def _list(args: argparse.Namespace) -> Answer:
    from shanzhi.law.rulebook import Overlay, all_rules

    rules = all_rules(Overlay(args.overlay))
    lines = (f"{one.id}  {one.name}  {one.length_label}  {'、'.join(map(str, one.basis))}" for one in rules)
    return [_as_json(one) for one in rules], "\n".join(lines)


def _show(args: argparse.Namespace) -> Answer:
    from shanzhi.law.rulebook import Overlay, rule

    one = rule(args.rule, Overlay(args.overlay))
    told = _as_json(one)
    names = {
        "name": "名称",
        "overlay": "适用",
        "length": "长度",
        "counted_from": "起算",
        "basis": "依据",
        "note": "说明",
    }
    lines = [f"{label}：{'、'.join(told[key]) if key == 'basis' else told[key]}" for key, label in names.items()]
    for extension in one.extensions:
        length = "合理期限" if extension.length is None else f"{extension.length}{one.unit.label}以内"
        lines.append(f"延长：{length}，由{extension.by}批准（{extension.basis}）")
    lines.extend(f"不计入：{'、'.join(pause.kinds)}（{pause.basis}）" for pause in one.pauses)
    return told, "\n".join(line for line in lines if not line.endswith("："))


def _as_json(one: Rule) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "overlay": one.overlay.label,
        "length": one.length_label,
        "counted_from": one.counted_from,
        "basis": [str(citation) for citation in one.basis],
        "side": one.side.value,
        "rolls": one.rolls.value,
        "note": one.note or one.none,
        "until": written(one.until) if one.until else None,
        "extensions": [
            {"up_to": extension.length, "by": extension.by, "basis": str(extension.basis)}
            for extension in one.extensions
        ],
        "pauses": [{"kinds": list(pause.kinds), "basis": str(pause.basis)} for pause in one.pauses],
    }

"""Which small change to a module of the law does no test notice? `python -m bench.mutants terms [tests …]`."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

import hypothesis
import pytest
import yaml  # noqa: F401  read before the fork, once for all

LAW = Path(__file__).resolve().parents[1] / "shanzhi" / "law"
TESTS = ("shanzhi/law/tests/test_{}*.py", "tests/law")
ROOT = LAW.parents[1]
COMPARE: Mapping[type[ast.cmpop], Sequence[type[ast.cmpop]]] = (
    {ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt)}
    | {ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,)}
    | {ast.In: (ast.NotIn,), ast.NotIn: (ast.In,)}
)
OPERATORS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
} | {ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
SECONDS = 20


def versions(node: ast.AST) -> Iterator[ast.AST]:
    """Every small change to one node."""
    match node:
        case ast.Constant():
            yield from values(node)
        case ast.If() | ast.IfExp() | ast.comprehension(ifs=[_, *_]) | ast.Return() | ast.Raise() | ast.Continue():
            yield from ways(node)
        case ast.Compare(ops=ops):
            for place, old in enumerate(ops):
                for new in COMPARE[type(old)]:
                    yield ast.Compare(node.left, [*ops[:place], new(), *ops[place + 1 :]], node.comparators)
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
            if len(node.values) == 2:
                yield from node.values
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            yield ast.BinOp(node.left, OPERATORS[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in OPERATORS:
            yield ast.AugAssign(node.target, OPERATORS[type(op)](), node.value)
            yield ast.Pass()
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield ast.Call(ast.Name(CALLS[name], ast.Load()), node.args, node.keywords)


def values(node: ast.Constant) -> Iterator[ast.AST]:
    """Another truth, one more and one less, another word; whole sentences are left alone."""
    match node.value:
        case bool(value):
            yield ast.Constant(not value)
        case int(value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case str(value) if "。" not in value:
            yield ast.Constant(f"另{value}")


def ways(node: ast.AST) -> Iterator[ast.AST]:
    """Conditions that always or never hold, answers that are not given, refusals that are not made."""
    match node:
        case ast.If():
            yield from (ast.If(ast.Constant(value), node.body, node.orelse) for value in (True, False))
        case ast.IfExp():
            yield from (ast.IfExp(ast.Constant(value), node.body, node.orelse) for value in (True, False))
        case ast.comprehension():
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Continue():
            yield ast.Pass()


SKIPPED = {"annotation", "returns", "decorator_list", "bases", "type_params"}


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node with where it hangs; not docstrings, annotations, decorators or the words of a message."""
    for name, value in ast.iter_fields(node):
        if name in SKIPPED:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            words = isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
            target = isinstance(child, ast.Assign) and "__" in ast.unparse(child.targets[0])
            if isinstance(child, ast.AST) and not (docstring or words or target):
                yield node, name, place, child
                yield from places(child)


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Every mutant, told in a line, with its tree; the tree is good until the next one is asked for."""
    tree = ast.parse(source)
    for parent, name, place, child in list(places(tree)):
        for changed in versions(child):
            line = getattr(child, "lineno", getattr(parent, "lineno", 0))
            before, after = (ast.unparse(one).split("\n")[0][:90] for one in (child, changed))
            put(parent, name, place, changed)
            yield f"{line}: {before}  ->  {after}", ast.fix_missing_locations(tree)
            put(parent, name, place, child)


def put(parent: ast.AST, name: str, place: int | None, child: ast.AST) -> None:
    if place is None:
        setattr(parent, name, child)
    else:
        getattr(parent, name)[place] = child


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves one module from a changed tree."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, LAW / f"{fullname.rsplit('.', 1)[1]}.py", loader=self)

    def exec_module(self, module: object) -> None:
        exec(compile(self.tree, module.__file__, "exec"), module.__dict__)  # type: ignore[attr-defined]


class Quick:
    """The tests' own profile gives way to one without shrinking."""

    def pytest_collection_finish(self) -> None:
        hypothesis.settings.load_profile("mutants")


def passes(tests: Sequence[str]) -> int:
    options = ["-x", "-q", "-p", "no:django", "-p", "no:cacheprovider", "--tb=no", f"--confcutdir={LAW}"]
    return int(pytest.main([*tests, *options], plugins=[Quick()]))


def survives(module: str, tree: ast.Module, tests: Sequence[str]) -> bool:
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # a day that never comes is noticed, too
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        sys.meta_path.insert(0, Changed(module, tree))
        code = 1
        try:
            code = passes(tests)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main() -> None:
    name, *tests = sys.argv[1:]
    tests = tests or [str(file.relative_to(ROOT)) for one in TESTS for file in sorted(ROOT.glob(one.format(name)))]
    hypothesis.settings.register_profile(
        "mutants",
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        database=None,
        derandomize=True,
        deadline=None,
        max_examples=40,
    )
    source = (LAW / f"{name}.py").read_text(encoding="utf-8")
    tally = {True: 0, False: 0}
    module = f"shanzhi.law.{name}"
    if passes(tests):
        sys.exit("The tests fail without any change.")
    for loaded in [one for one in sys.modules if one.split(".")[0] in ("shanzhi", "tests")]:
        del sys.modules[loaded]
    for sentence, tree in mutants(source):
        alive = survives(module, tree, tests)
        tally[alive] += 1
        if alive:
            print(f"{name}:{sentence}", flush=True)
    print(f"{name}: {sum(tally.values())} mutants, {tally[False]} killed, {tally[True]} alive", flush=True)


if __name__ == "__main__":
    main()

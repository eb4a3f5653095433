"""Does the house still stand as planned, where import-linter cannot see?"""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from shanzhi.config import scanning

from .ground import PACKAGE, ROOT, depth, layers, name_of, sources, tree

FORBIDDEN = {"utils", "helpers", "common", "misc", "base", "core", "manager", "managers", "service", "services", "lib"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 40
# Registry hosts, machine paths and private tools have no business in the repository.
NOT_HERE = re.compile(
    r"py[p]i\.org|python[h]osted|registry\.npm[j]s|npm[m]irror|deb\.debi[a]n|/wor[k]/(?:main|shared|\.)|/roo[t]/(?!0700)"
)


def test_every_folder_is_a_room() -> None:
    rooms = {room for layer in layers() for room in layer}
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders == rooms


def test_foreign_keys_point_down() -> None:
    faults = []
    for model in apps.get_models():
        if not model.__module__.startswith("shanzhi."):
            continue
        room = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            owned = getattr(field, "concrete", False) and target and target.__module__.startswith("shanzhi.")
            if owned and target._meta.app_label != room and depth(target._meta.app_label) <= depth(room):
                faults.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not faults


@pytest.mark.parametrize("path", list(sources()), ids=name_of)
def test_files_and_functions_stay_short(path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, f"{lines} lines: make a folder of it, split by noun"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # What a function does is measured, not how many keyword arguments it names.
            length = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert length <= MOST_FUNCTION_LINES, f"{node.name} has {length} lines"


def test_no_drawer_names() -> None:
    # Django finds a database backend by the module name "base" and no other.
    allowed = {PACKAGE / "config" / "postgres" / "base.py"}
    found = [path for path in sources() if path.stem in FORBIDDEN or path.parent.name in FORBIDDEN]
    assert not [name_of(path) for path in found if path not in allowed]


@pytest.mark.parametrize("path", list(sources()), ids=name_of)
def test_every_module_says_which_question_it_answers(path) -> None:
    if path.name not in {"urls.py", "apps.py", "wsgi.py"} and path.stat().st_size:
        assert ast.get_docstring(tree(path)), "module docstring missing"


def test_templates_and_scripts_stay_short() -> None:
    long = [
        name_of(path)
        for pattern in ("*.html", "*.css", "*.js")
        for path in PACKAGE.rglob(pattern)
        if "vendor" not in path.parts and path.read_text(encoding="utf-8").count("\n") > MOST_LINES
    ]
    assert not long


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [
        f"{model._meta.label}: {model._meta.verbose_name}"
        for model in apps.get_models()
        if model.__module__.startswith("shanzhi.") and f"| {model._meta.verbose_name} |" not in glossary
    ]
    assert not missing


def test_county_rows_carry_their_county() -> None:
    """Whoever has no county of its own hangs on a row that has one."""
    lonely = []
    for model in apps.get_models():
        if not model.__module__.startswith("shanzhi.") or model._meta.app_label in {"ledger"}:
            continue
        names = {field.name for field in model._meta.get_fields()}
        hangs = any(
            getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False) for field in model._meta.fields
        )
        if "county" not in names and not hangs:
            lonely.append(model._meta.label)
    assert set(lonely) <= {"registry.County", "identity.FailedSignIn"}


def test_no_place_of_a_county_in_code() -> None:
    """A county's names are data (P21)."""
    names = re.compile("常山|徐村|金川|衢州|330822")
    faults = [
        name_of(path)
        for path in [*sources(), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.js")]
        if path.is_relative_to(PACKAGE / "config" / "sample") is False
        and names.search(path.read_text(encoding="utf-8"))
    ]
    assert not faults


def test_nothing_private_is_in_the_repository() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    faults = []
    for file in files:
        path = ROOT / file
        if (
            not file
            or not path.is_file()
            or path.suffix in {".png", ".jpg", ".pdf", ".woff2"}
            or path == ROOT / "tests/house/test_rooms.py"
        ):
            continue
        if found := NOT_HERE.search(path.read_text(encoding="utf-8", errors="replace")):
            faults.append(f"{file}: {found.group()}")
    assert not faults


def test_no_silencing_without_a_reason() -> None:
    """A rule switched off on a line says which rule."""
    bare = re.compile(r"#\s*noqa(?!:)|#\s*type:\s*ignore(?!\[)")
    assert not [name_of(path) for path in sources() if bare.search(path.read_text(encoding="utf-8"))]


def test_no_key_and_no_identity_number_is_in_the_repository() -> None:
    assert not scanning.scan(scanning.tracked())


def test_no_import_is_excused_from_the_contracts() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_room_with_views_is_under_the_contract_inside_rooms() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    under = {room for contract in contracts for room in contract.get("containers", [])}
    with_views = {f"shanzhi.{path.parent.name}" for path in PACKAGE.glob("*/views*") if path.parent.name != "web"}
    assert with_views <= under


def test_actions_take_their_doer_by_name() -> None:
    """A public action takes keyword-only arguments (house.md, Names)."""
    faults = []
    for path in sources():
        parts = path.relative_to(PACKAGE).parts
        if len(parts) < 2 or Path(parts[1]).stem != "actions":
            continue
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_atomic(node):
                recording = "record(" in ast.unparse(node)
                if recording and "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                    faults.append(f"{name_of(path)}: {node.name} does not say who does it")
                if node.args.args:
                    faults.append(f"{name_of(path)}: {node.name} takes {node.args.args[0].arg} by position")
    assert not faults


def _is_atomic(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_nothing_is_wired_by_signals_or_by_saving() -> None:
    faults = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if re.search(r"@receiver\b|\bpost_save\b|\bpre_save\.connect\b|post_delete\b", text):
            faults.append(name_of(path))
        for node in ast.walk(tree(path)):
            is_model = isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases)
            if is_model and "models" in path.stem + path.parent.name:
                faults += [
                    f"{name_of(path)}: {node.name}.save"
                    for part in node.body
                    if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}
                ]
    assert not faults

"""Do rooms compose instead of styling, and does nothing slip past the security policy?"""

import re
from pathlib import Path

import pytest

SHANZHI = Path(__file__).resolve().parents[2]
STYLES = sorted((SHANZHI / "web/static/web").glob("*.css"))
SCRIPTS = sorted((SHANZHI / "web/static/web").glob("*.js"))
TEMPLATES = sorted(SHANZHI.glob("*/templates/**/*.html"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgba?\(|\bhsla?\(")


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_and_pixels_stand_in_the_tokens_only(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    declared = re.findall(r"[{;]\s*([\w-]+\s*:[^;{}]+)", text)
    assert [line for line in declared if re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\d(\.\d+)?px\b", line)] == []


def test_the_sheets_together_stay_small() -> None:
    assert sum(len(path.read_text().splitlines()) for path in STYLES) <= 1500
    assert max(len(path.read_text().splitlines()) for path in STYLES) <= 400


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_stay_small_and_evaluate_nothing(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 150
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SHANZHI)))
def test_templates_carry_no_style_no_script_and_no_handlers(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "handler attribute"
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text), "inline script"
    assert not re.search(r"javascript:", text), "javascript address"
    assert not re.search(r"[\"':\s]#[0-9a-fA-F]{6}\b", text), "colour"

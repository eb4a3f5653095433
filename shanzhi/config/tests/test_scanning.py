"""What must never be published is found before it is committed."""

from pathlib import Path

import pytest

from shanzhi.config import scanning


def identity_number(first: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first, scanning.WEIGHTS, strict=True))
    return first + scanning.CHECK_CHARACTERS[total % 11]


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
        "key = " + "AKIA" + "ABCDEFGHIJKLMNOP",
        "postgresql://county:" + "hunter2@db.example.org/x",
        "身份证号：" + identity_number("11010119900307123"),
    ],
)
def test_keys_and_identity_numbers_are_found(line: str) -> None:
    assert [number for number, _ in scanning.findings(f"first\n{line}\n")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "event 330000199003071230 " + "1" * 4,
        "postgresql://serving@host/db",
        "00000000-0000-7000-8000-000000000000",
        "a digest 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
    ],
)
def test_ordinary_numbers_and_addresses_pass(line: str) -> None:
    assert not list(scanning.findings(line))


def test_finding_names_file_and_line_but_not_the_secret(tmp_path: Path) -> None:
    secret = identity_number("11010119900307123")
    file = tmp_path / "x.txt"
    file.write_text(f"\n{secret}\n")
    assert scanning.scan([file]) == [f"{file}:2: 身份证号码"]

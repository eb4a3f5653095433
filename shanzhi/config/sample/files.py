"""What stands in the sample county's files?"""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "sample"


class NoSampleFiles(FileNotFoundError):
    """The sample county's files do not stand beside the package."""


@cache
def read_yaml(name: str) -> Any:
    """Return what a file says."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with _open(f"{name}.yaml") as file:
        return yaml.load(file, Loader=loader)


def read_areas() -> list[dict[str, str]]:
    """Return the rows of areas.csv, wholes before their parts."""
    with _open("areas.csv") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return sorted(rows, key=lambda row: (len(row["code"]), row["code"]))


def read_outlines() -> dict[str, dict[str, Any]]:
    """Return the outline of each town by its code."""
    with _open("townships.geojson") as file:
        return {item["properties"]["code"]: item["geometry"] for item in json.load(file)["features"]}


def _open(name: str) -> Any:
    path = FOLDER / name
    if not path.is_file():
        raise NoSampleFiles(f"找不到示例县文件 {name}：示例县随源码提供，请在完整的代码目录里运行。")
    return path.open(encoding="utf-8", newline="")

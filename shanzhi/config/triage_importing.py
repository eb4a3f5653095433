"""How does a first model come in from the command line: a labelled file to learn from, or a model learned elsewhere?"""

import json
import sys
from pathlib import Path

from shanzhi.dispatch import actions
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.queries import default_county

from .commands import CommandFault


def run(path: Path | None) -> int:
    """Keep a new version, not in force; exit code 1 when nothing came of it."""
    if path is None or not path.is_file():
        raise CommandFault(f"没有找到文件 {path or ''}：shanzhi import triage 已标注的.csv 或者 模型.npz")
    county, data = default_county().code, path.read_bytes()
    try:
        if path.suffix == ".npz":
            row = actions.keep_model(county=county, file_name=path.name, data=data, by=SYSTEM)
        else:
            asked = actions.ask_training(county=county, file_name=path.name, data=data, by=SYSTEM)
            row = actions.train(model_id=asked.pk)
    except actions.NotAllowed as refusal:
        print("；".join(f"{found}{found.remedy}" for found in refusal.obstacles), file=sys.stderr)
        return 1
    if row.fault:
        print(row.fault, file=sys.stderr)
        return 1
    print(f"{row}已存为备用，请在“智能分拨”页上启用。{json.dumps(row.figures, ensure_ascii=False)}")
    return 0

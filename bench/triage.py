"""How right and how fast is the triage on the given messages (by fold) and events (by time)?"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from shanzhi.dispatch.triage.evaluate import evaluate, without_twins
from shanzhi.dispatch.triage.model import Model
from shanzhi.dispatch.triage.reading import events, messages
from shanzhi.dispatch.triage.routing import evaluate_routing

SHARED = Path(os.environ.get("SHANZHI_SHARED", "../shared")) / "data"


def main(folds: int = 5) -> None:
    """`python -m bench.triage [folds]`"""
    _folds(folds)
    raw = messages(SHARED / "messages" / "dev_labelled_messages.csv")
    _size_and_speed(Model.train(messages(SHARED / "messages" / "train_segmented.csv.gz") + raw), [m.text for m in raw])
    found = sorted(events(SHARED / "events" / "events_8000.csv"), key=lambda event: event["create_time"])
    for share in (0.7, 0.8, 0.9):
        cut = int(len(found) * share)
        _tell(f"events, last {1 - share:.0%} by time", evaluate_routing(found[:cut], found[cut:]))


def _folds(folds: int) -> None:
    """Cut texts by fold; the raw sample by fold, with its twins in the training and without."""
    cut = messages(SHARED / "messages" / "train_segmented.csv.gz")
    raw = messages(SHARED / "messages" / "dev_labelled_messages.csv")
    for part in np.array_split(np.random.default_rng(1).permutation(len(cut)), 10)[:folds]:
        chosen = set(part.tolist())
        test = [cut[i] for i in chosen]
        rest = [message for i, message in enumerate(cut) if i not in chosen] + raw
        _tell("cut, a tenth held out", evaluate(Model.train(without_twins(rest, test)), test))
    for part in np.array_split(np.random.default_rng(1).permutation(len(raw)), folds):
        chosen = set(part.tolist())
        test = [raw[i] for i in chosen]
        rest = cut + [message for i, message in enumerate(raw) if i not in chosen]
        _tell("raw, twins removed", evaluate(Model.train(without_twins(rest, test)), test))


def _size_and_speed(model: Model, texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        model.save(file)
        size = file.stat().st_size
    model.suggest(texts[0])
    took = []
    for text in texts[:200]:
        begun = time.perf_counter()
        best = model.suggest(text)[0]
        model.telling_words(text, best.label)
        took.append(1000 * (time.perf_counter() - begun))
    _tell(
        "size and speed", {"bytes": size, "ms_median": float(np.median(took)), "ms_p95": float(np.quantile(took, 0.95))}
    )


def _tell(what: str, found: dict) -> None:
    print(json.dumps({"what": what, **found}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

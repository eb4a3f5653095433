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
from shanzhi.dispatch.triage.reading import Message, events, messages
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
    """Every cut text once held out, near copies left in the training and taken out; the raw sample likewise without copies."""
    cut = messages(SHARED / "messages" / "train_segmented.csv.gz")
    raw = messages(SHARED / "messages" / "dev_labelled_messages.csv")
    _each_fold("cut, near copies in the training", cut, [], folds, twins=True)
    _each_fold("cut, no near copies", cut, [], folds, twins=False)
    _each_fold("raw, no near copies", raw, cut, folds, twins=False)


def _each_fold(what: str, tested: list[Message], always: list[Message], folds: int, twins: bool) -> None:
    scores = []
    for part in np.array_split(np.random.default_rng(1).permutation(len(tested)), folds):
        chosen = set(part.tolist())
        test = [tested[i] for i in chosen]
        train = always + [message for i, message in enumerate(tested) if i not in chosen]
        begun = time.process_time()
        model = Model.train(train if twins else without_twins(train, test))
        took = time.process_time() - begun
        found = evaluate(model, test)
        scores.append((found["macro_f1"], found["accuracy"], found["top3"]))
        _tell(what, found | {"trained": len(train), "training_seconds": round(took, 1)})
    mean, spread = np.mean(scores, axis=0).round(4).tolist(), np.std(scores, axis=0).round(4).tolist()
    _tell(f"{what}: mean and spread of macro-F1, accuracy, top-3", {"mean": mean, "spread": spread})


def _size_and_speed(model: Model, texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        model.save(file)
        size = file.stat().st_size
    model.suggest(texts[0])
    took = []
    for text in texts[:200]:
        begun = time.process_time()
        best = model.suggest(text)[0]
        model.reasons(text, best.label)
        took.append(1000 * (time.process_time() - begun))
    _tell(
        "size and speed", {"bytes": size, "ms_median": float(np.median(took)), "ms_p95": float(np.quantile(took, 0.95))}
    )


def _tell(what: str, found: dict) -> None:
    print(json.dumps({"what": what, **found}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

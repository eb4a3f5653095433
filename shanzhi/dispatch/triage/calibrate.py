"""How much is a lead in score worth, judged on texts the scoring had not seen?"""

from collections import Counter
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.svm import LinearSVC

from .memory import AGAIN, Memory

FOLDS = 3
ENOUGH, WORK = 9000, 90_000  # texts the judgement is learned from; fewer if there are many labels, each of which costs
STIFF = 1e-4  # what an offset costs: few texts cannot move a label far
SLIP = 0.8  # lead in score of another label from which the given label is not learned from


def fit(signs: Any, answers: Any, classes: int) -> tuple[Any, Any]:
    learner = LinearSVC(C=0.7, class_weight="balanced", random_state=0).fit(signs, answers)
    slopes, offsets = learner.coef_, learner.intercept_
    if len(learner.classes_) == 2:
        slopes, offsets = np.vstack([-slopes, slopes]), np.hstack([-offsets, offsets])
    full, rest = np.zeros((classes, signs.shape[1]), dtype=np.float32), np.full(classes, -9.0, dtype=np.float32)
    full[learner.classes_], rest[learner.classes_] = slopes, offsets
    return full, rest


def judged_by_others(signs: Any, answers: Any, classes: int, memory: Memory) -> tuple[Any, Any]:
    """Which texts, and how a scoring learned on the others scores them.
    A text with a copy among the others is left out: knowing it again is not judging."""
    order = np.random.default_rng(0).permutation(len(answers))[: min(ENOUGH, WORK // classes)]
    alone = order[~_copied(memory, order)]
    which, found = [], []
    for held in np.array_split(alone, FOLDS):
        rest = np.setdiff1d(order, held)
        if len(held) and len(Counter(answers[rest].tolist())) > 1:
            slopes, offsets = fit(signs[rest], answers[rest], classes)
            which.append(held)
            found.append(np.asarray(signs[held] @ slopes.T + offsets))
    if not found:
        return np.empty(0, dtype=int), np.empty((0, classes))
    return np.concatenate(which), np.vstack(found)


def contradicted(scores: Any, truth: Any) -> Any:
    """Where all the other texts speak so clearly for another label that the given one is probably a slip."""
    rows = np.arange(len(truth))
    others = scores.copy()
    others[rows, truth] = -np.inf
    return others.max(axis=1) - scores[rows, truth] >= SLIP


def learned_chances(scores: Any, truth: Any) -> tuple[float, Any]:
    """The factor from scores to chances, and what each label's score is short by (a label may be named too seldom)."""
    labels = scores.shape[1]
    if not len(truth):
        return 1.0, np.zeros(labels)
    given = np.eye(labels)[truth]

    def loss(guess: Any) -> tuple[float, Any]:
        chances = softmax(scores * guess[0] + guess[1:])
        short = (chances - given) / len(truth)
        slope = np.r_[(short * scores).sum(), short.sum(axis=0) + 2 * STIFF * guess[1:]]
        return float(-np.log((chances * given).sum(axis=1) + 1e-9).mean() + STIFF * (guess[1:] ** 2).sum()), slope

    bounds = [(0.5, 12.0), *[(-2.0, 2.0)] * labels]
    best = minimize(loss, np.r_[4.0, np.zeros(labels)], jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(best[0]), best[1:] / best[0]


def softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _copied(memory: Memory, order: Any) -> Any:
    """Which of the texts have a near copy among the others."""
    rows = memory.rows[order]
    copied = np.zeros(len(order), dtype=bool)
    for begin in range(0, len(order), 1000):
        like = (rows[begin : begin + 1000] @ rows.T).tocoo()
        other = (like.data >= AGAIN) & (like.row + begin != like.col)
        copied[like.row[other] + begin] = True
    return copied

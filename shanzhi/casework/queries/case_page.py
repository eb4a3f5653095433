"""Everything the page of one case shows, in a constant number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from shanzhi.dossier.models import Document, Evidence
from shanzhi.dossier.queries import documents_of
from shanzhi.identity.queries import names_of
from shanzhi.law import limits
from shanzhi.law.citation import BadCitation, Citation
from shanzhi.law.limits import END_OF_DAY, SHANGHAI
from shanzhi.law.obstacle import Obstacle
from shanzhi.registry.queries import calendar_of, county_named

from .. import rules
from ..models import CaseStep, PenaltyCase, Remedy
from ..rules import CaseFacts
from ..rules.verbs import citations_of
from .amounts import Needed, discussion_needed, hearing_needed, review_needed
from .deadlines import Deadline, deadlines_of
from .facts import Rows, doer_of, facts_of
from .reading import cases_of_party, holds
from .remedies import remedies_of_case

MOST_OTHER_CASES = 20


@dataclass(frozen=True)
class Choice:
    """A verb the user may choose here, with what stands in its way."""

    verb: rules.Verb
    obstacles: list[Obstacle]

    @property
    def blocked(self) -> bool:
        return bool(self.obstacles)


@dataclass(frozen=True)
class Entry:
    """A line of the legal timeline: done (solid), now, or due (hollow)."""

    title: str
    text: str = ""
    at: date | datetime | None = None
    by: str = ""
    basis: tuple[Citation, ...] | str = ""
    state: str = "done"


@dataclass
class CasePage:
    """The page's facts."""

    case: PenaltyCase
    facts: CaseFacts
    rows: Rows
    next_step: Choice | None
    ahead: Choice | None
    awaited: rules.Verb | None
    choices: list[Choice]
    others: list[Choice]
    deadlines: list[Deadline]
    light: limits.Light | None
    entries: list[Entry]
    documents: list[Document]
    may_finish: bool
    evidence: list[Evidence]
    remedies: list[Remedy]
    other_cases: list[PenaltyCase]
    hearing: Needed
    review: Needed
    discussion: Needed
    names: dict[uuid.UUID, str]


def choices_for(case: PenaltyCase, facts: CaseFacts, user: Any) -> list[Choice]:
    """Return the verbs of this step the user may think of, with what stands in the way of each."""
    doer, found, covered = doer_of(user), [], {}
    for verb in rules.open_verbs(case.step):
        if verb.permission not in covered:
            covered[verb.permission] = holds(user, verb.permission, case)
        if covered[verb.permission]:
            found.append(Choice(verb, rules.obstacles(verb.verb, facts, doer)))
    return found


def case_page(case: PenaltyCase, user: Any, *, today: date | None = None) -> CasePage:
    """Return the facts of the page for this user."""
    day = today or timezone.localdate()
    rows = Rows.of(case)
    facts = facts_of(case, on=day, rows=rows)
    choices = choices_for(case, facts, user)
    wanted = rules.next_verb(facts)
    primary = next((one for one in choices if one.verb.verb == wanted), None)
    others = [one for one in choices if one is not primary]
    deadlines = deadlines_of(case, rows, today=day)
    history = list(CaseStep.objects.filter(case=case))
    names = names_of(one.by_id for one in history)
    heard = bool(rows.hearing and rows.hearing.state == "reported")
    return CasePage(
        case=case,
        facts=facts,
        rows=rows,
        next_step=primary,
        ahead=_ahead(facts, wanted, user),
        awaited=rules.BY_VERB[wanted] if wanted else None,
        choices=choices,
        others=[one for one in others if not one.blocked],
        deadlines=deadlines,
        light=_light(case, deadlines),
        entries=[*_coming(deadlines), *_past(history, names)],
        documents=list(documents_of(case)),
        may_finish=holds(user, "dossier.seal_document", case),
        evidence=list(Evidence.objects.filter(subject_id=case.pk).order_by("no")),
        remedies=remedies_of_case(case.pk),
        other_cases=list(cases_of_party(case.party, without=case.pk)[:MOST_OTHER_CASES]),
        hearing=hearing_needed(case, rows.proposal),
        review=review_needed(case, rows.proposal, heard=heard),
        discussion=discussion_needed(case, rows.proposal),
        names=names,
    )


def _ahead(facts: CaseFacts, wanted: str | None, user: Any) -> Choice | None:
    """The way out of the present step with everything that still stands before it; nothing when it is the next step."""
    forward = rules.forward_verb(facts)
    no_penalty = facts.proposal in ("no_penalty", "dropped") and forward == "notify_party"
    if forward is None or forward == wanted or no_penalty:
        return None
    found = rules.obstacles(forward, facts, doer_of(user))
    return Choice(rules.BY_VERB[forward], found) if found else None


def _light(case: PenaltyCase, deadlines: Sequence[Deadline]) -> limits.Light | None:
    if not deadlines:
        return None
    at = datetime.combine(deadlines[0].on, END_OF_DAY, SHANGHAI)
    return limits.light(at, timezone.now(), calendar=calendar_of(county_named(case.county)))


def _coming(deadlines: Sequence[Deadline]) -> list[Entry]:
    return [
        Entry(one.name, one.explanation, one.on, basis=one.citations, state="due") for one in reversed(list(deadlines))
    ]


def _articles(text: str) -> tuple[Citation, ...] | str:
    """Return the articles of a step, so that each opens its text; a basis that is no article stays as written."""
    try:
        return citations_of(text)
    except BadCitation:
        return text


def _past(history: Sequence[CaseStep], names: dict[uuid.UUID, str]) -> list[Entry]:
    lines = []
    for one in sorted(history, key=lambda row: (row.on, row.at), reverse=True):
        by = names.get(one.by_id, "系统") if one.by_id else "系统"
        lines.append(Entry(one.title, one.words, one.on, by, _articles(one.basis)))
    return lines

"""What groups wait for before the freeze: decisions, answers to appeals, changes of ballot texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from pb.people.queries import coming
from pb.programme.rules.chores import Chore, ChoreKind
from pb.projects.models import Project
from pb.projects.queries import (
    all_to_assess,
    applications_with_texts,
    bases_of_decisions,
    eligible_of,
    text_stands_of,
    translations_in,
    who_answers_appeal,
    writers_of,
)
from pb.projects.rules.appeals import ANSWER_TOGETHER
from pb.projects.rules.text_answers import TextStands
from pb.projects.rules.translations import is_of
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.rules import Phase


def of_groups(round_: Round, at: Phase) -> Iterator[Chore]:
    """The same, of applications that were sent."""
    if at not in (Phase.APPLYING, Phase.ASSESSING):
        return
    sent = applications_with_texts(round_.id)
    if at == Phase.APPLYING and (undecided := all_to_assess(round_).undecided):
        yield Chore(ChoreKind.DECIDE, len(undecided))
    yield from _appeals(round_, [each for each in sent if each.open_appeal])
    yield from _texts_to_check(round_, at, sent)
    yield from _translations(round_, sent)
    for each in eligible_of(sent):
        if text_stands_of(round_, each) == TextStands.CHANGE_ASKED:
            yield Chore(ChoreKind.CHANGE_TEXT, where=each.title, address={"project_id": each.id})


def _texts_to_check(round_: Round, at: Phase, sent: list[Project]) -> Iterator[Chore]:
    """Texts that wait for a second person while something else is what is due in the round."""
    texts = [each.ballot_text for each in eligible_of(sent)]
    waiting = [text for text in texts if text and text.approved_at is None]
    if not waiting:
        return
    found = all_to_assess(round_)
    is_other_due = found.undecided or found.by_one or found.for_second or None in texts
    if at == Phase.APPLYING or is_other_due:
        wrote = list(writers_of(waiting).values())
        besides = frozenset(set.intersection(*map(set, wrote)) if wrote else ())
        yield Chore(ChoreKind.CHECK_TEXTS, len(waiting), besides=besides)


def _translations(round_: Round, sent: list[Project]) -> Iterator[Chore]:
    """Of each project those that wait for a second person, and those whose English words are others now."""
    texts = {each.id: each.ballot_text for each in eligible_of(sent)}
    waiting, old = defaultdict[int, list[frozenset[int]]](list), Counter[int]()
    for each in translations_in(round_.id):
        if not is_of(each, texts.get(each.project_id)):
            old[each.project_id] += 1
        elif each.approved_by is None:
            waiting[each.project_id].append(frozenset(each.written_by_any_of))
    for project_id, text in texts.items():
        if text is None:
            continue
        at: dict[str, Any] = {"where": text.title, "address": {"project_id": project_id}}
        if wrote := waiting[project_id]:
            yield Chore(ChoreKind.CHECK_TRANSLATIONS, len(wrote), besides=frozenset.intersection(*wrote), **at)
        if many := old[project_id]:
            yield Chore(ChoreKind.CHANGE_TRANSLATIONS, many, **at)


def _appeals(round_: Round, appealed: list[Project]) -> Iterator[Chore]:
    if not appealed:
        return
    now, too_few = bases_of_decisions(round_.id), 0
    for each in appealed:
        who = who_answers_appeal(each, now)
        too_few = max(too_few, ANSWER_TOGETHER - len(who))
        if who:  # else nobody can: they are to be invited first
            besides = frozenset({each.proposal.made_by} if each.proposal else ())
            address = {"project_id": each.id}
            yield Chore(
                ChoreKind.ANSWER_APPEAL, where=each.title, address=address, people=frozenset(who), besides=besides
            )
    if too_few > 0 and (to_invite := too_few - coming(STEERING)) > 0:
        yield Chore(ChoreKind.INVITE_ANSWERERS, to_invite)

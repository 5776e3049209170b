"""The frozen ballot of a round, its calendar as it is now, and what cannot be cast on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import exists, select

from pb.catalogues import ENGLISH
from pb.database import db
from pb.projects.queries import (
    LineAsRead,
    ballot_lines,
    corrections_in,
    how_often_corrected,
    line_translations,
    media_hashes,
)
from pb.refusals import Refusal
from pb.rounds.models import Decision, Round
from pb.rounds.queries import decisions_of, named_pots, points_of
from pb.rounds.rules import withdrawn_projects
from pb.voting.models import Turnout
from pb.voting.rules.choices import choices_error
from pb.voting.rules.frozen_ballot import BallotPot, BallotProject, FrozenBallot, TranslatedWords
from pb.voting.rules.sealing import Choices
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.words import Sentence


@dataclass(frozen=True)
class FrozenDates:
    """A frozen ballot's calendar with the decisions that are in force now; what ``pb.rounds.rules`` asks for."""

    ballot: FrozenBallot
    decisions: tuple[Decision, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ballot, name)


def frozen_ballot(round_id: int) -> FrozenBallot | None:
    """The frozen ballot of a round; None while it is not frozen."""
    ballots = _kept("pb_frozen_ballots")
    kept = ballots.get(round_id)
    if kept is not None and not texts_may_change(round_id):
        return kept
    has_begun = db.session.scalar(select(exists().where(Turnout.round_id == round_id)))
    if kept is None or how_often_corrected(round_id) != kept.corrected:
        round_ = db.session.get(Round, round_id)
        if round_ is None or round_.frozen_at is None:
            return None
        ballots[round_id] = kept = _read(round_)
    if has_begun and not db.session().info.get("writing"):  # what is being written may be taken back
        _kept("pb_final_ballots")[round_id] = True
    return kept


def texts_may_change(round_id: int) -> bool:
    """Whether another process may yet correct a text of this ballot. Once somebody has voted a guard refuses it
    (``corrected_before_the_first_vote``), for ever: then the database is not asked any more.
    """
    return round_id not in _kept("pb_final_ballots")


def _kept(name: str) -> dict[int, Any]:
    return current_app.extensions.setdefault(name, {})


def corrected_since(ballot: FrozenBallot, corrected: int) -> list[int]:
    """The numbers of the projects whose words were corrected since a page showed this ballot."""
    changed = {each.project_id for each in corrections_in(ballot.round_id)[corrected:]}
    return [line.number for line in ballot.lines if line.project_id in changed]


def require_frozen_ballot(round_id: int, next_step: Sentence | str = "") -> FrozenBallot:
    """The frozen ballot of a round. Refuses before the freeze; ``next_step`` says what to do then."""
    ballot = frozen_ballot(round_id)
    if ballot is None:
        raise Refusal(NOT_FROZEN_YET, next_step)
    return ballot


def _read(round_: Round) -> FrozenBallot:
    corrected = how_often_corrected(round_.id)  # first: words that are newer than their number are read once more
    lines = ballot_lines(round_.id)
    media, pots = media_hashes(lines), named_pots(round_)
    translations = _translations(round_.id, {line.number for line in lines if line.corrected_by})
    fields = {
        name: getattr(round_, name)
        for name in FrozenBallot.__dataclass_fields__
        if name not in ("round_id", "corrected", "lines", "pots", "lists")
    }
    fields |= {"any_number": bool(round_.any_number), "points_to_share": points_of(round_)}
    fields["rotation"] = bool(round_.rotation)
    fields["max_choices"] = len(lines) if round_.any_number else round_.max_choices
    return FrozenBallot(
        pots=tuple(
            BallotPot(pot.id, pots.get(pot.id, ""), pot.amount_pence, pot.min_choices, pot.max_choices)
            for pot in round_.pots
        ),
        round_id=round_.id,
        corrected=corrected,
        lines=tuple(
            BallotProject(
                number=line.number,
                project_id=line.project_id,
                pot_id=line.pot_id,
                pot=pots.get(line.pot_id, ""),
                title=line.title,
                body=line.body,
                cost_pence=line.cost_pence,
                picture=media.get(line.picture_id),
                picture_alt=line.picture_alt,
                sound=media.get(line.sound_id),
                translations=_with_english(line, translations[line.number]),
            )
            for line in lines
        ),
        **fields,
    )


def _translations(round_id: int, corrected: Collection[int]) -> dict[int, list[TranslatedWords]]:
    found: dict[int, list[TranslatedWords]] = defaultdict(list)
    for each in line_translations(round_id, corrected):
        found[each.number].append(TranslatedWords(each.language, each.title, each.body, each.picture_alt))
    return found


def _with_english(line: LineAsRead, others: list[TranslatedWords]) -> tuple[TranslatedWords, ...]:
    english = TranslatedWords(ENGLISH, line.title, line.body, line.picture_alt)
    return (english, *others) if others else ()


def dates_of(ballot: FrozenBallot) -> FrozenDates:
    """The calendar of a frozen round as it is now, extensions included."""
    return FrozenDates(ballot, tuple(decisions_of(ballot.round_id)))


def withdrawn_numbers(ballot: FrozenBallot) -> frozenset[int]:
    """Numbers of projects that two people have withdrawn since the freeze."""
    withdrawn = withdrawn_projects(dates_of(ballot))
    return frozenset(line.number for line in ballot.lines if line.project_id in withdrawn)


def choices_error_now(ballot: FrozenBallot, choices: Choices) -> Sentence | None:
    """Why ``choices`` cannot be cast on this ballot; None when they can. Only what is too little asks what was
    withdrawn.
    """
    parts = ballot.rules.parts
    is_short = any(len(part.of(choices)) < part.least for part in parts)
    return choices_error(ballot.rules, choices, withdrawn_numbers(ballot) if is_short else ())

"""Proposals of one person that wait for another, and those to which nobody can agree any longer."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.results.models import Signature
from pb.results.queries.corrections import final_publication_of
from pb.results.rules.sentences import NO_MORE_DECISIONS, SIGNED_IS_NOT_ABANDONED
from pb.rounds.models import Decision, Round
from pb.rounds.rules import extension_error, proposed, undo_error
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.queries import box_opening_of
from pb.words import Sentence
from pb.words import lazy_gettext as _l

OPENED_SINCE = _l("The ballot box has been opened since, so nobody can agree to this now.")


def waiting_proposals(round_: Round) -> list[Decision]:
    """Those to which another person can still agree, oldest first."""
    gone = lapsed_proposals(round_)
    return [each for each in _proposed(round_) if each.id not in gone]


def lapsed_proposals(round_: Round) -> dict[int, Sentence]:
    """Why nobody can agree to a proposal any longer, by decision id. The acts and guards that refuse it are the judges; this
    says so before somebody presses.
    """
    waiting = _proposed(round_)
    if not waiting:
        return {}
    over = ROUND_IS_ABANDONED if round_.abandonment else None
    if over is None and final_publication_of(round_.id):
        over = NO_MORE_DECISIONS
    found = {each.id: over or _TOO_LATE.get(each.kind, _in_time)(round_, each) for each in waiting}
    return {id_: sentence for id_, sentence in found.items() if sentence}


def signed_error(round_id: int) -> Sentence | None:
    """Why a round with a signed result is not abandoned; None while nobody has signed."""
    signed = db.session.scalar(select(Signature.round_id).where(Signature.round_id == round_id).limit(1))
    return SIGNED_IS_NOT_ABANDONED if signed else None


def _proposed(round_: Round) -> list[Decision]:
    ids = {each.id for each in proposed(round_)}
    return [each for each in round_.decisions if each.id in ids]


def _in_time(_round: Round, _decision: Decision) -> None:
    return None


def _late_extension(round_: Round, decision: Decision) -> Sentence | None:
    if box_opening_of(round_.id):
        return OPENED_SINCE
    assert decision.voting_closes_at and decision.post_closes_at  # a constraint of the table
    return extension_error(round_, decision.voting_closes_at, decision.post_closes_at, clock.now())


def _late_undoing(round_: Round, decision: Decision) -> Sentence | None:
    opening, undone = box_opening_of(round_.id), undone_by(round_, decision)
    if opening and undone.kind != "stand_in" and undone.agreed_at and undone.agreed_at < opening.opened_at:
        return OPENED_SINCE
    return undo_error(round_, undone, clock.now())


#: Why a proposal of this kind is too late, or None; the others wait until the publication.
_TOO_LATE: dict[str, Callable[[Round, Decision], Sentence | None]] = {
    "abandon": lambda round_, _decision: signed_error(round_.id),
    "extend": _late_extension,
    "undo": _late_undoing,
}


def undone_by(round_: Round, undo: Decision) -> Decision:
    """The decision that ``undo`` undoes, or would."""
    return next(each for each in round_.decisions if each.id == undo.undoes_id)


def changes_the_result(round_: Round, decision: Decision) -> bool:
    """Whether other projects could win once two people have agreed to it: one is withdrawn, or put back."""
    return decision.kind == "withdraw" or (decision.kind == "undo" and undone_by(round_, decision).kind == "withdraw")

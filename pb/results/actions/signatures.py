"""Signing a count."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.guards import is_taken
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.public_times import require_not_final
from pb.results.models import Count, Signature
from pb.results.queries.corrections import waits_for_new_count
from pb.results.queries.counts import latest_count, signatures_of
from pb.results.queries.departures import agreed_departures, decided_fingerprint
from pb.results.queries.elections import ballots_of, is_up_to_date, require_ballots_as_opened
from pb.results.queries.objections import objections_wait
from pb.results.queries.paper_checks import papers_wait
from pb.results.rules.objections import ANSWER_THEM, OBJECTIONS_FIRST
from pb.results.rules.sentences import (
    ALREADY_PUBLISHED,
    CHECK_THE_PAPERS,
    COUNT_IS_NOT_VALID,
    COUNT_THE_VOTES_AGAIN,
    ONLY_MEMBERS_SIGN,
    PAPERS_NOT_CHECKED,
)
from pb.roles import STEERING, Actor
from pb.rounds.actions import require_member, require_unused_seat
from pb.rounds.models import Round
from pb.words import lazy_gettext as _l

RESULT_SIGNED = Act("result.signed", _l("signed the result"), only=(STEERING,), people=2, impartial=True)


def sign(by: Actor, round_: Round, shown: str) -> None:
    """A steering group member signs the count whose hash they were ``shown``, or the fingerprint of what is decided beside it.

    Refuses other roles, a second signature of the same person, a count that is not the stored one (guard
    `signed_what_was_shown`), decisions that they were not shown (`signed_what_was_decided`), and a count whose inputs have
    changed. The view asks for the password again before this is called.
    """
    with acting(by, RESULT_SIGNED, round_id=round_.id, outcome_hash=shown) as act:
        counted = require_signer(by, round_)
        require_ballots_as_opened(round_.id, ballots_of(round_.id), counted)
        decided = decided_fingerprint(counted)
        act.require_as_shown(counted, *agreed_departures(counted))
        sees_all = decided is not None and shown == decided
        act.facts.update(
            outcome_hash=counted.outcome_hash if sees_all else shown, **({"decided": decided} if decided else {})
        )
        act.session.add(
            Signature(
                round_id=round_.id,
                version=counted.version,
                account_id=by.account_id,
                outcome_hash=counted.outcome_hash if sees_all else shown,
                signed_at=clock.now(),
                decided=decided if sees_all else None,
            )
        )
        act.facts["version"] = counted.version
        _flush_once(act.session)


def require_signer(by: Actor, round_: Round) -> Count:
    """The count that ``by`` may sign now. Refuses others than members who act, and one that cannot be signed."""
    if by.role != STEERING:
        raise Refusal(ONLY_MEMBERS_SIGN, status=403)
    require_member(by, round_)
    require_no_interest_on_the_ballot(by, round_.id)
    counted = latest_count(round_.id)
    if counted is None:
        raise Refusal(_l("The votes have not been counted yet. You can sign the result after the count."))
    require_not_final(round_.id, ALREADY_PUBLISHED)
    if waits_for_new_count(counted) or not is_up_to_date(counted, round_):
        raise Refusal(COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN)
    if papers_wait(counted):
        raise Refusal(PAPERS_NOT_CHECKED, CHECK_THE_PAPERS)
    if objections_wait(counted):
        raise Refusal(OBJECTIONS_FIRST, ANSWER_THEM)
    require_unused_seat(by, round_.id, [each.account_id for each in signatures_of(counted)])
    return counted


def _flush_once(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as twice:
        if not is_taken(twice, "signature.round_id", "signature.version", "signature.account_id"):
            raise
        raise Refusal(
            _l("You have already signed this result."), _l("Another steering group member must sign next.")
        ) from twice

"""The count: the round's rule applied to its ballots, and stored whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count as numbers

from sqlalchemy.orm import Session

from pb import clock
from pb.counting import Outcome, RulebookRefused, TieNeedsLot, count
from pb.database import db, transaction
from pb.job_running import JobWork
from pb.jobs import job_kind, jobs_of, order
from pb.people.actions import require_role
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.objections import begin_objections
from pb.results.actions.paper_checks import begin_check
from pb.results.actions.public_times import require_not_final
from pb.results.models import Count
from pb.results.queries.corrections import waits_for_new_count
from pb.results.queries.counts import latest_count
from pb.results.queries.elections import (
    ballots_of,
    election_of,
    hash_of_ballots,
    inputs_hash,
    is_up_to_date,
    lot_for_count,
    require_ballots_as_opened,
)
from pb.results.queries.offers import declined_in
from pb.results.rules.patience import TakesLong, for_a_page
from pb.results.rules.sentences import PUBLISHED_STAYS
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.rounds.rules import rulebook_of
from pb.voting.queries import box_opening_of
from pb.words import lazy_gettext as _l

RESULT_COUNTED = Act("result.counted", _l("counted the votes"), only=(COORDINATOR,), takes_long=True)


#: Of a job.
COUNT_ORDER = "votes counted"


def count_or_order(by: Actor, round_: Round) -> Count | None:
    """Count the ballots, or, where that takes longer than a page should, order that a job does it: then None. So it is while
    such a job is open: a second press begins nothing.
    """
    require_role(by, RESULT_COUNTED.only)
    if any(job.is_open for job in jobs_of(round_.id, COUNT_ORDER)):
        return None
    try:
        return count_round(by, round_, for_a_page())
    except TakesLong:
        with transaction() as session:
            order(session, COUNT_ORDER, by, round_id=round_.id)
        return None


@job_kind(COUNT_ORDER, _l("Counting the votes"))
def count_as_ordered(work: JobWork) -> None:
    """The job: says again and again that it goes on, and how often it has counted."""
    assert work.round_id is not None
    work.goes_on(0, 0)
    times = numbers(1)
    round_ = db.session.get_one(Round, work.round_id)
    count_round(work.by, round_, lambda: work.goes_on(next(times), 0), work.is_done)


def count_round(
    by: Actor,
    round_: Round,
    going_on: Callable[[], None] | None = None,
    then: Callable[[Session], None] = lambda _session: None,
) -> Count:
    """Count the ballots of a round by its rulebook. The outcome is stored and provisional. ``going_on`` is called outside
    any transaction while it counts; ``then`` is the last part of the act.

    Refuses before the lot is drawn, and when the same has been counted already: counting again would give the same
    bytes. When an input has changed since (a project was withdrawn), a new version is stored and the old one's
    signatures are no longer valid. So it is while a published result is corrected, and after a group declined an offer.
    """
    require_ready_to_count(round_)
    ballots, rulebook = ballots_of(round_.id), rulebook_of(round_)
    require_ballots_as_opened(round_.id, ballots, None)
    inputs, round_id = inputs_hash(round_, rulebook), round_.id
    election, lot, declined = election_of(round_, ballots), lot_for_count(round_id), declined_in(round_id)
    try:
        # Outside the transaction: nobody waits for it, and what it read cannot change unseen (checked below).
        outcome = count(election, rulebook, lot, declined=declined, going_on=going_on).to_json()
    except (RulebookRefused, TieNeedsLot) as sentence:
        raise Refusal(str(sentence)) from sentence
    with acting(by, RESULT_COUNTED, round_id=round_id) as act:
        round_ = act.session.get_one(Round, round_id)
        last = require_ready_to_count(round_)
        if inputs_hash(round_, rulebook_of(round_)) != inputs:
            raise Refusal(_l("Something changed while the votes were being counted."), _l("Count again."))
        opening = box_opening_of(round_.id)
        counted = Count(
            round_id=round_.id,
            version=last.version + 1 if last else 1,
            outcome=outcome.decode(),
            outcome_hash=hashlib.sha256(outcome).hexdigest(),
            ballots_hash=hash_of_ballots(ballots, opening.ballots_salt if opening else None),
            inputs_hash=inputs,
            counted_at=clock.now(),
            counted_by=by.account_id,
        )
        act.session.add(counted)
        act.facts.update(version=counted.version, outcome_hash=counted.outcome_hash, ballots_hash=counted.ballots_hash)
        _begin_what_follows(act, round_, counted, Outcome.from_json(outcome))
        then(act.session)
    return counted


def _begin_what_follows(act: ActInProgress, round_: Round, counted: Count, outcome: Outcome) -> None:
    """The papers are looked at again, and everybody can object."""
    act.session.flush()
    act.facts.update(begin_check(act.session, round_, counted, outcome))
    begin_objections(act.session, round_, counted)


def require_ready_to_count(round_: Round) -> Count | None:
    """The last count, if there is one. Refuses when a round cannot be counted now."""
    if box_opening_of(round_.id) is None:
        raise Refusal(
            _l(
                "The ballot box has not been opened yet. You can count the votes after it is opened and the lot "
                "is drawn."
            )
        )
    if lot_for_count(round_.id) is None:
        raise Refusal(
            _l("The lot has not been drawn yet. You must draw it before you count the votes."),
            _l("Two people must enter its digits, on the page “Draw the lot”."),
        )
    require_not_final(round_.id, PUBLISHED_STAYS)
    last = latest_count(round_.id)
    if last and is_up_to_date(last, round_) and not waits_for_new_count(last):
        raise Refusal(
            _l("These votes have already been counted. If you count them again, the result will be the same.")
        )
    return last

"""Counting all ballots again, where the unusual ones are withheld from everybody else."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.counting import Outcome
from pb.guards import is_taken
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.queries import facts_by
from pb.refusals import Refusal
from pb.results.actions.public_times import require_not_final
from pb.results.models import Count, Recount
from pb.results.queries.corrections import waits_for_new_count
from pb.results.queries.counts import latest_count, recounts_of
from pb.results.queries.elections import is_up_to_date
from pb.results.rules.recounts import same_awards
from pb.results.rules.sentences import ALREADY_PUBLISHED, COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN
from pb.roles import STEERING, Actor
from pb.rounds.actions import require_member, require_unused_seat
from pb.rounds.models import Round
from pb.words import lazy_gettext as _l

BALLOTS_TAKEN = Act(
    "ballots.taken",
    _l("took a copy of all the ballots, to count them again"),
    only=(STEERING,),
    impartial=True,
    changes_no_row=True,
)


def take_ballots(by: Actor, round_: Round) -> Count:
    """A steering group member takes all ballots, the withheld ones among them. The record says who. Refuses where every
    ballot is published, before the count and after the publication.
    """
    with acting(by, BALLOTS_TAKEN, round_id=round_.id) as act:
        counted = _ready(by, round_)
        act.facts["version"] = counted.version
    return counted


RESULT_RECOUNTED = Act(
    "result.recounted",
    _l("counted all the ballots again and got the same result"),
    only=(STEERING,),
    people=2,
    impartial=True,
)


def recount(by: Actor, round_: Round, awards: Mapping[str, int]) -> None:
    """A steering group member has counted all ballots again; ``awards`` is what they got, in pence by the project's
    number. Refuses another result than the stored one, a second time, and what ``take_ballots`` refuses.
    """
    with acting(by, RESULT_RECOUNTED, round_id=round_.id) as act:
        counted = require_recounter(by, round_)
        if counted.version not in [each.get("version") for each in facts_by(by, BALLOTS_TAKEN.name, round_.id)]:
            raise Refusal(_l("Take all the ballots first, and count those."), status=422)
        act.require_as_shown(counted)
        if not same_awards(awards, Outcome.from_json(counted.outcome).awards):
            raise Refusal(
                _l("This is not the result of the count here."),
                _l(
                    "Check that you used the newest file and entered everything that was printed. If you did, tell the "
                    "other steering group members, and do not publish the result."
                ),
                status=422,
            )
        key = {"round_id": round_.id, "version": counted.version, "account_id": by.account_id}
        act.session.add(Recount(**key, outcome_hash=counted.outcome_hash, recounted_at=clock.now()))
        act.facts["version"] = counted.version
        try:
            act.session.flush()
        except IntegrityError as twice:
            if not is_taken(twice, "recount.round_id", "recount.version", "recount.account_id"):
                raise
            raise Refusal(
                _l("You have already counted these ballots again."),
                _l("Another steering group member must do it too."),
            ) from twice


def require_recounter(by: Actor, round_: Round) -> Count:
    """The count that ``by`` may confirm by a recount now. Refuses what ``take_ballots`` refuses, and a second voice of a
    member and their substitute.
    """
    counted = _ready(by, round_)
    require_unused_seat(by, round_.id, [each.account_id for each in recounts_of(counted)])
    return counted


def _ready(by: Actor, round_: Round) -> Count:
    """The count whose ballots may be counted again now, by ``by``."""
    if by.role != STEERING:
        raise Refusal(_l("Only steering group members can count the ballots again."), status=403)
    require_member(by, round_)
    if not round_.least_alike:
        raise Refusal(
            _l("In this round every ballot is published with the result."), _l("Anyone can count them again then.")
        )
    require_not_final(round_.id, ALREADY_PUBLISHED)
    counted = latest_count(round_.id)
    if counted is None:
        raise Refusal(_l("The votes have not been counted yet. You can count them again after that."))
    if waits_for_new_count(counted) or not is_up_to_date(counted, round_):
        raise Refusal(COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN)
    return counted

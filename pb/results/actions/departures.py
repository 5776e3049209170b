"""Two steering group members decide about a project beside the count; no number of the count changes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.counting import Outcome
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.projects.queries import LineAsRead, ballot_lines
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.proposals import require_may_agree, require_may_end
from pb.results.models import Count, Departure
from pb.results.queries.counts import latest_count, signatures_of
from pb.results.queries.departures import (
    decided_beside,
    departures_of,
    may_depart,
    waiting_departure,
)
from pb.results.queries.elections import is_up_to_date
from pb.results.rules.departures import (
    AGREE_FIRST,
    DEPARTURE_IS_AGREED,
    DEPARTURE_WAITS,
    HOW_TO_MEND,
    TOO_LATE_TO_DEPART,
    DecidedBeside,
    fingerprint,
    in_force,
    left_in,
)
from pb.results.rules.sentences import BACK_TO_THE_LIST, COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN, NOT_COUNTED_YET
from pb.roles import STEERING, Actor
from pb.rounds.actions import require_member
from pb.rounds.models import Round
from pb.rounds.rules import withdrawn_projects
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

DEPARTURE_PROPOSED = Act(
    "departure.proposed",
    _l("proposed decision %(number)s of the steering group beside the count"),
    only=(STEERING,),
    impartial=True,
)


def propose_departure(by: Actor, round_: Round, ballot_number: int, gives: int | None, reason: str) -> Departure:
    """A member proposes what the group of this project gets, though the count says otherwise. ``gives``: in pence; None takes back
    what was decided about it.

    Refuses a second proposal, no reason, what the count says anyway, more than was asked for, less than the group can work with,
    and more than is left in the pot. The record says nothing of what is decided: the result is not public yet.
    """
    with acting(by, DEPARTURE_PROPOSED, round_id=round_.id) as act:
        counted = _open_count(by, round_)
        if waiting_departure(counted) is not None:
            raise Refusal(DEPARTURE_WAITS, AGREE_FIRST)
        line = next((each for each in ballot_lines(round_.id) if each.number == ballot_number), None)
        if line is None:
            raise Refusal(_l("There is no project with this number on the ballot."), status=422)
        if not tidy(reason):
            raise Refusal(_l("Give the reason. Everyone will read it."), status=422)
        step = Outcome.from_json(counted.outcome).step(str(ballot_number))
        _require_sum(round_, line, step.award, gives, in_force(decided_beside(counted)))
        who: Any = by.account_id
        proposed = Departure(
            round_id=round_.id,
            version=counted.version,
            number=len(departures_of(counted)) + 1,
            project_id=line.project_id,
            counted_pence=step.award,
            gives_pence=gives,
            left_pence=_left_after(counted, ballot_number, step.award, gives),
            reason=tidy(reason),
            proposed_by=who,
            proposed_at=clock.now(),
        )
        act.session.add(proposed)
        act.facts["number"] = proposed.number
    return proposed


DEPARTURE_AGREED = Act(
    "departure.agreed",
    _l("agreed to decision %(number)s of the steering group beside the count"),
    only=(STEERING,),
    people=2,
    impartial=True,
)


def agree_to_departure(by: Actor, round_: Round, proposed: Departure) -> None:
    """Another member agrees: it stands beside the count. Who has signed must sign again, as they signed without it."""
    with acting(by, DEPARTURE_AGREED, round_id=round_.id, number=proposed.number) as act:
        counted = require_second_of_departure(by, round_, proposed)
        act.require_as_shown(proposed)
        number = next(each.number for each in ballot_lines(round_.id) if each.project_id == proposed.project_id)
        said = (str(number), proposed.counted_pence, proposed.gives_pence, proposed.reason)
        proposed.fingerprint = fingerprint(_fingerprint_before(counted, proposed), *said)
        proposed.agreed_by, proposed.agreed_at = by.account_id, clock.now()
        act.session.flush()
        act.facts.update(fingerprint=proposed.fingerprint, void=_void_signatures(act.session, counted))


def _fingerprint_before(counted: Count, proposed: Departure) -> str:
    """The fingerprint that this decision follows: of the last one, or the hash of the count."""
    before = [each.fingerprint for each in departures_of(counted) if each.number < proposed.number]
    return before[-1] if before and before[-1] else counted.outcome_hash


def _void_signatures(session: Session, counted: Count) -> int:
    """Take back who has signed without this decision; how many. Their lines in the record stay."""
    signed = signatures_of(counted)
    for each in signed:
        session.delete(each)
    return len(signed)


def require_second_of_departure(by: Actor, round_: Round, proposed: Departure) -> Count:
    """The count. Refuse who cannot be the second of the two, and what comes too late."""
    if proposed.agreed_at:
        raise Refusal(DEPARTURE_IS_AGREED)
    counted = _open_count(by, round_)
    if proposed.version != counted.version:
        raise Refusal(TOO_LATE_TO_DEPART, HOW_TO_MEND)
    require_may_agree(by, round_, proposed.proposed_by)
    return counted


DEPARTURE_WITHDRAWN = Act(
    "departure.withdrawn",
    _l("withdrew or turned down the proposed decision %(number)s beside the count"),
    only=(STEERING,),
)


def withdraw_departure(by: Actor, proposed: Departure) -> None:
    """The proposal is withdrawn by who made it, or turned down by another who could agree to it. Refuses others, and once two
    members have agreed.
    """
    with acting(by, DEPARTURE_WITHDRAWN, round_id=proposed.round_id, number=proposed.number) as act:
        if proposed.agreed_at:
            raise Refusal(DEPARTURE_IS_AGREED)
        require_may_end(by, act.session.get_one(Round, proposed.round_id), proposed.proposed_by)
        act.session.delete(proposed)


def _open_count(by: Actor, round_: Round) -> Count:
    """The count beside which ``by`` may decide now."""
    require_member(by, round_)
    require_no_interest_on_the_ballot(by, round_.id)
    counted = latest_count(round_.id)
    if counted is None:
        raise Refusal(NOT_COUNTED_YET, BACK_TO_THE_LIST)
    if may_depart(round_) is None:
        raise Refusal(TOO_LATE_TO_DEPART, HOW_TO_MEND)
    if not is_up_to_date(counted, round_):
        raise Refusal(COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN)
    return counted


def _require_sum(
    round_: Round, line: LineAsRead, counted: int, gives: int | None, known: dict[str, DecidedBeside]
) -> None:
    """Refuse an amount that cannot be decided."""
    wrong = None
    if gives is None:
        if str(line.number) not in known:
            wrong = _l("Nothing is decided about this project, so there is nothing to take back.")
    elif line.project_id in withdrawn_projects(round_):
        wrong = _l("This project was withdrawn, so it cannot get money.")
    elif gives == counted:
        wrong = _l("The count gives this project the same. To end an earlier decision about it, take it back.")
    elif gives > line.cost_pence:
        wrong = _l("No project gets more than its group asked for.")
    elif 0 < gives < (line.least_pence or 0):
        wrong = _l("The group said that it cannot work with so little. Its application names the least amount.")
    if wrong:
        raise Refusal(wrong, status=422)


def _left_after(counted: Count, number: int, award: int, gives: int | None) -> int:
    """What is left in the pot with this decision. Refuses more than there is."""
    outcome, decided = Outcome.from_json(counted.outcome), in_force(decided_beside(counted))
    decided.pop(str(number), None)
    if gives is not None:
        decided[str(number)] = DecidedBeside(str(number), award, gives, "", (), clock.now(), "")
    pot = next(each for each in outcome.pots if any(step.project == str(number) for step in each.steps))
    left = left_in(pot, decided)
    if left < 0:
        raise Refusal(
            _l("There is not enough money in the pot for this."),
            _l("First decide that another project of this pot gets less, or take back what was decided about one."),
            status=422,
        )
    return left

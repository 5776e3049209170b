"""A group takes the part of the money that the published result offers it, or does not; staff write down what it said."""

from __future__ import annotations

from datetime import date, datetime

from pb import clock
from pb.people.actions import require_no_interest_in
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.projects.actions.appeals import said_columns
from pb.projects.models import Project
from pb.projects.queries import only_the_group_knows_its_code
from pb.projects.rules.said_for import SaidBy, said_error
from pb.projects.rules.sentences import PHONE_US
from pb.projects.rules.whose_hand import PART_ACCEPTED, PART_DECLINED, EnteredBy, way_of
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.models import OfferAnswer
from pb.results.queries.counts import publication_of
from pb.results.queries.offers import open_offer_of
from pb.results.rules.offers import (
    NO_OPEN_OFFER,
    OFFER_HAS_CHANGED,
    OFFER_IS_OVER,
    OFFER_STILL_OPEN,
    Offered,
)
from pb.roles import APPLICANT, COORDINATOR, STEERING, Actor
from pb.words import lazy_gettext as _l

OFFER_ACCEPTED = Act(
    PART_ACCEPTED,
    _l("accepted the part of the money offered for their application %(project)s"),
    only=(APPLICANT, COORDINATOR, STEERING),
    ways={
        EnteredBy.STAFF: _l(
            "wrote down that the group accepts the part of the money offered for application %(project)s"
        ),
        EnteredBy.KNOWN_CODE: _l(
            "accepted the part of the money offered for application %(project)s with a code that staff know too"
        ),
    },
)
OFFER_DECLINED = Act(
    PART_DECLINED,
    _l("declined the part of the money offered for their application %(project)s"),
    only=(APPLICANT, COORDINATOR, STEERING),
    ways={
        EnteredBy.STAFF: _l(
            "wrote down that the group declines the part of the money offered for application %(project)s"
        ),
        EnteredBy.KNOWN_CODE: _l(
            "declined the part of the money offered for application %(project)s with a code that staff know too"
        ),
    },
)
OFFER_LAPSED = Act(
    "offer.lapsed",
    _l("wrote down that the group of application %(project)s did not answer its offer in time"),
    only=(COORDINATOR, STEERING),
)
_READ_AGAIN = _l("Read the offer again, then answer.")


def accept_part(by: Actor, project: Project, amount: int, said: SaidBy | None = None) -> OfferAnswer:
    """The group takes the part. ``amount``: what it read, in pence.

    Refuses where nothing waits for its answer, another amount, an answer after its last day, and staff with an interest.
    """
    with acting(by, OFFER_ACCEPTED, round_id=project.round_id, project=project.id) as act:
        return _answer(act, project, "accepted", amount, said)


def decline_part(by: Actor, project: Project, amount: int, said: SaidBy | None = None) -> OfferAnswer:
    """The group does not take the part: from now on the votes can be counted on without it. Refuses the same."""
    with acting(by, OFFER_DECLINED, round_id=project.round_id, project=project.id) as act:
        return _answer(act, project, "declined", amount, said)


def note_silence(by: Actor, project: Project) -> OfferAnswer:
    """The group's last day is over and it said nothing: as the rules say, the votes are counted on without it.

    Refuses before that, where nothing waits for an answer, and somebody with an interest in a project on the ballot.
    """
    with acting(by, OFFER_LAPSED, round_id=project.round_id, project=project.id) as act:
        _require_no_interest(by, project)
        offered = _open_offer(project)
        if clock.today() <= offered.until:
            raise Refusal(OFFER_STILL_OPEN, _l("Wait until its last day is over. The published result names it."))
        return _keep(act, project, offered, "silent", {"came_by": "nothing", "received_at": clock.now()})


def _require_no_interest(by: Actor, project: Project) -> None:
    """Refuse staff who have declared an interest in this project, or in another: a "no" gives its money to the next."""
    if by.account_id is not None:
        require_no_interest_in(by, project.id)
        require_no_interest_on_the_ballot(by, project.round_id)


def _answer(act: ActInProgress, project: Project, answer: str, amount: int, said: SaidBy | None) -> OfferAnswer:
    by, now = act.by, clock.now()
    if way := way_of(by.account_id, staff_know_code=not only_the_group_knows_its_code(project)):
        act.facts["way"] = str(way)
    _require_no_interest(by, project)
    offered = _open_offer(project)
    if amount != offered.amount:
        raise Refusal(OFFER_HAS_CHANGED, _READ_AGAIN)
    if wrong := said_error(by, said):
        raise Refusal(wrong, status=422)
    received = said.received_at if said else now
    newest = publication_of(project.round_id)
    if newest is None or received > now or _day(received) < _day(newest.public_at):
        raise Refusal(_l("Enter the day on which the group said it. It is between the publication and today."))
    if _day(received) > offered.until:
        raise Refusal(
            OFFER_IS_OVER,
            PHONE_US if by.account_id is None else _l("The page “Offers of a part” has a button for that."),
        )
    return _keep(act, project, offered, answer, said_columns(by, said, received))


def _open_offer(project: Project) -> Offered:
    offered = open_offer_of(project)
    if offered is None:
        raise Refusal(NO_OPEN_OFFER, _l("The published result says what each group gets."))
    return offered


def _day(at: datetime) -> date:
    return at.astimezone(clock.LOCAL).date()


def _keep(act: ActInProgress, project: Project, offered: Offered, answer: str, columns: dict) -> OfferAnswer:
    newest = publication_of(project.round_id)
    assert newest is not None  # else nothing is offered
    act.facts["version"], act.facts["amount"] = newest.version, offered.amount
    made = OfferAnswer(
        round_id=project.round_id,
        version=newest.version,
        project_id=project.id,
        amount_pence=offered.amount,
        answer=answer,
        made_at=clock.now(),
        **{"recorded_by": act.by.account_id, **columns},
    )
    act.session.add(made)
    return made

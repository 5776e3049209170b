"""A row that was changed outside the program stops nothing for good: the list after the close names it, what it says is
in no sum, and two people decide about it, or a backup makes it right.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from pb.clock import now
from pb.database import db
from pb.marked import Forged
from pb.pages.after_close.resolution_forms import WORDS
from pb.paper import actions as paper
from pb.paper.models import BallotPaperAccount
from pb.paper.queries import gaps, heads_of
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES, DAMAGED
from pb.people.models import Account
from pb.record import queries as record
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist
from pb.rounds.models import Round
from pb.venues.models import HeadCount, TeamMember, Venue, VotingSession
from pb.venues.rules.heads import Heads
from pb.voting import actions as voting
from pb.voting.models import Kiosk
from pb.voting.queries import frozen_ballot, kiosks_of
from pb.web.access import FACILITATOR, Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering
from tests.support.safety.to_decide import agree, decide

pytestmark = pytest.mark.databases_in_turn

#: Stands for somebody who has nothing to do with the session.
ANOTHER = -1
#: What is changed in each table, and what the list says then.
CHANGES = {
    "tablet": (Kiosk, {"name": "Mine"}, "the details of a tablet were changed outside this website (Mine)"),
    "heads": (HeadCount, {"counted_by": "Bob"}, "The head count of Leith Library, "),
    "venue": (Venue, {"address": "Elsewhere"}, "The details of the venue of Leith Library, "),
    "team": (TeamMember, {"account_id": ANOTHER}, "The team of Leith Library, "),
    "account": (BallotPaperAccount, {"agreed_by": ANOTHER}, "The ballot paper account of Leith Library, "),
}


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def closed(make, clock, round_, voting_session, facilitator):
    """After the close, with a session of one tablet and one vote, heads counted and an account."""
    by = Actor(facilitator.id, FACILITATOR)
    voting.pair(by, voting_session, name="Tablet 1", next_pin="2580", leave_pin="1470", public_key=KioskKey().public)
    vote_at(voting_session, kiosks_of(voting_session.id)[0])
    paper.submit_ballot_paper_account(by, voting_session, PaperCounts(0, 0, 0, 0, 0), heads=Heads(1, "Ann"))
    make.staff(FACILITATOR)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    assert gaps(round_.id) == []
    return round_


def vote_at(voting_session, kiosk) -> None:
    ballot, key = frozen_ballot(voting_session.round_id), voting.begin_turn(voting_session, kiosk)
    assert ballot is not None
    venue = voting_session.venue_id
    voting.cast_vote(voting.VoteToCast(ballot, key, "5" * 32, {1: 1}, "kiosk", venue, opened_at=now()))


def change(matter: str) -> None:
    """Somebody with the database changes one row."""
    model, values, _said = CHANGES[matter]
    another = db.session.scalar(select(func.max(Account.id)))
    values = {name: another if value == ANOTHER else value for name, value in values.items()}
    tampering.without_any_guard()
    tampering.begin(db.session)
    first = db.session.connection().execute(select(*model.__table__.primary_key)).first()
    itself = [column == value for column, value in zip(model.__table__.primary_key, first, strict=True)]
    db.session.connection().execute(update(model.__table__).where(*itself).values(values))
    db.session.commit()
    db.session.expire_all()


def page_of(visitor, round_: Round, path: str = ""):
    return visitor.opens(f"/rounds/{round_.id}/after-close{path}")


@pytest.mark.parametrize("matter", DAMAGED)
def test_it_is_named_and_two_people_lead_to_the_opening(make, visitor, new_visitor, closed, matter):
    change(matter)
    one = visitor.signed_in_as(make.account(name="Morag"))
    page = page_of(one, closed)
    assert CHANGES[matter][2] in page.main and "Every vote is in" not in page.main
    with pytest.raises(Refusal, match="Something is still open"):
        paper.open_ballot_box(COMMAND, closed)
    db.session.rollback()
    page_of(one, closed, "/resolutions")
    one.follows("Propose what should happen")
    one.ticks(str(WORDS[matter][CHOICES[matter][0].key])).presses("Save my proposal")
    assert "Morag proposes" in one.page.main
    two = new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))
    page_of(two, closed, "/resolutions")
    two.presses(agree(two.page))
    assert next(each.key for each in checklist(closed) if each.state == "next") == "box"
    assert list(record.faults_of_table(CHANGES[matter][0], [])) == []
    assert paper.open_ballot_box(COMMAND, db.session.get_one(Round, closed.id)) == 1


def test_a_damaged_tablet_stays_stopped(make, closed):
    change("tablet")
    (gap,) = gaps(closed.id)
    decide(make, closed.id, "tablet", gap.session.id, "explain:stays_stopped")
    assert kiosks_of(gap.session.id)[0].revoked_at is not None and gaps(closed.id) == []


def test_a_number_that_two_call_wrong_is_used_no_more(make, closed):
    change("heads")
    (gap,) = gaps(closed.id)
    decide(make, closed.id, "heads", gap.session.id, "leave_out:not_as_on_paper")
    assert heads_of(gap.session.id) is None
    assert [each.kind for each in gaps(closed.id)] == ["account_waits"], "nobody has counted, so two look at it"
    another = Actor(make.staff(FACILITATOR).id, FACILITATOR)
    paper.agree_ballot_paper_account(another, db.session.get_one(VotingSession, gap.session.id))
    assert gaps(closed.id) == []


def test_an_account_that_two_call_wrong_is_submitted_again(make, closed, facilitator):
    by = Actor(facilitator.id, FACILITATOR)
    change("account")
    (gap,) = gaps(closed.id)
    assert gap.kind == "account", "and no sum that is made of it"
    decide(make, closed.id, "account", gap.session.id, "leave_out:not_as_on_paper")
    assert [each.kind for each in gaps(closed.id)] == ["no_account"]
    here = db.session.get_one(VotingSession, gap.session.id)
    paper.submit_ballot_paper_account(by, here, PaperCounts(0, 0, 0, 0, 0), heads=Heads(1, "Ann"))
    assert gaps(closed.id) == []


def test_who_agrees_agrees_to_what_was_proposed(make, closed):
    change("heads")
    (gap,) = gaps(closed.id)
    one, two = (Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))
    choice = CHOICES["heads"][0]
    proposed = paper.propose_resolution(one, closed.id, "heads", gap.session.id, choice)
    tampering.begin(db.session)
    db.session.connection().execute(update(HeadCount.__table__).values(heads=91))
    db.session.commit()
    with pytest.raises(Refusal, match="has changed since"):
        paper.agree_resolution(two, proposed)


def test_outside_of_the_list_a_damaged_row_is_still_refused(closed):
    change("heads")
    assert gaps(closed.id)
    with pytest.raises(Forged):
        heads_of(db.session.scalars(select(VotingSession.id)).one())

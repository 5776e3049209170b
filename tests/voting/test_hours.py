"""Ballots are opened within a session's hours, and never after its account is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from pb import clock as time
from pb.clock import LOCAL
from pb.database import db
from pb.paper.actions import submit_ballot_paper_account
from pb.paper.rules import PaperCounts
from pb.record.models import Reason, RecordLine
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.rounds.rules import closes_at
from pb.venues.actions import cancel_session, extend_session
from pb.venues.models import VotingSession
from pb.venues.rules.hours import hours_at, hours_on, is_over, why_closed
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.voting.rules.stock import began_out_of_hours
from pb.web.access import COORDINATOR, FACILITATOR, Actor
from tests.support.safety.racing import at_once

BY = Actor(None, COORDINATOR)
NO_PAPERS = PaperCounts(0, 0, 0, 0, 0)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@dataclass
class Session:
    starts_at: datetime
    ends_at: datetime
    extended_until: datetime | None = None


@pytest.mark.parametrize(
    ("starts", "ends", "day", "hours"),
    [
        ("2026-05-04 10:00", "2026-05-04 13:00", "2026-05-04", ("2026-05-04 09:30", "2026-05-04 13:30")),
        ("2026-05-04 10:00", "2026-05-04 13:00", "2026-05-05", None),
        ("2026-05-04 10:00", "2026-05-07 17:00", "2026-05-06", ("2026-05-06 09:30", "2026-05-06 17:30")),
        ("2026-05-04 22:00", "2026-05-05 02:00", "2026-05-05", ("2026-05-04 21:30", "2026-05-05 02:30")),
        # across the end of summer time a clock on the wall still says ten and five
        ("2026-10-24 10:00", "2026-10-26 17:00", "2026-10-26", ("2026-10-26 09:30", "2026-10-26 17:30")),
    ],
)
def test_the_hours_of_a_day(starts, ends, day, hours):
    found = hours_on(Session(local(starts), local(ends)), date.fromisoformat(day), 30)
    assert found == (hours and tuple(map(local, hours)))


def test_longer_on_one_day_is_no_longer_on_the_next():
    kept = Session(local("2026-05-04 10:00"), local("2026-05-07 17:00"), local("2026-05-05 19:00"))
    ends = [hours_on(kept, date(2026, 5, day), 0)[1].hour for day in (4, 5, 6, 7)]
    assert ends == [17, 19, 17, 17]
    assert not is_over(kept, local("2026-05-07 16:59"), 0) and is_over(kept, local("2026-05-07 17:00"), 0)


@pytest.mark.parametrize(
    ("starts", "ends", "now", "open_until"),
    [
        ("2026-05-04 20:00", "2026-05-04 23:50", "2026-05-05 00:10", "2026-05-05 00:20"),
        ("2026-05-04 20:00", "2026-05-04 23:50", "2026-05-05 00:20", None),
        ("2026-05-05 00:10", "2026-05-05 03:00", "2026-05-04 23:50", "2026-05-05 03:30"),
        ("2026-05-05 00:10", "2026-05-05 03:00", "2026-05-04 23:39", None),
        ("2026-05-04 20:00", "2026-05-06 23:50", "2026-05-06 00:10", "2026-05-06 00:20"),
    ],
)
def test_the_margin_goes_on_past_midnight(starts, ends, now, open_until):
    session, at = Session(local(starts), local(ends)), local(now)
    assert (why_closed(session, at, 30) is None) == (open_until is not None)
    if open_until:
        assert hours_at(session, at, 30)[1] == local(open_until)


def test_a_tablet_that_was_heard_in_the_margin_past_midnight_may_have_had_voters():
    late = Session(local("2026-05-04 20:00"), local("2026-05-04 23:50"))
    assert not began_out_of_hours(late, 30, local("2026-05-05 00:10"), local("2026-05-20 12:00"))
    assert began_out_of_hours(late, 30, local("2026-05-05 00:23"), local("2026-05-20 12:00"))


@pytest.fixture
def round_(make, clock):
    clock.set("2026-05-04 11:00")
    return make.voting_round(entitlement="vouch", session_margin_minutes=10)


@pytest.fixture
def voting_session(make, round_):
    """It is on from 10 to 1."""
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


def opens(voting_session) -> str:
    """What the next voter's kiosk says: "opened", or why not."""
    try:
        actions.begin_turn(voting_session, queries.kiosks_of(voting_session.id)[-1])
    except Refusal as refusal:
        return str(refusal.sentence)
    return "opened"


pytestmark = pytest.mark.databases_in_turn


def test_the_margin_of_the_round_decides_and_an_older_round_has_half_an_hour(make, clock, voting_session):
    make.kiosk(voting_session)
    older = make.session_at(
        make.voting_round(entitlement="vouch", session_margin_minutes=None), make.staff(FACILITATOR)
    )
    make.kiosk(older)
    said = {}
    for at in ("09:29", "09:31", "09:51", "13:09", "13:11", "13:31"):
        clock.set(f"2026-05-04 {at}")
        said[at] = opens(voting_session), opens(older)
    early, over = "This voting session has not started yet.", "The hours of this voting session are over."
    assert said == {
        "09:29": (early, early),
        "09:31": (early, "opened"),
        "09:51": ("opened", "opened"),
        "13:09": ("opened", "opened"),
        "13:11": (over, "opened"),
        "13:31": (over, over),
    }


def test_a_coordinator_keeps_it_open_for_longer_today_and_the_record_says_why(make, clock, voting_session):
    make.kiosk(voting_session)
    clock.set("2026-05-04 13:20")
    assert opens(voting_session) != "opened"
    extend_session(BY, voting_session, local("2026-05-04 14:00"), "The bus was late ")
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "session.extended")).one()
    assert line.facts == {"session": voting_session.id, "until": local("2026-05-04 14:00").isoformat()}
    assert db.session.get(Reason, line.position).text == "The bus was late"
    assert opens(voting_session) == "opened"
    clock.set("2026-05-04 14:00")
    assert opens(voting_session) == "The hours of this voting session are over."


def test_longer_needs_a_reason_a_later_time_today_and_a_session_that_can_still_have_it(clock, make, voting_session):
    def says(until: datetime, reason: str = "Many came") -> str:
        with pytest.raises(Refusal) as refused:
            extend_session(BY, voting_session, until, reason)
        return str(refused.value.sentence)

    assert "Enter why" in says(local("2026-05-04 14:00"), " ")
    assert "Ballots can already be opened here until Monday 4 May 2026 at 1:10pm" in says(local("2026-05-04 13:10"))
    assert "on the same day" in says(local("2026-05-05 13:30"))
    round_ = db.session.get(Round, voting_session.round_id)
    clock.set(closes_at(round_) - timedelta(minutes=30))
    assert "There is no session here today" in says(time.now() + timedelta(minutes=10))
    last = voting_session = make.session_at(round_, make.staff(FACILITATOR))
    assert "Voting closes on" in says(closes_at(round_) + timedelta(hours=3))
    cancel_session(BY, last, "No heating")
    assert "has been cancelled" in says(closes_at(round_))


def test_a_kiosk_is_not_paired_once_the_session_is_over_and_on_another_day_it_is(make, clock, voting_session):
    clock.set("2026-05-03 18:00")
    make.kiosk(voting_session)
    assert opens(voting_session) == "This voting session is not today."
    clock.set("2026-05-04 13:10")
    with pytest.raises(Refusal, match="The hours of this voting session are over"):
        make.kiosk(voting_session)


def test_after_the_account_nothing_is_opened_paired_or_kept_open_for_longer(make, voting_session):
    make.kiosk(voting_session)
    submit_ballot_paper_account(Actor(voting_session.team[0].account_id, FACILITATOR), voting_session, NO_PAPERS)
    said = "The ballot paper account for this session has been submitted, so no more ballots can be opened here."
    assert opens(voting_session) == said
    with pytest.raises(Refusal, match=said):
        make.kiosk(voting_session)
    with pytest.raises(Refusal, match=said):
        extend_session(BY, voting_session, local("2026-05-04 15:00"), "Many came")
    assert queries.rights_of_session(voting_session.id).total() == 0


@pytest.mark.both_databases
def test_ballots_opened_while_the_account_is_made_are_in_it_or_are_not_opened(app, make, voting_session):
    kiosks = [make.kiosk(voting_session).id for _ in range(4)]
    session_id, by = voting_session.id, Actor(voting_session.team[0].account_id, FACILITATOR)

    def press(kiosk_id):
        return lambda: actions.begin_turn(db.session.get(VotingSession, session_id), db.session.get(Kiosk, kiosk_id))

    def account():
        submit_ballot_paper_account(by, db.session.get(VotingSession, session_id), NO_PAPERS, "Nobody counted.")

    done = at_once(app, [*[press(kiosk) for kiosk in kiosks], account, *[press(kiosk) for kiosk in kiosks]])
    db.session.rollback()
    assert not isinstance(done[4], Exception)
    counted = queries.rights_of_session(session_id)
    assert counted == ({("opening", "unused"): counted.total()} if counted else {})
    assert counted.total() == sum(isinstance(each, str) for each in done)

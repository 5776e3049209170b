"""Voters are counted by somebody else than who opens the ballots; the account of every session is held against it."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from pb.database import db
from pb.paper import actions, queries
from pb.paper.rules import PaperCounts
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.venues.models import HeadCount, VotingSession
from pb.venues.queries import sessions_of
from pb.venues.rules.heads import Heads, head_counter_error, heads_discrepancy
from pb.voting import actions as voting
from pb.voting.actions import begin_turn, end_turn
from pb.web.access import COORDINATOR, FACILITATOR, Actor
from tests.support.makers.papers import SEAL
from tests.support.makers.voting import COMMAND

NO_PAPERS = PaperCounts(0, 0, 0, 0, 0)
NAN = "Nan, the host"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def jean(make, round_):
    return make.staff(FACILITATOR, declared_in=round_)


@pytest.fixture
def voting_session(make, round_, jean):
    return make.session_at(round_, jean)


def submits(voting_session, heads: Heads | None, figures: PaperCounts = NO_PAPERS, reason: str = ""):
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    return actions.submit_ballot_paper_account(by, voting_session, figures, reason, heads, seal=SEAL)


def lacks(voting_session) -> str:
    return queries.missing_accounts([voting_session]).get(voting_session.id, "")


@pytest.mark.parametrize(
    ("heads", "opened", "papers", "fits"),
    [(None, 0, 0, True), (0, 0, 0, True), (3, 2, 1, True), (2, 2, 1, False), (4, 2, 1, False), (None, 1, 0, False)],
)
def test_heads_are_as_many_as_ballots_opened_and_papers_issued(heads, opened, papers, fits):
    assert (heads_discrepancy(heads, opened=opened, papers=papers) is None) == fits


@pytest.mark.parametrize("name", ["Jean Orr", "  JEAN   orr ", "Jеan Оrr"])
def test_who_opened_the_ballots_is_known_again_however_the_name_is_typed(name):
    assert head_counter_error(name, ["Piotr Nowak", "Jean Orr"]) is not None
    assert head_counter_error(NAN, ["Piotr Nowak", "Jean Orr"]) is None


def test_a_session_with_kiosks_only_needs_an_account_too(make, voting_session):
    assert lacks(voting_session) == ""
    kiosk = make.kiosk(voting_session)
    assert lacks(voting_session) == "missing"
    begin_turn(voting_session, kiosk)
    submits(voting_session, Heads(1, NAN))
    assert lacks(voting_session) == ""


def test_one_facilitator_who_votes_twelve_times_is_found_by_the_heads(make, voting_session):
    kiosk = make.kiosk(voting_session)
    for _ in range(12):
        begin_turn(voting_session, kiosk)
    with pytest.raises(Refusal, match="do not add up"):
        submits(voting_session, Heads(0, NAN))
    submits(voting_session, Heads(0, NAN), reason="I wanted to see how it works.")
    assert lacks(voting_session) == "second_person"
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_ballot_paper_account(Actor(voting_session.team[0].account_id, FACILITATOR), voting_session)
    actions.agree_ballot_paper_account(Actor(make.staff(COORDINATOR).id, COORDINATOR), voting_session)
    assert lacks(voting_session) == ""


def test_who_set_up_a_tablet_does_not_agree_that_its_ballots_and_the_voters_differ(make, round_, jean):
    """They know its PIN: they are the one who is asked."""
    joe, jo = (make.staff(FACILITATOR, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, jean, joe, jo)
    kiosk = make.kiosk(voting_session)
    for _ in range(8):
        begin_turn(voting_session, kiosk)
    by = Actor(joe.id, FACILITATOR)
    for heads in (Heads(1, NAN), None):
        actions.submit_ballot_paper_account(by, voting_session, NO_PAPERS, "The tablet says 8.", heads)
        with pytest.raises(Refusal, match="You set up a tablet at this session"):
            actions.agree_ballot_paper_account(Actor(jean.id, FACILITATOR), voting_session)
        db.session.rollback()
        assert lacks(voting_session) == "second_person"
    actions.agree_ballot_paper_account(Actor(jo.id, FACILITATOR), voting_session)
    assert lacks(voting_session) == ""


def test_about_papers_alone_who_set_up_a_tablet_may_agree(make, round_, jean):
    joe = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, jean, joe)
    begin_turn(voting_session, make.kiosk(voting_session))
    make.papers(voting_session, printed=4, issued=2)
    figures = PaperCounts(4, 2, 1, 0, 0)
    by = Actor(joe.id, FACILITATOR)
    actions.submit_ballot_paper_account(by, voting_session, figures, "One paper is gone.", Heads(3, NAN))
    assert lacks(voting_session) == "second_person"
    actions.agree_ballot_paper_account(Actor(jean.id, FACILITATOR), voting_session)
    assert lacks(voting_session) == ""


def test_voters_whom_nobody_counted_need_a_reason_and_a_second_person(make, voting_session):
    begin_turn(voting_session, make.kiosk(voting_session))
    with pytest.raises(Refusal, match="do not add up"):
        submits(voting_session, None)
    submits(voting_session, None, reason="The host was ill.")
    assert lacks(voting_session) == "second_person" and queries.heads_of(voting_session.id) is None


def test_who_set_up_a_kiosk_or_submits_cannot_have_counted(make, round_, jean, voting_session):
    make.kiosk(voting_session)
    other = make.staff(FACILITATOR, declared_in=round_)
    for name in (jean.name, f" {jean.name.upper()}"):
        with pytest.raises(Refusal, match="Someone else must count the voters"):
            submits(voting_session, Heads(0, name))
    by = Actor(make.staff(COORDINATOR).id, COORDINATOR)
    with pytest.raises(Refusal, match="Someone else must count"):  # the coordinator submits; Jean set up the tablet
        actions.submit_ballot_paper_account(by, voting_session, NO_PAPERS, "", Heads(0, jean.name))
    submits(voting_session, Heads(0, other.name))
    assert queries.heads_of(voting_session.id).counted_by == other.name


@pytest.mark.both_databases
def test_a_turn_that_is_given_again_and_a_spoiled_paper_are_one_voter_each(make, round_, voting_session):
    kiosk = make.kiosk(voting_session)
    begin_turn(voting_session, kiosk)
    end_turn(kiosk)
    begin_turn(voting_session, kiosk, again=True)
    make.papers(voting_session, printed=4, issued=2)
    voting.replace_spoiled_paper(COMMAND, voting_session)
    submits(voting_session, Heads(3, NAN), PaperCounts(4, 3, 1, 1, 0))
    assert lacks(voting_session) == ""
    voting.issue_paper(COMMAND, voting_session)  # the account was complete, and is not any more
    assert lacks(voting_session) == "second_person"


@pytest.mark.both_databases
def test_a_correction_keeps_the_newest_count_and_the_record_has_no_name(make, voting_session):
    begin_turn(voting_session, make.kiosk(voting_session))
    submits(voting_session, Heads(2, NAN), reason="Somebody came in twice.")
    submits(voting_session, Heads(1, NAN))
    kept = db.session.get(HeadCount, voting_session.id)
    assert (kept.heads, kept.counted_by) == (1, NAN) and lacks(voting_session) == ""
    lines = db.session.query(RecordLine).filter_by(act="session.accounted").order_by(RecordLine.position).all()
    assert [line.facts["heads"] for line in lines] == [2, 1] and NAN not in str([line.facts for line in lines])


def test_a_correction_without_heads_takes_back_the_count_and_needs_a_reason(make, voting_session):
    begin_turn(voting_session, make.kiosk(voting_session))
    submits(voting_session, Heads(1, NAN))
    with pytest.raises(Refusal, match="do not add up"):
        submits(voting_session, None)
    assert queries.heads_of(voting_session.id).heads == 1
    submits(voting_session, None, reason="The host counted another session.")
    assert queries.heads_of(voting_session.id) is None and lacks(voting_session) == "second_person"


@pytest.mark.both_databases
def test_all_accounts_of_a_round_are_looked_up_in_as_many_queries_as_one(make, round_, jean):
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    numbers = []
    for many in (2, 6):
        for _ in range(many):
            make.kiosk(make.session_at(round_, jean))
        db.session.rollback()
        asked.clear()
        assert len(queries.missing_accounts(sessions_of(round_.id))) == (2 if many == 2 else 8)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_an_account_stays_as_it_was_when_the_ballot_box_was_opened(make, round_, voting_session):
    """A session at which nobody voted on paper has no box whose counting would end it."""
    make.accounted(voting_session)
    here = voting_session.id
    make.opened_box(round_, (1,))
    with pytest.raises(Refusal, match="ballot box has been opened"):
        submits(db.session.get_one(VotingSession, here), Heads(7, NAN), reason="I counted again.")
    assert queries.heads_of(here).heads == 0

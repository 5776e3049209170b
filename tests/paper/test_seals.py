"""The seal of a session box: its number is written down with the account, read by two who open it, and told in numbers."""

from __future__ import annotations

import pytest
from flask import render_template
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.edits import NothingChanged
from pb.pages.after_close.tablets import other_seals_of
from pb.paper import actions, queries
from pb.paper.actions.seals import seal_to_read
from pb.paper.queries.session_ends import OtherSeal, help_given_in, seals_read_in
from pb.paper.rules import PaperCounts
from pb.paper.rules.ballot_paper_accounts import is_a_lot, papers_off
from pb.paper.rules.seals_and_help import HelpGiven, seal_number
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.results.queries.of_sessions import published_of_sessions
from pb.results.rules.seals_and_help import seals_in_words
from pb.results.rules.told_apart import help_in_words_of
from pb.rounds.models import Round
from pb.venues.actions import cancel_session
from pb.web.access import COUNTER, FACILITATOR, Actor
from tests.support.makers.papers import SEAL, counted, counter
from tests.support.makers.voting import COMMAND

WHY = "The first seal broke in the car."


@pytest.fixture
def voting_session(make):
    round_ = make.voting_round(entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    make.papers(voting_session, printed=3, issued=2)
    return voting_session


@pytest.fixture
def people(make, voting_session):
    return [counter(make.staff(COUNTER)) for _ in range(3)]


def submits(voting_session, seal: str, reason: str = "", help_given: HelpGiven | None = None):
    by, figures = Actor(voting_session.team[0].account_id, FACILITATOR), PaperCounts(3, 2, 1, 0, 0)
    heads = counted(voting_session, figures)
    more = {"help_given": help_given} if help_given else {}
    return actions.submit_ballot_paper_account(by, voting_session, figures, reason, heads, seal=seal, **more)


def test_a_box_with_papers_has_a_seal_or_a_reason_and_a_second_person(make, voting_session):
    with pytest.raises(Refusal, match="Enter the number on the seal"):
        submits(voting_session, " - ")
    assert submits(voting_session, "", "The seals were left at the office.").seal is None
    assert queries.missing_accounts([voting_session]) == {voting_session.id: "second_person"}
    assert submits(voting_session, "ab-47 11").seal == "AB4711"
    assert queries.missing_accounts([voting_session]) == {}


def test_another_number_than_was_written_down_first_needs_a_reason_and_a_second_person(voting_session):
    """Or whoever drives the box could open it, seal it anew and write down the new number."""
    submits(voting_session, SEAL)
    with pytest.raises(Refusal, match="not the number that the team wrote down"):
        submits(voting_session, "B 9999")
    submits(voting_session, "B 9999", WHY)
    assert queries.missing_accounts([voting_session]) == {voting_session.id: "second_person"}


def test_no_more_voters_had_help_than_there_were(voting_session):
    with pytest.raises(Refusal, match="More voters had help"):
        submits(voting_session, SEAL, help_given=HelpGiven(read_to=900))
    submits(voting_session, SEAL, help_given=HelpGiven(read_to=2, marked_for=1))


def test_a_session_that_was_cancelled_has_no_box_to_seal(make):
    other = make.voting_round(entitlement="vouch")
    here = make.session_at(other, make.staff(FACILITATOR, declared_in=other))
    make.papers(here, printed=4, issued=0)
    cancel_session(COMMAND, here, "No heating.")
    by = Actor(here.team[0].account_id, FACILITATOR)
    assert actions.submit_ballot_paper_account(by, here, PaperCounts(4, 0, 4, 0, 0)).seal is None
    assert queries.missing_accounts([here]) == {}


@pytest.mark.both_databases
def test_another_seal_than_was_written_down_needs_a_reason_and_two_who_read_the_same(voting_session, people):
    submits(voting_session, SEAL)
    with pytest.raises(Refusal, match="not the number that the team wrote down"):
        actions.open_bundle(people[0], voting_session.round_id, voting_session, 2, seal="A 4712")
    bundle = actions.open_bundle(people[0], voting_session.round_id, voting_session, 2, seal="A 4712", seal_reason=WHY)
    with pytest.raises(Refusal, match="not the number that the team wrote down"):
        actions.confirm_count(people[1], bundle, 2, seal="A 4713")
    assert not actions.confirm_count(people[1], bundle, 2, seal="A 4713", seal_reason="So it says."), "they differ"
    assert (bundle.papers_in_box, bundle.seal, bundle.also_counted_by) == (2, "A4713", None)
    with pytest.raises(Refusal, match="You counted this bundle first"):
        actions.confirm_count(people[1], bundle, 2, seal="A 4713")
    assert actions.confirm_count(people[2], bundle, 2, seal="a4713")
    assert (bundle.seal_read_by, bundle.seal_agreed_by) == (people[1].account_id, people[2].account_id)
    same = text("UPDATE bundle SET seal_agreed_by = seal_read_by")
    with pytest.raises(IntegrityError, match="two_people_read_the_seal"):
        db.session.execute(same)
    db.session.rollback()
    found = seals_read_in(voting_session.round_id)
    assert found == (1, [OtherSeal(voting_session.id, "A4711", "A4713", "So it says.")], 0)
    said = [str(each) for each in seals_in_words(published_of_sessions(voting_session.round_id)["seals"])]
    assert said == [
        "One session box was opened by two people.",
        "For one of them, the seal was not the one that was written down. Two people explained why.",
    ]


def test_those_who_sign_see_where_a_seal_was_another_one(app, voting_session, people):
    submits(voting_session, SEAL)
    why = {"seal": "", "seal_reason": WHY}
    bundle = actions.open_bundle(people[0], voting_session.round_id, voting_session, 2, **why)
    assert actions.confirm_count(people[1], bundle, 2, seal="")
    with app.test_request_context():
        found = other_seals_of(db.session.get_one(Round, voting_session.round_id))
        page = render_template("after_close/_other_seals.html", other_seals=found)
    assert voting_session.venue.name in page and "A4711" in page and "No seal" in page and WHY in page


def test_papers_may_be_counted_again_when_the_seal_is_gone(voting_session, people):
    submits(voting_session, SEAL)
    bundle = actions.open_bundle(people[0], voting_session.round_id, voting_session, 1, seal=SEAL)
    assert not actions.confirm_count(people[1], bundle, 2, seal=SEAL) and seal_to_read(bundle) is None
    assert actions.confirm_count(people[0], bundle, 2)
    actions.count_bundle_again(people[1], bundle, 2)
    assert actions.confirm_count(people[2], bundle, 2) and bundle.seal_reason is None
    assert [str(each) for each in seals_in_words(published_of_sessions(voting_session.round_id)["seals"])] == [
        "One session box was opened by two people.", "Each seal was the one that was written down.",
    ]  # fmt: skip


def test_a_box_without_a_written_seal_is_opened_without_and_counted_as_that(make, voting_session, people):
    submits(voting_session, "", "The seals were left at the office.")
    actions.agree_ballot_paper_account(Actor(make.staff(FACILITATOR).id, FACILITATOR), voting_session)
    bundle = actions.open_bundle(people[0], voting_session.round_id, voting_session, 2, seal="B 9")
    assert actions.confirm_count(people[1], bundle, 2) and bundle.seal is None
    assert seals_read_in(voting_session.round_id) == (1, [], 1)


def test_help_is_told_for_the_round_in_tens_and_not_where_nobody_was_asked(voting_session):
    assert help_given_in(voting_session.round_id) is None
    assert "help" not in published_of_sessions(voting_session.round_id)
    submits(voting_session, SEAL, WHY, help_given=HelpGiven(13, 4, 0))
    assert help_given_in(voting_session.round_id) == HelpGiven(13, 4, 0)
    assert str(help_in_words_of(published_of_sessions(voting_session.round_id))) == (
        "Help at voting sessions. Voters who had the ballot read to them: 10 to 19. Voters who told someone what to mark: "
        "fewer than 10. Voters who were helped by someone they brought: fewer than 10."
    )


def test_the_same_account_sent_again_leaves_no_second_line(voting_session):
    submits(voting_session, SEAL, help_given=HelpGiven(1))
    with pytest.raises(NothingChanged):
        submits(voting_session, SEAL, help_given=HelpGiven(1))
    assert db.session.query(RecordLine).filter_by(act="session.accounted").count() == 1


@pytest.mark.parametrize(
    ("off", "of", "is_so"),
    [(0, 10, False), (1, 49, True), (1, 51, False), (1, 50, True), (2, 101, False), (2, 100, True), (15, 5_000, True), (14, 5_000, False)],
)  # fmt: skip
def test_any_gap_of_few_papers_fifteen_or_two_in_a_hundred_are_a_lot(off, of, is_so):
    assert is_a_lot(off, of) == is_so


def test_papers_are_off_by_the_worst_of_the_ways_in_which_they_are_counted():
    assert papers_off(PaperCounts(30, 20, 10, 0, 0), here=30, issued=20) == 0
    assert papers_off(PaperCounts(30, 20, 7, 0, 0), here=31, issued=21) == 3
    assert papers_off(PaperCounts(30, 20, 10, 0, 0), here=28, issued=25) == 5
    assert papers_off(PaperCounts(3, 1, 2, 4, 0), here=3, issued=1) == 3


@pytest.mark.parametrize("typed", ["ab 47-11", " AB4711 ", "a b‑4711"])
def test_a_seal_is_the_same_however_it_is_typed(typed):
    assert seal_number(typed) == "AB4711"

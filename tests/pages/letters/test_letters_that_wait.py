"""Letters are named as work for groups that hear from us in no other way, until they were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pb import clock as program_clock
from pb.formats import day_time
from pb.programme.actions.letters import LETTERS_MADE, make_letters
from pb.programme.queries import letter_chores
from pb.programme.queries.chores import chores_of
from pb.programme.rules.agreements import agreed_by_silence
from pb.programme.rules.chores import ChoreKind
from pb.programme.rules.decision_letters import DecisionToTell, decision_letter, text_letter
from pb.programme.rules.freezing import BallotCandidate
from pb.programme.rules.letters import Office, VoteDates, letters_left, vote_letter
from pb.projects.actions import approve_ballot_text, write_ballot_text
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.roles import COORDINATOR, STEERING
from tests.support.makers.projects import WORDS, actor_of

NOON = datetime(2026, 3, 2, 12, tzinfo=program_clock.LOCAL)
BY_POST = {"contact_phone": "", "contact_address": "1 High Street, Leith"}
OFFICE = Office("Fund", "Leith", "0131 496 0000", "http://localhost/vote", "http://localhost/apply/resume")


def days(*which: int) -> list[datetime]:
    return [NOON + timedelta(days=each) for each in which]


@pytest.mark.parametrize(
    ("news", "made", "left"),
    [
        (days(1, 2, 3), [], 3),
        (days(1, 2, 3), [(days(4)[0], 3)], 0),
        (days(1, 2, 3), [(days(4)[0], 1)], 2),
        (days(1, 2, 5), [(days(4)[0], 9)], 1),
        (days(1, 5), [(days(0)[0], 2), (days(6)[0], 1)], 1),
        (days(1, 5), [(days(6)[0], 1), (days(2)[0], 1)], 0),
    ],
)
def test_letters_that_were_made_after_the_news_are_taken_off_the_number(news, made, left):
    assert letters_left(news, made) == left


def letters(round_) -> list[tuple[str, int]]:
    return [(str(it.where), it.number) for it in chores_of(round_, 0) if it.kind == ChoreKind.MAKE_LETTERS]


def test_a_group_without_email_or_phone_waits_for_its_letters_until_they_are_made(make, visitor, clock):
    round_ = make.applying_round()
    by_post, by_phone = make.application(round_, **BY_POST), make.application(round_)
    coordinator = make.staff(COORDINATOR)
    assert letters(round_) == []
    make.decided(by_phone, "eligible")
    assert letters(round_) == [], "somebody can phone this group"
    make.decided(by_post, "eligible")
    assert letters(round_) == [("decisions on applications", 1)]
    page = visitor.signed_in_as(coordinator).opens("/dashboard")
    assert page.links["Make one letter to print and post: decisions on applications"] == f"/rounds/{round_.id}/letters"
    clock.forward(minutes=1)
    make_letters(actor_of(coordinator), round_.id, "decisions", 2)
    assert letters(round_) == []
    clock.forward(minutes=1)
    write_ballot_text(actor_of(coordinator), by_post, BallotTextChange(title="Tea for all", body=WORDS))
    approve_ballot_text(actor_of(make.staff(STEERING)), by_post)
    assert letters(round_) == [("ballot texts to agree to", 1)]
    clock.forward(minutes=1)
    make_letters(actor_of(coordinator), round_.id, "texts", 1)
    assert letters(round_) == []


def test_the_act_that_is_looked_for_is_the_one_that_is_written():
    assert LETTERS_MADE.name == letter_chores._MADE


def test_what_a_group_agrees_to_is_in_its_letter_with_the_cost_and_the_address_for_its_code():
    decided = DecisionToTell(
        "Tea", "eligible", "", text=("Tea", "We pour."), cost="£350", text_stands="waiting", silence_until="9 May"
    )
    for letter in (
        decision_letter(("Rose",), "Spring", decided, OFFICE),
        text_letter(("Rose",), "Spring", decided, OFFICE),
    ):
        assert ("Cost", "£350") in [(str(what), it_is) for what, it_is in letter.facts]
        assert "your code: http://localhost/apply/resume" in " ".join(map(str, letter.after))


@pytest.mark.parametrize(
    ("decided", "is_named"),
    [
        (DecisionToTell("Tea", "fix", "Say who.", answer_by="1 March"), True),
        (DecisionToTell("Tea", "not_eligible", "No.", appeal_until="9 May"), True),
        (DecisionToTell("Tea", "not_eligible", "No."), False),
        (DecisionToTell("Tea", "fix", "Say who."), False),
        (DecisionToTell("Tea", "withdrawn", ""), False),
        (DecisionToTell("Tea", "eligible", "", text=("Tea", "We pour."), text_stands="agreed"), False),
    ],
)
def test_the_address_for_a_code_stands_where_the_code_can_do_something(decided, is_named):
    said = " ".join(map(str, decision_letter(("Rose",), "Spring", decided, OFFICE).after))
    assert (OFFICE.for_groups in said) is is_named


def test_who_agreed_by_saying_nothing_is_told_and_who_had_to_have_a_letter():
    said = [
        BallotCandidate(1, "Choir", 1, "approved", group="silent", silence="Friday at noon"),
        BallotCandidate(2, "Boat", 1, "approved", group="silent", silence="Monday at noon", only_by_post=True),
        BallotCandidate(3, "Tea", 1, "approved", group="agreed"),
    ]
    assert [str(each) for each in agreed_by_silence(said)] == [
        "“Choir”, until Friday at noon",
        "“Boat”, until Monday at noon. This group gave no email address and no phone number. Check that it got a letter.",
    ]


def test_the_page_of_the_freeze_names_them(make, visitor):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = make.applying_round(max_choices=1)
        silent = make.eligible(round_, **BY_POST)
        write_ballot_text(actor_of(make.staff(COORDINATOR)), silent, BallotTextChange(title="Tea for all", body=WORDS))
        approve_ballot_text(actor_of(make.staff(STEERING)), silent)
    page = visitor.signed_in_as(make.staff(COORDINATOR)).opens(f"/rounds/{round_.id}/freeze")
    assert "Who agreed by saying nothing" in page.main
    assert f"“Tea for all”, until {day_time(silent.ballot_text.silence_until)}. This group gave no email" in page.main


def test_a_vote_without_sessions_is_told_without_them():
    home = VoteDates("1 March", "14 March", "16 March", at_sessions=False)
    text = " ".join(map(str, vote_letter(("Rose",), "Spring", 7, "Tea", home, OFFICE).points))
    assert "At a voting session" not in text and "By post, with a paper" in text
    assert "At a voting session" in " ".join(
        map(str, vote_letter(("Rose",), "Spring", 7, "Tea", replace(home, at_sessions=True), OFFICE).points)
    )

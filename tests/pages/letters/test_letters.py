"""Letters to groups and venues: what they say, to whom, and that nothing of them is kept."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.formats import day_time
from pb.pages.letters import letters as page_of_letters
from pb.programme.actions.letters import LETTERS_MADE
from pb.programme.queries.letters import letters_of_kind, receivers
from pb.programme.rules.decision_letters import DecisionToTell, decision_letter, text_letter
from pb.programme.rules.letters import (
    KINDS,
    MOST_ADDRESS_LINES,
    Office,
    VoteDates,
    address_lines,
    venue_letter,
    vote_letter,
)
from pb.projects.actions import appeal, approve_ballot_text, write_ballot_text
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.record.models import RecordLine
from pb.roles import COORDINATOR, FACILITATOR, STEERING
from pb.rounds import actions as decisions
from tests.support.makers.projects import APPLICANT, WORDS, actor_of

OFFICE = Office("Older People’s Fund", "1 High Street, Leith", "0131 496 0000", "http://localhost/vote")
DATES = VoteDates("1 March", "14 March", "16 March", (("Tuesday 2 March", ("10am to noon: Thistle Club",)),))
TO = ("Rose", "Larks")


def read_out(letter) -> str:
    rows = [f"{what} {it_is}" for what, it_is in letter.facts]
    return "\n".join(map(str, (letter.heading, *letter.paragraphs, *rows, *letter.points, *letter.after)))


@pytest.mark.parametrize(
    ("decided", "said", "unsaid"),
    [
        (DecisionToTell("Tea", "eligible", "Well done.", text=("Tea for all", "We pour tea.")), ["Tea for all", "Well done."], "wrong, tell"),
        (DecisionToTell("Tea", "eligible", "Good.", text=("Tea", "We pour."), number=7), ["on the ballot", "number 7", "We pour."], "Good."),
        (DecisionToTell("Tea", "withdrawn", "The hall has closed."), ["The steering group writes:", "The hall has closed."], "will read"),
        (DecisionToTell("Tea", "fix", "Say who.", ("You have an account",), "1 March"), ["Say who.", "account", "1 March"], "by post"),
        (DecisionToTell("Tea", "fix", "Say who."), ["can no longer be changed"], "use your code"),
        (DecisionToTell("Tea", "not_eligible", "It is for one.", ("It is for all",)), ["It is for all", "tell us why"], "your code"),
        (DecisionToTell("Tea", "fix", "?", answer_by="1 March", fix_until="9 May"), ["by 9 May", "decides on what you sent"], "1 March"),
        (DecisionToTell("Tea", "fix", "Say who.", is_late=True), ["too late to change", "decides on what you sent before"], "frozen, so"),
        (DecisionToTell("Tea", "not_eligible", "No.", appeal_until="9 May"), ["until 9 May, but not after", "did not make this"], "tell us why"),
        (DecisionToTell("Tea", "not_eligible", "No.", is_answer=True), ["You appealed", "No.", "Nobody can appeal"], "can appeal until"),
        (DecisionToTell("Tea", "not_eligible", "No.", is_answer=True, appeal_until="9 May"), ["yourself, once", "9 May"], "Nobody can appeal"),
        (DecisionToTell("Tea", "withdrawn", ""), ["nobody can vote for it", "did not ask for this"], "steering group has decided"),
    ],
)  # fmt: skip
def test_each_decision_is_told_in_words_with_whom_to_phone(decided, said, unsaid):
    text = read_out(decision_letter(TO, "Spring", decided, OFFICE))
    assert all(each in text for each in (*said, "0131 496 0000", "Tea")) and unsaid not in text


def test_rules_that_are_not_met_are_listed_under_a_heading_of_their_number():
    for unmet, heading in (
        (("It is safe",), "This rule is not met"),
        (("It is safe", "It is new"), "These rules are not met"),
    ):
        letter = decision_letter(TO, "Spring", DecisionToTell("Tea", "not_eligible", "No.", unmet), OFFICE)
        assert (str(letter.points_title), letter.points) == (heading, unmet)


@pytest.mark.parametrize(
    ("stands", "silence", "said", "unsaid"),
    [
        ("waiting", "9 May", ["tell us whether you agree", "not hear from you by 9 May"], "only be on"),
        ("waiting", "", ["tell us whether", "only be on the ballot when you have agreed"], "not hear from you"),
        ("change_asked", "9 May", ["You have asked for a change"], "not hear from you"),
        ("silent", "9 May", ["You did not reply by 9 May"], "tell us whether"),
        ("agreed", "9 May", ["You have agreed to this text."], "tell us whether"),
    ],
)
def test_a_text_says_how_the_group_agrees_to_it(stands, silence, said, unsaid):
    decided = DecisionToTell(
        "Tea",
        "eligible",
        "",
        text=("Tea for all", "We pour tea."),
        text_stands=stands,
        silence_until=silence,
        texts_agreed=True,
    )
    for letter in (decision_letter(TO, "Spring", decided, OFFICE), text_letter(TO, "Spring", decided, OFFICE)):
        text = read_out(letter)
        assert (
            all(each in text for each in (*said, "Tea for all", "We pour tea.", "0131 496 0000")) and unsaid not in text
        )


def test_who_gets_the_answer_to_an_appeal_and_who_a_text_to_agree_to(make):
    round_ = make.applying_round()
    refused, other, asked = (make.application(round_) for _ in range(3))
    for project in (refused, other):
        make.decided(project, "not_eligible", "Too far.", (1,))
    appeal(APPLICANT, refused, "It is near.")
    assert receivers(round_, "appeals") == []
    make.decided(refused, "not_eligible", "It is still too far.", (1,))
    make.on_the_ballot(round_)
    make.decided(asked, "eligible")
    draft = BallotTextChange(title="Tea for all", body=WORDS)
    text = write_ballot_text(actor_of(make.staff(COORDINATOR)), asked, draft)
    assert receivers(round_, "texts") == []
    approve_ballot_text(actor_of(make.staff(STEERING)), asked)
    assert [each.id for each in receivers(round_, "appeals")] == [refused.id]
    assert [each.id for each in receivers(round_, "texts")] == [asked.id]
    (answer,), (words,) = (letters_of_kind(round_, of, receivers(round_, of), OFFICE) for of in ("appeals", "texts"))
    assert "It is still too far." in read_out(answer) and "appeal until" not in read_out(answer)
    assert WORDS in read_out(words) and day_time(text.silence_until) in read_out(words)
    (first,) = letters_of_kind(round_, "decisions", [other], OFFICE)
    assert f"appeal until {day_time(other.assessments[-1].appeal_until)}" in read_out(first)


def test_dates_are_told_with_days_places_and_ways_to_vote():
    for letter in (
        vote_letter(TO, "Spring", 7, "Tea", DATES, OFFICE),
        venue_letter(TO, "Spring", ("Ramp.",), DATES, OFFICE),
    ):
        text = read_out(letter)
        for each in (
            "1 March",
            "14 March",
            "16 March",
            "Tuesday 2 March",
            "Thistle Club",
            OFFICE.website,
            OFFICE.phone,
        ):
            assert each in text
    assert "Ramp." in text and "number 7" in read_out(vote_letter(TO, "Spring", 7, "Tea", DATES, OFFICE))


@pytest.mark.parametrize(
    ("phone", "address", "said"),
    [("0131", "Leith", "Phone us on 0131, or write"), ("0131", "", "Phone us on 0131."), ("", "Leith", "Write to the address")],
)  # fmt: skip
def test_a_letter_names_no_address_or_number_that_is_not_there(phone, address, said):
    office = Office("Fund", address, phone, "")
    assert said in read_out(decision_letter(TO, "Spring", DecisionToTell("Tea", "eligible", ""), office))
    assert address or "at the top of this letter" not in read_out(venue_letter(TO, "Spring", (), DATES, office))


def test_without_a_number_or_an_address_a_letter_promises_neither():
    text = read_out(venue_letter(TO, "Spring", (), DATES, Office("Fund", "", "", "")))
    assert "Phone us" not in text and "at the top" not in text


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("", ("Rose", "Larks")),
        ("1 High Street, Leith\n\nEH6 1AA", ("Rose", "Larks", "1 High Street", "Leith", "EH6 1AA")),
        ("a,b,c,d,e,f", ("Rose", "Larks", "a", "b", "c, d, e", "f")),
    ],
)
def test_an_address_fits_its_window(address, lines):
    assert address_lines(("Rose", "Larks"), address) == lines and len(lines) <= MOST_ADDRESS_LINES


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account(COORDINATOR))


def makes(desk, round_, kind, to="All of them", size="14 points"):
    desk.opens(f"/rounds/{round_.id}/letters")
    desk.ticks(str(KINDS[kind]), size).selects("Who are they for?", to)
    return desk.presses("Make these letters")


def test_letters_are_made_downloaded_and_recorded_by_their_number_alone(desk, make, clock):
    round_ = make.voting_round(projects=3)
    page = makes(desk, round_, "vote_dates")
    assert "3 letters are ready to download." in page.text
    file = desk.downloads(page.links["Download these letters"])
    assert file.get_data().startswith(b"%PDF-") and file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"] == f'attachment; filename="letters-round-{round_.id}.pdf"'
    assert "no-store" in file.headers["Cache-Control"]
    (line,) = RecordLine.query.filter_by(act=LETTERS_MADE.name).all()
    assert line.facts == {"kind": "vote_dates", "letters": 3}
    clock.forward(hours=25)
    assert desk.downloads(page.links["Download these letters"]).status_code in (302, 409)


def test_one_group_in_its_own_letters_and_large_print(desk, make, monkeypatch):
    round_ = make.voting_round(projects=3)
    told = []
    monkeypatch.setattr(page_of_letters, "document", lambda _template, data: told.append(data) or b"%PDF-")
    page = makes(desk, round_, "vote_dates", "Group 2", "18 points, large print")
    desk.downloads(page.links["Download these letters"])
    (data,) = told
    assert data["large"] and [each["to"][-1] for each in data["letters"]] == ["Group 2"]
    here, own = page.links["Download these letters"].split("?")
    assert desk.downloads(f"{here}?kind=vote_dates").status_code == 409, (
        "the record says that one letter left the program"
    )
    other = makes(desk, make.voting_round(projects=3), "vote_dates", "Group 2").links["Download these letters"]
    for pass_ in (own.replace("made=", "made=x"), other.split("?")[1]):
        assert desk.downloads(f"{here}?{pass_}").status_code == 409, "a letter that was not made here"


def test_a_pass_for_letters_is_of_who_made_them(desk, new_visitor, make):
    page = makes(desk, make.voting_round(projects=2), "vote_dates")
    colleague = new_visitor().signed_in_as(make.account(COORDINATOR))
    assert colleague.downloads(page.links["Download these letters"]).status_code == 409


def test_venues_hear_of_their_own_sessions_alone(desk, make, monkeypatch):
    round_ = make.voting_round()
    make.session_at(round_, make.account(FACILITATOR), venue="Thistle Club")
    make.session_at(round_, make.account(FACILITATOR), venue="Larch Library")
    told = []
    monkeypatch.setattr(page_of_letters, "document", lambda _template, data: told.append(data) or b"%PDF-")
    desk.downloads(makes(desk, round_, "venues").links["Download these letters"])
    for each in told[0]["letters"]:
        assert [str(each["facts"]).count(name) for name in ("Thistle Club", "Larch Library")] in ([1, 0], [0, 1])


def test_a_project_that_two_have_withdrawn_is_told_so_with_the_reason(make):
    round_ = make.voting_round(projects=2)
    by, project = actor_of(make.account(STEERING)), ballot_lines(round_.id)[0].project
    proposal = decisions.propose_withdrawal(by, round_, project.id, "The hall has closed.")
    decisions.agree_to(actor_of(make.account(STEERING)), proposal)
    (letter,) = letters_of_kind(make.fresh(round_), "decisions", [db.session.get_one(Project, project.id)], OFFICE)
    assert "The hall has closed." in read_out(letter) and "withdrawn" in str(letter.heading)


def test_nobody_gets_a_file_that_they_did_not_make_or_a_letter_that_is_not_theirs(desk, new_visitor, make):
    round_ = make.voting_round(projects=2)
    here = f"/rounds/{round_.id}/letters/letters.pdf?kind=decisions"
    assert desk.downloads(here).status_code == 409
    assert "Make them again" in desk.opens(here).text
    assert new_visitor().signed_in_as(make.account(STEERING)).downloads(here).status_code == 403
    make.session_at(round_, make.account(FACILITATOR), venue="Thistle Club")
    page = makes(desk, round_, "vote_dates", "Thistle Club")
    assert page.status == 422 and "does not get the letters that you selected" in page.text

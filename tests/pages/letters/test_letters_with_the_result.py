"""Each group of the ballot reads in a letter what its public result says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.pages.letters.results import result_letters, thanks_letters
from pb.pages.results.result_view import published
from pb.programme.queries.letters import receivers
from pb.programme.rules.letters import KINDS, Office
from pb.projects.queries import ballot_lines
from pb.roles import COORDINATOR, FACILITATOR, STEERING
from pb.rounds import actions as decisions
from pb.rounds.models import Round
from tests.support.pdf import needs_a_ruler, text_of_pages

OFFICE = Office("Older People’s Fund", "1 High Street, Leith", "0131 496 0000", "http://localhost/vote")


@pytest.fixture
def round_(make):
    """£1,000 for three projects: the first fits, the second gets what is left, the third has no vote."""
    ballots = ((1, 2), (1, 2), (1,))
    return make.published(
        make.voting_round(costs=[60_000, 60_000, 30_000], least=30_000, part_funding=True, max_choices=2), *ballots
    )


def read_out(app, round_: Round) -> list[str]:
    with app.test_request_context():
        made = result_letters(round_, receivers(round_, "results"), OFFICE)
        return [
            "\n".join(
                map(
                    str,
                    (each.heading, *each.paragraphs, *(f"{a}: {b}" for a, b in each.facts), *each.points, *each.after),
                )
            )
            for each in made
        ]


def test_a_letter_says_what_the_published_result_says_of_its_project(app, round_):
    letters = read_out(app, round_)
    rows = {row.number: row for row in published(round_.id).rows}
    assert len(letters) == 3
    for number, said in (
        (1, ("is funded:", "gets the £600 that it asked for", "Your group gets: £600", "how the money is paid")),
        (2, ("is funded in part:", "£400 of the £600", "Your group is offered: £400", "whether your group takes")),
        (3, ("is not funded this time:", "Your group gets: £0", "You can apply again when there is another round.")),
    ):  # fmt: skip
        letter = letters[number - 1]
        assert all(each in letter for each in said), letter
        assert f"Number on the ballot: {number}" in letter and f"Why: {rows[number].why}" in letter
        assert "People who voted in this round: 3" in letter and "0131 496 0000" in letter
        assert f"/rounds/{round_.id}/results" in letter and "signed by" in letter
    assert [each.split("Votes for your project: ")[1].split("\n")[0] for each in letters] == [
        "3 votes",
        "2 votes",
        "0 votes",
    ]


def test_nobody_gets_one_before_the_result_is_public_nor_for_a_project_off_the_ballot(make):
    round_ = make.voting_round(projects=3)
    assert receivers(round_, "results") == []
    gone = ballot_lines(round_.id)[1].project_id
    proposed = decisions.propose_withdrawal(make.actor(STEERING), round_, gone, "The group has folded.")
    decisions.agree_to(make.actor(STEERING), proposed)
    round_ = make.published(db.session.get_one(Round, round_.id), (1,), (3,))
    assert [each.id for each in receivers(round_, "results")] == [
        line.project_id for line in ballot_lines(round_.id) if line.project_id != gone
    ]


@needs_a_ruler
def test_the_file_has_a_sheet_for_each_group(visitor, make, round_):
    desk = visitor.signed_in_as(make.staff(COORDINATOR))
    desk.opens(f"/rounds/{round_.id}/letters")
    page = desk.ticks("The result of the vote, to groups on the ballot", "18 points, large print").presses(
        "Make these letters"
    )
    assert "3 letters are ready to download." in page.text
    file = desk.downloads(page.links["Download these letters"]).get_data()
    assert sum("The votes have been counted." in each for each in text_of_pages(file)) == 3


def test_a_venue_is_thanked_and_told_what_its_votes_did(app, make, clock):
    round_ = make.voting_round(costs=[60_000, 60_000])
    assert receivers(round_, "thanks") == []
    session = make.session_at(round_, make.staff(FACILITATOR), venue="Larch Library")
    clock.set(session.ends_at + timedelta(minutes=1))
    round_ = make.published(round_, (1,), (1,), (2,))
    [venue] = receivers(round_, "thanks")
    with app.test_request_context():
        [letter] = thanks_letters(round_, [venue], OFFICE)
    said = "\n".join(map(str, (letter.heading, *letter.paragraphs, *letter.points, *letter.after)))
    assert letter.to[0] == "Larch Library" and "Thank you for having a voting session" in said
    assert published(round_.id).headline in said and f"/rounds/{round_.id}/results" in said
    assert letter.facts == (("Project number 1", "£600"),)
    assert "large print" in said and "0131 496 0000" in said


@needs_a_ruler
def test_letters_to_venues_after_the_result_are_made_at_the_page(make, visitor, clock):
    round_ = make.voting_round(projects=2)
    session = make.session_at(round_, make.staff(FACILITATOR), venue="Larch Library")
    clock.set(session.ends_at + timedelta(minutes=1))
    round_ = make.published(round_, (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(hours=3))
    desk = visitor.signed_in_as(make.staff(COORDINATOR))
    desk.opens(f"/rounds/{round_.id}/letters")
    desk.ticks(str(KINDS["thanks"]), "14 points").selects("Who are they for?", "Larch Library")
    page = desk.presses("Make these letters")
    [sheet] = text_of_pages(desk.downloads(page.links["Download these letters"]).get_data())
    assert "Larch Library" in sheet and "What your vote did" in sheet

"""What a group is told without asking: its text on the ballot was corrected, its round has ended early."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.codes import shown
from pb.database import db
from pb.people.queries import people_in
from pb.programme.actions.corrections import agree_to_correction, propose_correction
from pb.programme.queries.letters import letters_of_kind, receivers
from pb.programme.rules.corrections import CorrectedWording
from pb.programme.rules.letters import KINDS, Office
from pb.projects.actions import approve_ballot_text, send_application, write_ballot_text
from pb.projects.queries import ballot_lines
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds import actions as rounds
from pb.rounds.models import Round
from tests.support.makers.projects import APPLICANT, WORDS, agrees

OFFICE = Office("Older People’s Fund", "1 High Street, Leith", "0131 496 0000", "http://localhost/vote")


@pytest.fixture
def corrected(make):
    """A frozen round in which the title of one project was corrected; and the code of its group."""
    with clock.moved(clock.now() - timedelta(days=15)):
        round_ = make.applying_round(max_choices=1)
        project, code = make.begun(round_)
        send_application(APPLICANT, project)
        make.decided(project, "eligible")
        write_ballot_text(make.actor(COORDINATOR), project, BallotTextChange("A day by the watre", WORDS))
        approve_ballot_text(make.actor(STEERING), project)
        agrees(project)
    make.freezes(round_)
    line = ballot_lines(round_.id)[0]
    wording = CorrectedWording("A day by the water", line.body)
    made = propose_correction(make.actor(COORDINATOR), round_, line.project_id, wording, "Two letters were swapped.")
    agree_to_correction(Actor(people_in(STEERING)[0].id, STEERING), round_, made)
    return db.session.get_one(Round, round_.id), code


def read_out(round_: Round, kind: str) -> list[str]:
    return [
        "\n".join(
            map(str, (each.heading, *each.paragraphs, *(f"{a}: {b}" for a, b in each.facts), *each.points, *each.after))
        )
        for each in letters_of_kind(round_, kind, receivers(round_, kind), OFFICE)
    ]


def test_a_corrected_text_and_an_early_end_are_told_on_the_page_and_by_letter(make, visitor, new_visitor, corrected):
    round_, code = corrected
    group = new_visitor()
    group.opens("/apply/resume")
    page = group.types("Your code", shown(code)).presses("Open it")
    for said in (
        "Your text on the ballot was corrected on",
        "A day by the watre",
        "A day by the water",
        "Reason: Two letters were swapped.",
    ):
        assert said in page.main
    assert [kind for kind in KINDS if receivers(round_, kind)] == ["decisions", "corrected", "vote_dates"]
    (letter,) = read_out(round_, "corrected")
    for said in (
        "Old title: A day by the watre",
        "New title: A day by the water",
        "swapped",
        "0131 496 0000",
        "number 1",
    ):
        assert said in letter
    assert "Old text" not in letter and "recording" not in letter
    desk = visitor.signed_in_as(make.staff(COORDINATOR))

    made = rounds.propose_abandoning(make.actor(COORDINATOR), db.session.get_one(Round, round_.id), "The money went.")
    rounds.agree_to_abandon(Actor(people_in(STEERING)[0].id, STEERING), made)
    ended = db.session.get_one(Round, round_.id)
    assert [kind for kind in KINDS if receivers(ended, kind)] == ["ended"]
    (letter,) = read_out(ended, "ended")
    for said in ("has ended early", "Reason: The money went.", "Votes that were cast do not count.", "another round"):
        assert said in letter
    later = make.applying_round(name="Autumn")
    assert "You can apply again in the round “Autumn”, until" in read_out(ended, "ended")[0]
    desk.opens(f"/rounds/{round_.id}/letters")
    page = desk.ticks("The round has ended early, to groups", "14 points").presses("Make these letters")
    assert "One letter is ready to download." in page.text
    assert desk.follows("Download these letters").status == 200 and later.id != ended.id
    assert "was corrected on" in group.opens("/apply/your-application").main and "was abandoned on" in group.page.text


def test_who_is_told_of_an_early_end(make):
    """Groups that had sent an application, and no others; of a round that goes on nobody."""
    round_ = make.applying_round()
    make.begun(round_)
    sent, _code = make.begun(round_)
    send_application(APPLICANT, sent)
    assert receivers(round_, "ended") == [] == receivers(round_, "corrected")
    rounds.agree_to_abandon(
        make.actor(STEERING), rounds.propose_abandoning(make.actor(COORDINATOR), round_, "The money went.")
    )
    (letter,) = read_out(db.session.get_one(Round, round_.id), "ended")
    assert sent.title in letter and "Votes that were cast" not in letter

"""Objections on the pages of everybody, of those who answer, and on the result."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.results.queries.objections import announced_of, objections_until
from pb.web.access import Role

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
WORDS = "The box at the library stood open."
QUESTION = "What was done wrongly, and how do you know?"


@pytest.fixture
def round_(make, clock):
    found = make.voting_round(objection_days=3)
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.counted(found)


@pytest.fixture
def here(round_):
    return f"/rounds/{round_.id}"


@pytest.fixture
def morag(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def ina(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))


def test_somebody_objects_two_answer_and_everybody_reads_it_with_the_result(
    make, here, round_, morag, ina, new_visitor, clock
):
    reader = new_visitor()
    reader.opens(here)
    page = reader.follows("Until")
    assert "There were 5 votes in the ballot box" in page.main and announced_of(latest_count(round_.id)) in page.main
    assert latest_count(round_.id).outcome_hash not in page.html and "funded" not in page.main
    assert reader.presses("Send my objection").status == 422, "without words"
    page = reader.types(QUESTION, WORDS).types("Your name", "Rose Bell").presses("Send my objection")
    assert "Its number is 1" in page.text
    assert "Answer the objections" in morag.opens("/dashboard").main
    morag.opens(f"{here}/after-close")
    morag.follows("The time for objections is over, and each is answered")
    page = morag.follows("Read objection 1")
    assert WORDS in page.main and "Rose Bell" in page.main
    assert morag.presses("Propose this answer").status == 422
    morag.types("What is the objection about? Use no names.", "A box at a session.").ticks("No")
    page = morag.types("What is the answer, and why? Use no names.", "Its seal was whole.").presses(
        "Propose this answer"
    )
    assert "I agree to this answer" not in page.html
    ina.opens("/dashboard")
    ina.follows("Look at the proposed answer to objection 1")
    assert "The objection is answered" in ina.presses("I agree to this answer").text
    assert "Wait until the time for objections is over" in morag.opens("/dashboard").main
    clock.set(objections_until(round_.id))
    assert "was over on" in reader.opens(f"{here}/results/objections").main
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    page = reader.opens(f"{here}/results")
    assert "One objection came. Two people answered it." in page.main
    assert "A box at a session." in page.main and "Its seal was whole." in page.main
    assert WORDS not in page.html and "Rose Bell" not in page.html
    assert '"upheld": false' in reader.downloads(f"{here}/results/files/result.json").get_data(as_text=True)


def test_staff_write_down_what_came_by_telephone_and_an_answer_is_turned_down(here, round_, morag, ina):
    morag.opens(f"{here}/after-close/objections")
    assert morag.presses("Write this objection down").status == 422
    page = morag.ticks("By telephone").types(QUESTION, "It was too loud.").presses("Write this objection down")
    assert "Tell the person its number: 1" in page.text
    morag.follows("Read objection 1")
    morag.types("What is the objection about? Use no names.", "Noise.").ticks("Yes")
    morag.types("What is the answer, and why? Use no names.", "We are sorry.").presses("Propose this answer")
    ina.opens(f"{here}/after-close/objections/1")
    assert "Someone can propose another one" in ina.presses("Turn this proposal down").text


def test_so_many_objections_from_one_place_have_to_wait(here, new_visitor, round_):
    reader = new_visitor()
    for _ in range(10):
        reader.opens(f"{here}/results/objections")
        reader.types(QUESTION, WORDS).presses("Send my objection")
    reader.opens(f"{here}/results/objections")
    page = reader.types(QUESTION, WORDS).presses("Send my objection")
    assert page.status == 422 and "Many objections have been sent on this connection" in page.main
    assert WORDS in page.html, "what was typed is still there"


def test_a_round_without_days_has_no_such_page(make, visitor, clock):
    found = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    assert visitor.opens(f"/rounds/{found.id}/results/objections").status == 404

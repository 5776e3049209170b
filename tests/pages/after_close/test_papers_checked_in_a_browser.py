"""The check of the papers in a browser: one paper after another without a mouse, on each size of screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.paper.queries import agreed_papers
from pb.paper.rules import shown_serial
from pb.results.queries.paper_checks import check_state, papers_to_look_at
from pb.web.access import Role
from tests.support.browser import DESK, PHONE, TABLET
from tests.support.makers.checks import DICE


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK])
def test_papers_are_looked_at_by_the_keyboard_alone(make, clock, new_browser_visitor, size):
    round_ = make.with_papers_to_check("1 2", "1 3", "4", ballots=((1, 2),))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    ina = new_browser_visitor(size).signed_in_as(make.staff(Role.STEERING, declared_in=round_))
    ina.opens(f"/rounds/{round_.id}/after-close/paper-check").follows("Look at papers")
    papers = list(agreed_papers(round_.id).values())
    keyboard = ina.page.keyboard
    for paper in papers[:2]:
        keyboard.type(paper.serial)
        keyboard.press("Enter")
        keyboard.type(paper.typed[0].text)
        keyboard.press("Enter")
        ina.page.get_by_text(f"Paper {shown_serial(paper.serial)} is saved.").wait_for()
        ina.looks()
    keyboard.type(papers[2].serial)
    for key in ("Enter", "Tab", "Space", "Enter"):  # it is not in its box
        keyboard.press(key)
    ina.page.get_by_text("There is no paper left for you to look at.").wait_for()
    db.session.rollback()
    seen = [next(iter(each.seen.values())) for each in papers_to_look_at(check_state(round_.id))]
    assert sorted(each.kind for each in seen).count("missing") == 1


def test_the_dice_and_what_came_of_them_on_a_phone(make, clock, new_browser_visitor):
    round_ = make.counted(make.opened_with_papers("1 2", "1 3", ballots=((1, 2),)))
    make.check_of_a_sample(round_, drawn=2)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    mo, ina = (
        new_browser_visitor(PHONE).signed_in_as(make.staff(each, declared_in=round_))
        for each in (Role.COORDINATOR, Role.STEERING)
    )
    for person in (mo, ina):
        person.opens(f"/rounds/{round_.id}/after-close/paper-check")
        person.types("What the dice showed, in the order they were rolled", DICE).presses("Save these dice")
    assert "31425 16124 35261 36412" in ina.text
    db.session.rollback()  # the server has written since
    make.looked_at(round_)
    assert "The paper part confirms the result" in mo.opens(f"/rounds/{round_.id}/after-close/paper-check").text
    assert "The paper part confirms the result" in mo.opens(f"/rounds/{round_.id}/after-close/count").text

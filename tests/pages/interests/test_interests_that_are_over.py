"""On the page of interests two people release somebody from an interest."""

from __future__ import annotations

from pb.people.actions import declare_interest
from pb.people.queries import has_declared_interest
from pb.web.access import Role
from tests.support.makers.projects import actor_of


def test_one_says_why_it_is_over_and_another_agrees(visitor, make):
    round_ = make.applying_round(criteria=0)
    project = make.application(round_, title="Choir")
    jean = make.account(Role.STEERING, name="Jean Orr")
    said = {"round_id": round_.id, "project_id": project.id}
    declare_interest(actor_of(jean), **said, description="I sing there.")
    page = visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag Bell")).opens(
        f"/rounds/{round_.id}/interests"
    )
    assert "Interests that still count" in page.main and "Jean Orr: Choir" in page.main
    visitor.follows("This interest is over")
    assert visitor.presses("Propose that it is over").status == 422
    page = visitor.types("Why is the interest over?", "She has left.").presses("Propose that it is over")
    assert "Morag Bell proposed on" in page.main and "“She has left.”" in page.main and "I agree" not in page.main
    page = visitor.signed_in_as(jean).opens(f"/rounds/{round_.id}/interests")
    assert "I agree" not in page.main and "Turn this down" not in page.main
    visitor.signed_in_as(make.account(Role.STEERING)).opens(f"/rounds/{round_.id}/interests")
    page = visitor.presses("I agree Jean Orr: Choir")
    assert "Jean Orr can take part again." in page.main and "Interests that still count" not in page.main
    assert not has_declared_interest(jean.id, project.id)


def test_who_turns_it_down_leaves_the_interest_as_it_was(visitor, make):
    round_ = make.applying_round(criteria=0)
    project = make.application(round_, title="Choir")
    jean, office = make.account(Role.STEERING, name="Jean Orr"), make.account(Role.COORDINATOR)
    declare_interest(actor_of(jean), round_id=round_.id, project_id=project.id, description="I sing there.")
    here = f"/rounds/{round_.id}/interests"
    visitor.signed_in_as(office).opens(f"{here}/{project.id}/of/{jean.id}")
    visitor.types("Why is the interest over?", "She has left.").presses("Propose that it is over")
    page = visitor.signed_in_as(make.account(Role.STEERING)).opens(here)
    assert "The proposal has been turned down." in visitor.presses("Turn this down Jean Orr: Choir").main
    assert has_declared_interest(jean.id, project.id)
    assert visitor.opens(f"{here}/{project.id}/of/{office.id}").status == 404
    assert "An interest counts in later rounds too" in page.main

"""Two rounds, one after the other, as staff and groups read them: part funding is published, money and a project go on to
the next round, and that one is published too. The sums of every page are the same.

Deciding, freezing, voting, counting and signing are the rooms' acts here; other journeys press their buttons.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.codes import shown
from pb.database import db
from pb.programme.queries.letters import receivers
from pb.programme.rules.letters import KINDS
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.projects.queries.applications import carried_in
from pb.results import actions as results
from pb.results.queries.counts import latest_count
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.rounds.queries import members_of, newest_first
from tests.support.makers.projects import actor_of, agrees
from tests.support.round_settings import change_settings

POTS = ("North", "South")
TURN = "when its turn came."


@pytest.fixture
def coordinator(make):
    return make.account(Role.COORDINATOR, name="Morag")


@pytest.fixture
def desk(new_visitor, coordinator):
    return new_visitor().signed_in_as(coordinator)


def asks_for(make, round_, pot: str, title: str, pence: int, least: int | None = None) -> int:
    """A project with its text on the way to the ballot."""
    pot_id = next(each.id for each in round_.pots if each.name == pot)
    given = {"title": title, "cost_lines": [(title, pence)], "least_pence": least, "pot_id": pot_id}
    return make.on_the_ballot(round_, **given).id


def numbers_of(round_id: int) -> dict[int, int]:
    return {line.project_id: line.number for line in ballot_lines(round_id)}


def frozen_and_voted(make, clock, round_: Round, *ballots: tuple[int, ...]) -> None:
    """The ballot is frozen, these projects (ids) are voted for, and the result is published."""
    clock.set(round_.applications_close_at + timedelta(days=1))
    make.freezes(round_)
    clock.set(round_.voting_opens_at + timedelta(days=1))
    number = numbers_of(round_.id)
    make.opened_box(make.fresh(round_), *[tuple(number[each] for each in ballot) for ballot in ballots])
    clock.set(round_.post_closes_at + timedelta(days=1))
    one, two = (Actor(member.account_id, Role.STEERING) for member in members_of(round_.id)[:2])
    make.counted(make.fresh(round_))
    for member in (one, two):
        results.sign(member, make.fresh(round_), latest_count(round_.id).outcome_hash)
    results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def page_of_group(new_visitor, coordinator, project_id: int):
    """What the group of this project reads, with a code that the office gave it."""
    code = actions.renew_code(actor_of(coordinator), db.session.get_one(Project, project_id), "It was lost.")
    group = new_visitor()
    group.opens("/apply/resume")
    return group.types("Your code", shown(code)).presses("Open it").main


def rows_of(page, caption: str) -> list:
    """Rows of a table without the first cell; a line across all of it by itself."""
    return [row[1:] or row[0] for row in page.tables[caption][1:]]


def rows_of_money(desk, round_: Round) -> dict[str, list[str]]:
    page = desk.opens(f"/rounds/{round_.id}/money")
    return {row[0]: row[1:] for row in page.tables["The pots of this round"][1:]}


def ids_by_title(round_: Round) -> dict[str, int]:
    return {db.session.get_one(Project, each).title: each for each in numbers_of(round_.id)}


@pytest.fixture
def first(make, clock):
    """£2,000 in each pot. North: £1,200 wins, £1,100 is offered the £800 that are left. South: one of £350."""
    round_ = make.applying_round(
        pots=POTS, criteria=1, ceiling_pence=400_000, part_funding=True, min_choices=1, max_choices=4, name="Spring"
    )
    asked = (("North", "Bus", 120_000), ("North", "Hall", 110_000, 60_000), ("North", "Choir", 35_000))
    bus, hall, choir = (asks_for(make, round_, *each) for each in asked)
    tea = asks_for(make, round_, "South", "Tea", 35_000)
    frozen_and_voted(make, clock, round_, (bus, hall, tea), (bus, hall), (bus, hall, tea), (bus, choir), (bus,))
    return make.fresh(round_)


def part_funding_is_told_alike_to_everybody(first, desk, coordinator, new_visitor):
    ids = ids_by_title(first)
    public = new_visitor().opens(f"/rounds/{first.id}/results")
    assert "3 of 4 projects are funded. They get £2,350 of the £4,000. One of them is funded in part." in public.main
    bus, line, hall, choir = rows_of(public, "Projects of the pot North")
    assert bus[:4] == ["5", "£1,200", "£1,200", f"Funded It is funded: it costs £1,200, and £2,000 was left {TURN}"]
    assert line == "The money ran short here. Below this line no project is funded in full."
    why = "It costs £1,100 and only £800 was left, but its group can work with £600 or more."
    assert hall[:4] == ["3", "£1,100", "£2,000", f"Funded in part It gets £800. {why}"]
    assert choir[3].startswith(f"Not funded It is not funded: it costs £350, and nothing was left {TURN}")
    assert "It would have got money with 2 more votes." in choir[3], "a tie, and it costs less"
    assert "The only project is funded." in public.main and "South: Votes" in public.main
    group = page_of_group(new_visitor, coordinator, ids["Hall"])
    assert "We can offer your group £800 of the £1,100 that it asked for." in group
    money = rows_of_money(desk, first)
    assert money["North"] == ["£2,000", "£0", "£2,000", "£2,650", "£2,000", "£0"]
    assert money["South"] == ["£2,000", "£0", "£2,000", "£350", "£350", "£1,650"]
    gets = {row[0].split()[0]: row[5] for row in desk.page.tables["What groups ask for"][1:]}
    assert gets == {"Bus": "£1,200", "Hall": "£800", "Choir": "£0", "Tea": "£350"}
    told = {kind: {each.id for each in receivers(first, kind)} for kind in KINDS if receivers(first, kind)}
    assert told == {"results": set(ids.values())}
    letters = desk.opens(f"/rounds/{first.id}/letters").tables["Who gets a letter now"][1:]
    assert [row[:2] for row in letters] == [["The result of the vote, to groups on the ballot", "4"]]


def carried_money_pays_for_a_project_and_each_sum_says_whose_it_is(make, clock, first, desk, coordinator, new_visitor):
    choir = ids_by_title(first)["Choir"]
    page = desk.opens(f"/rounds/{first.id}/next-round")
    assert "£1,650 was not spent in this round." in page.main
    desk.types("Name of the next round", "Autumn").types("How many weeks later should it be?", "20")
    desk.ticks("Add the money that was not spent", f"{numbers_of(first.id)[choir]}. A day by the water, £350")
    assert desk.presses("Start the next round").heading == "Autumn"
    second = newest_first()[0]
    desk.presses("Publish this round")
    assert "Your project goes on in “Autumn”." in page_of_group(new_visitor, coordinator, choir)

    clock.set(second.applications_open_at + timedelta(days=1))
    (again,) = carried_in(second.id)
    make.decided(db.session.get_one(Project, again), "eligible")
    actions.approve_ballot_text(actor_of(make.staff(Role.STEERING)), db.session.get_one(Project, again))
    agrees(db.session.get_one(Project, again))
    trip = asks_for(make, second, "South", "Trip", 300_000)
    change_settings(actor_of(coordinator), second, max_choices=2)
    assert receivers(make.fresh(second), "decisions"), "until the result is public they are told what was decided"
    frozen_and_voted(make, clock, second, (again, trip), (trip,))

    public = new_visitor().opens(f"/rounds/{second.id}")
    assert "North £2,000 South £2,000 Carried over from the round before (South) £1,650" in public.main
    public = new_visitor().opens(f"/rounds/{second.id}/results")
    assert "Both projects are funded. They get £3,350 of the £5,650." in public.main
    (paid,) = rows_of(public, "Projects of the pot South")
    assert paid[3] == f"Funded It is funded: it costs £3,000, and £3,650 was left {TURN}"
    assert "has the fewest" not in public.main, "nothing is compared with itself"
    assert "Your group gets £3,000." in page_of_group(new_visitor, coordinator, trip)
    money = rows_of_money(desk, second)
    assert money["North"] == ["£2,000", "£0", "£2,000", "£350", "£350", "£1,650"]
    assert money["South"] == ["£2,000", "£1,650", "£3,650", "£3,000", "£3,000", "£650"]
    assert "£2,300 was not spent in this round." in desk.opens(f"/rounds/{second.id}/next-round").main


def test_two_rounds_are_published_one_after_the_other(make, clock, first, desk, coordinator, new_visitor):
    part_funding_is_told_alike_to_everybody(first, desk, coordinator, new_visitor)
    carried_money_pays_for_a_project_and_each_sum_says_whose_it_is(make, clock, first, desk, coordinator, new_visitor)

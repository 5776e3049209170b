"""The boxes of a day: which car takes which, and the lists that lie in each car."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.database import db
from pb.paper import actions
from pb.paper.models import Batch
from pb.paper.queries.packing import packed_on, sessions_on
from pb.venues.actions import cancel_session
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.pdf import needs_a_ruler, text_of_pages


@pytest.fixture
def three(make, round_):
    """Two sessions today, one tomorrow; the first has papers and a spare batch."""
    ann = make.account(FACILITATOR, name="Ann Kerr")
    with clock.moved(clock.now().replace(hour=9, minute=0)):
        made = [make.session_at(round_, ann, venue=name) for name in ("Leith Library", "Gilmerton Hub")]
    with clock.moved(clock.now().replace(hour=9, minute=0) + timedelta(days=1)):
        made.append(make.session_at(round_, ann, venue="Portobello Bowling Club"))
    actions.print_batch(COMMAND, round_.id, made[0], 40)
    spares = actions.print_batch(COMMAND, round_.id, None, 20, spare=True)
    actions.move_papers(COMMAND, spares, None, made[0], 5, "Ann Kerr")
    return made


def packing(round_) -> str:
    return f"/rounds/{round_.id}/paper-desk/packing"


def today():
    return clock.today()


def test_boxes_are_put_into_cars_and_those_of_which_nobody_said_it_stand_last(round_, three):
    actions.choose_cars(COMMAND, round_.id, today(), {three[1].id: " Red van "})
    packed = packed_on(round_.id, today())
    assert [(car, [box.session.venue.name for box in boxes]) for car, boxes in packed.items()] == [
        ("Red van", ["Gilmerton Hub"]), ("", ["Leith Library"]),
    ]  # fmt: skip
    (box,) = packed[""]
    assert [(each.papers, each.is_spare) for each in box.batches] == [(40, False), (5, True)] and box.team == [
        "Ann Kerr"
    ]
    cancel_session(COMMAND, three[0], "No heating.")
    assert [each.id for each in sessions_on(round_.id, today())] == [three[1].id]


def test_a_day_is_packed_on_one_page_and_printed_for_each_car(desks, round_, three):
    desk = desks[0]
    desk.opens(f"/rounds/{round_.id}/paper-desk")
    page = desk.follows("Pack the boxes")
    assert "Leith Library" in page.main and "Portobello" not in page.main
    for session in three[:2]:
        desk.types(session.venue.name, "Ann’s car")
    page = desk.presses("Save the cars")
    assert "The cars have been saved." in page.text
    assert [each.car for each in db.session.query(VotingSession).order_by(VotingSession.id)] == ["Ann’s car"] * 2 + [
        None
    ]
    assert desk.presses("Save the cars").status == 200


@needs_a_ruler
def test_the_list_says_what_goes_into_which_box_and_whom_to_phone(app, desks, make, round_, three):
    make.account(COORDINATOR, name="Morag Bain")
    batches = [each.id for each in sorted(db.session.query(Batch), key=lambda each: each.id)]
    actions.choose_cars(COMMAND, round_.id, today(), {three[0].id: "Red van", three[1].id: "Blue car"})
    pages = text_of_pages(desks[0].downloads(f"{packing(round_)}/lists.pdf?day={today()}").get_data())
    assert len(pages) == 4
    assert "Pack list: Blue car" in pages[0] and "Gilmerton Hub" in pages[0] and "none printed yet" in pages[0]
    assert "Who to phone" in pages[1] and "Morag Bain" in pages[1] and "Ann Kerr" in pages[1]
    assert "Pack list: Red van" in pages[2] and "1 session box, 45 ballot papers" in pages[2]
    assert f"batch {batches[0]}" in pages[2] and f"batch {batches[1]} (spares)" in pages[2] and "seals" in pages[2]
    assert len(text_of_pages(desks[0].downloads(f"{packing(round_)}/lists.pdf?car=Red+van").get_data())) == 2


@pytest.mark.parametrize("asked", ["?car=Green+van", "?day=1999-01-01&car=Green+van"])
def test_a_car_that_takes_nothing_has_no_list(desks, round_, three, asked):
    assert desks[0].opens(f"{packing(round_)}/lists.pdf{asked}").status == 404


def test_without_sessions_nothing_is_packed(desks, round_):
    assert "No sessions yet" in desks[0].opens(packing(round_)).main
    assert desks[0].opens(f"{packing(round_)}/lists.pdf").status == 404


def test_the_board_is_sorted_by_link(desks, round_, three):
    def places(sort: str) -> list[str]:
        page = desks[0].opens(f"/rounds/{round_.id}/paper-desk?sort={sort}")
        return [row[0].split("\n")[0] for row in page.tables["Where the papers are"][1:]]

    assert [each.split()[0] for each in places("place")] == ["Gilmerton", "Leith", "Portobello"]
    assert [each.split()[0] for each in places("time")] == ["Leith", "Gilmerton", "Portobello"]

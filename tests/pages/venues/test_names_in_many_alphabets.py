"""Names as people all over the world type them, on pages: one name is one, keeps its direction, and is told where no font
has it.
"""

from __future__ import annotations

import pytest

from pb.refusals import Refusal
from pb.rounds.queries import round_name_is_taken
from pb.venues import actions, queries
from pb.venues.rules.reading import read_list
from pb.web.access import Actor, Role

BY = Actor(None, Role.COMMAND)
URDU = "مسجد قبا (2)"


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def adds(desk, name: str):
    desk.opens("/venues/new")
    return desk.types("Name of the venue", name).presses("Save the venue")


@pytest.mark.parametrize("twin", ["Cafe\u0301 O'Neil", "CAFÉ O’NEIL", "Café\u00a0O’Neil\u200b", "Café  Oʼ\u00adNeil"])
def test_a_venue_has_one_name_however_it_is_typed(desk, twin):
    actions.add_venue(BY, "Café O’Neil")
    assert "There is already a venue with this name." in adds(desk, twin).text
    with pytest.raises(Refusal, match="already a venue"):
        actions.add_venue(BY, twin)
    assert [each.name for each in queries.venues()] == ["Café O’Neil"]


def test_a_round_has_one_name_however_it_is_typed(make):
    make.voting_round(name="Rownd y Tŷ")
    assert round_name_is_taken("rownd y TY\u0302\u200b", besides=None) and not round_name_is_taken(
        "Rownd y Ty", besides=None
    )


@pytest.mark.parametrize("name", ["\u200b", "\ufeff\u2060", "\u2800", " \u202e "])
def test_a_venue_needs_a_name_that_can_be_seen(desk, name):
    assert "Enter the name" in adds(desk, name).text
    with pytest.raises(Refusal):
        actions.add_venue(BY, name)
    assert queries.venues() == []


def test_a_list_is_read_with_the_same_letters(make, desk):
    venue = actions.add_venue(BY, "Café O’Neil")
    round_ = make.voting_round()
    rows, faults = read_list(
        "venue,date,starts,ends\nCafe\u0301 O'Neil,29/11/2026,10am,noon\n\u200b,\u200b,,\n".encode()
    )
    assert not faults and [row.venue for row in rows] == ["Café O'Neil"]
    assert set(queries.known_to(round_).venues) == {"café o'neil"} and venue.name == "Café O’Neil"


def test_a_name_from_right_to_left_turns_nothing_round_it(desk):
    page = adds(desk, URDU)
    assert f"\u2068{URDU}\u2069" in page.html, "isolated, as <bdi> would"
    desk.follows(f"\u2068{URDU}\u2069")
    assert f'value="{URDU}"' in desk.page.html, "to be edited as it is"
    desk.presses("Save the venue")
    assert [each.name for each in queries.venues()] == [URDU]


def test_a_name_that_no_font_has_is_taken_and_told(desk):
    page = adds(desk, "한 Hall")
    assert "The venue has been added." in page.text and "한 (hangul syllable han)" in page.text
    assert "Our fonts" not in adds(desk, "Дім культури 🎶").text

"""What is wrong with a round's settings is said at the top and beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.clock import LOCAL
from pb.database import db
from pb.rounds.models import Round
from tests.support.round_form import fills_in


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def test_a_form_with_mistakes_says_each_beside_its_field_and_loses_nothing(desk):
    desk.opens("/rounds/new")
    fills_in(desk, money="a lot", **{"Voting closes": ("31 2 2027", "17:00")})
    page = desk.presses("Save the round")
    assert page.status == 422
    assert "“Money in the pot” must be an amount in pounds, like 120 or 120.50." in page.errors
    assert "“Voting closes” must be a real date, like 24 11 2026." in page.errors
    assert 'value="a lot"' in page.html and 'value="31"' in page.html and 'value="Spring 2027"' in page.html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"Money in the pot": ""}, "Enter how much money is in the pot."),
        ({"Money in the pot": "0"}, "Enter how much money is in the pot."),
        ({"Name of pot 3": "North"}, "Enter how much money is in the pot “North”."),
        ({"Money in pot 4": "lots"}, "“Money in pot 4” must be an amount in pounds, like 120 or 120.50."),
        ({"The most one group": ""}, "Enter the most one group can ask for."),
        ({"Extra minutes": "many"}, "Enter how many extra minutes voters get to finish, from 0 to 60."),
        ({"Fewest projects": ""}, "Enter the fewest projects a voter can choose."),
        ({"Most projects": "9" * 5000}, "Enter the most projects a voter can choose."),
        ({"Most projects": "1 2"}, "Enter the most projects a voter can choose."),
        ({"Money in the pot": "12 34"}, "“Money in the pot” must be an amount in pounds, like 120 or 120.50."),
        ({"Minimum votes": "1.5"}, "Enter the minimum votes for a project. If there is no minimum, enter 0."),
    ],
)
def test_one_mistake_is_said_at_the_top_in_a_sentence_that_names_its_field(desk, typed, sentence):
    desk.opens("/rounds/new")
    fills_in(desk)
    for label, written in typed.items():
        desk.types(label, written)
    page = desk.presses("Save the round")
    assert page.status == 422 and page.errors == [sentence] and page.title.startswith("Error: ")
    assert page.links[sentence].startswith("#") and db.session.scalar(select(Round)) is None


def test_what_is_missing_is_told_apart(desk):
    desk.opens("/rounds/new")
    page = desk.types("Who can vote: age", "").presses("Save the round")
    assert page.status == 422 and len(set(page.errors)) == len(page.errors) >= 7
    assert "Enter when applications close." in page.errors and "Enter by when postal votes must arrive." in page.errors


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("9am", "09:00"),
        ("9.30am", "09:30"),
        ("2pm", "14:00"),
        ("14.30", "14:30"),
        ("9:05 PM", "21:05"),
        ("12am", "00:00"),
        ("12.15pm", "12:15"),
        ("midday", "12:00"),
        ("5.30 p.m.", "17:30"),
        ("12 noon", "12:00"),
    ],
)
def test_times_are_taken_as_people_write_them(desk, time, kept):
    desk.opens("/rounds/new")
    page = fills_in(desk, **{"Applications open": ("1 March 2027", "")}).types("Time", time, within="Applications open")
    assert page.presses("Save the round").status == 200
    assert f"{db.session.scalars(select(Round)).one().applications_open_at.astimezone(LOCAL):%H:%M}" == kept


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("31 2 2027", "9am", "“Applications open” must be a real date, like 24 11 2026."),
        (
            "1 3 1927",
            "9am",
            "“Applications open” must be a real date, like 24 11 2026. The year must be from 2000 to 2100.",
        ),
        ("1 3 2027", "", "“Applications open” must have a time, like 9am or 14:30."),
        ("1 3 2027", "9", "“Applications open” must have a time, like 9am or 14:30. Write 9am or 9pm."),
        ("1 3 2027", "13pm", "“Applications open” must have a time, like 9am or 14:30. Write 13:00."),
        (
            "28 3 2027",
            "1:30am",
            "“Applications open” must be at another time. There is no 1:30am on Sunday 28 March 2027, because the clocks "
            "go forward. Enter 00:30 or 02:30.",
        ),
    ],
)
def test_no_moment_is_guessed(desk, day, time, sentence):
    desk.opens("/rounds/new")
    fills_in(desk, **{"Applications open": (day, "")}).types("Time", time, within="Applications open")
    assert desk.presses("Save the round").errors == [sentence]


def test_days_are_taken_as_people_write_them_and_the_end_of_a_day_is_said_and_typed_again_as_such(desk):
    desk.opens("/rounds/new")
    typed = {"Applications open": ("1 Sept 26", "9am"), "Voting closes": ("26 April 2027", "24:00")}
    assert fills_in(desk, **typed).presses("Save the round").status == 200
    round_ = db.session.scalars(select(Round)).one()
    assert f"{round_.applications_open_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "01/09/2026 09:00"
    assert f"{round_.voting_closes_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "27/04/2027 00:00"
    page = desk.opens(f"/rounds/{round_.id}")
    assert "Monday 26 April 2027 at the end of the day" in page.main and "27 April" not in page.main
    page = desk.opens(f"/rounds/{round_.id}/settings")
    assert [page.by_id(f"voting_closes_at{at}").get("value") for at in ("", "-1", "-2", "-3")] == [
        "26",
        "4",
        "2027",
        "24:00",
    ]
    assert desk.presses("Save the round").status == 200
    db.session.expire_all()
    assert f"{round_.voting_closes_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "27/04/2027 00:00"


def test_who_can_vote_is_taken_from_the_last_round_and_is_no_guess_in_the_first(desk, make):
    page = desk.opens("/rounds/new")
    assert "Edinburgh" not in str(page.by_id("area_declaration").attrib)
    make.voting_round(area_declaration="I live in Leith.", age_declaration="I am 65 or over.")
    page = desk.opens("/rounds/new")
    assert page.by_id("area_declaration").get("value") == "I live in Leith."
    assert page.by_id("age_declaration").get("value") == "I am 65 or over."

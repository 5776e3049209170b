"""What is wrong with a round's settings is said at the top and beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import pytest

from pb.clock import LOCAL
from tests.support.round_form import begins, fills_in, opens, stored

NO_SUCH_DAY = "There is no such day: that month has only 28 days."


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


@pytest.fixture
def round_id(desk):
    return begins(desk)


def test_a_form_with_mistakes_says_each_beside_its_field_and_loses_nothing(desk, round_id):
    fills_in(desk, round_id, "money").types("Money in the pot", "a lot").types("Name of the first pot", "All of it")
    page = desk.presses("Save")
    assert page.status == 422 and "“Money in the pot” must be an amount in pounds, like 120 or 120.50." in page.errors
    assert 'value="a lot"' in page.html and 'value="All of it"' in page.html
    page = fills_in(desk, round_id, "dates", **{"Voting closes": ("31 2 2027", "17:00")}).presses("Save")
    assert page.status == 422 and f"“Voting closes” must be a real date, like 24 11 2026. {NO_SUCH_DAY}" in page.errors
    assert 'value="31"' in page.html and 'value="30"' in page.html
    assert {each.section for each in stored(round_id).unfinished} >= {"money", "dates"}


@pytest.mark.parametrize(
    ("section", "typed", "sentence"),
    [
        ("money", {"Money in the pot": ""}, "Enter how much money is in the pot."),
        ("money", {"Money in the pot": "0"}, "Enter how much money is in the pot."),
        ("money", {"Name of pot 3": "North"}, "Enter how much money is in the pot “North”."),
        ("money", {"Money in pot 4": "lots"}, "“Money in pot 4” must be an amount in pounds, like 120 or 120.50."),
        ("money", {"The most one group": ""}, "Enter the most one group can ask for."),
        ("money", {"The most one group": "2500"}, "The most one group can ask for must not be more than is in a pot."),
        ("dates", {"Extra minutes": "many"}, "Enter how many extra minutes voters get to finish, from 0 to 60."),
        ("ballot", {"Fewest projects": ""}, "Enter the fewest projects a voter can choose."),
        ("ballot", {"Most projects": "9" * 5000}, "Enter the most projects a voter can choose."),
        ("ballot", {"Most projects": "1 2"}, "Enter the most projects a voter can choose."),
        ("money", {"Money in the pot": "12 34"}, "“Money in the pot” must be an amount in pounds, like 120 or 120.50."),
        ("ballot", {"Minimum votes": "1.5"}, "Enter the minimum votes for a project. If there is no minimum, enter 0."),
        ("voters", {"Who can vote: age": ""}, "Enter who can vote, by age."),
        ("signing", {"How many steering group": "1"}, "Enter a number of people from 2 to 10."),
        ("name", {"Name of the round": " "}, "Enter a name for the round."),
    ],
)
def test_one_mistake_is_said_at_the_top_in_a_sentence_that_names_its_field(desk, round_id, section, typed, sentence):
    fills_in(desk, round_id, section)
    for label, written in typed.items():
        desk.types(label, written)
    page = desk.presses("Save")
    assert page.status == 422 and page.errors == [sentence] and page.title.startswith("Error: ")
    assert page.links[sentence].startswith("#")


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        (
            {"Name of the first pot": "West", "Name of pot 3": "North", "Money in pot 3": "0"},
            {"pots-2-amount": "“North”"},
        ),
        (
            {"Name of the first pot": "West", "Money in pot 2": "0", "Name of pot 4": "South", "Money in pot 4": "0"},
            {"pots-1-amount": "in the pot.", "pots-3-amount": "“South”"},
        ),
        (
            {"Name of the first pot": "West", "Name of pot 3": "west", "Money in pot 3": "9"},
            {"pots-2-name": "different name"},
        ),
        ({"Name of pot 2": "West", "Money in pot 2": "9"}, {"pots-0-name": "different name"}),
        (
            {"Name of the first pot": "West", "Name of pot 3": "N" * 81, "Money in pot 3": "9"},
            {"pots-2-name": "80 char"},
        ),
        (
            {"Name of the first pot": "West", "Name of pot 2": "North", "Money in pot 2": "20,000,000"},
            {"pots-1-amount": "more money than we can count"},
        ),
    ],
)
def test_what_is_wrong_with_a_pot_is_said_beside_that_pot(desk, round_id, typed, beside):
    fills_in(desk, round_id, "money")
    for label, written in typed.items():
        desk.types(label, written)
    page = desk.presses("Save")
    said = {page.links[sentence].removeprefix("#"): sentence for sentence in page.errors}
    assert page.status == 422 and set(said) == set(beside)
    for field, words in beside.items():
        assert words in said[field] and f"{field}-error" in page.by_id(field).get("aria-describedby")


@pytest.mark.parametrize(
    ("west", "north", "field"),
    [
        (("1", "2"), ("3", "2"), "pot_choices-1-least"),
        (("0", "1"), ("0", "0"), "pot_choices-1-most"),
        (("1", "2"), ("1", ""), "pot_choices-1-most"),
        (("1", "2"), ("", ""), "pot_choices-1-least"),
        (("0", "20"), ("0", "40"), "pot_choices-1-most"),
    ],
)
def test_what_is_wrong_with_the_numbers_of_a_pot_is_said_beside_that_pot(desk, round_id, west, north, field):
    two = {"Name of the first pot": "West", "Name of pot 2": "North", "Money in pot 2": "900"}
    fills_in(desk, round_id, "money")
    for label, written in two.items():
        desk.types(label, written)
    assert desk.presses("Save").status == 200
    opens(desk, round_id, "ballot")
    for pot, (least, most) in {"West": west, "North": north}.items():
        desk.types(f"Fewest projects in “{pot}”", least).types(f"Most projects in “{pot}”", most)
    page = desk.presses("Save")
    assert page.status == 422 and [page.links[sentence] for sentence in page.errors] == [f"#{field}"]


def test_what_is_missing_is_told_apart(desk, round_id):
    opens(desk, round_id, "dates")
    page = desk.presses("Save")
    assert page.status == 422 and len(set(page.errors)) == len(page.errors) == 5
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
def test_times_are_taken_as_people_write_them(desk, round_id, time, kept):
    fills_in(desk, round_id, "dates", **{"Applications open": ("1 March 2027", "")})
    assert desk.types("Time", time, within="Applications open").presses("Save").status == 200
    assert f"{stored(round_id).applications_open_at.astimezone(LOCAL):%H:%M}" == kept


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("31 2 2027", "9am", f"“Applications open” must be a real date, like 24 11 2026. {NO_SUCH_DAY}"),
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
def test_no_moment_is_guessed(desk, round_id, day, time, sentence):
    fills_in(desk, round_id, "dates", **{"Applications open": (day, "")})
    assert desk.types("Time", time, within="Applications open").presses("Save").errors == [sentence]


def test_days_are_taken_as_people_write_them_and_the_end_of_a_day_is_said_and_typed_again_as_such(desk, round_id):
    typed = {"Applications open": ("1 Sept 26", "9am"), "Voting closes": ("26 April 2027", "24:00")}
    assert fills_in(desk, round_id, "dates", **typed).presses("Save").status == 200
    round_ = stored(round_id)
    assert f"{round_.applications_open_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "01/09/2026 09:00"
    assert f"{round_.voting_closes_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "27/04/2027 00:00"
    page = desk.opens(f"/rounds/{round_.id}/manage")
    assert "Monday 26 April 2027 at the end of the day" in page.main and "27 April" not in page.main
    page = opens(desk, round_id, "dates")
    assert [page.by_id(f"voting_closes_at{at}").get("value") for at in ("", "-1", "-2", "-3")] == [
        "26",
        "4",
        "2027",
        "24:00",
    ]
    assert desk.presses("Save").status == 200
    assert f"{stored(round_id).voting_closes_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == "27/04/2027 00:00"


def test_who_can_vote_is_taken_from_the_last_round_and_is_no_guess_in_the_first(desk, make, round_id):
    page = opens(desk, round_id, "voters")
    assert "Edinburgh" not in str(page.by_id("area_declaration").attrib)
    make.voting_round(area_declaration="I live in Leith.", age_declaration="I am 65 or over.")
    page = opens(desk, round_id, "voters")
    assert page.by_id("area_declaration").get("value") == "I live in Leith."
    assert page.by_id("age_declaration").get("value") == "I am 65 or over."


def test_what_opens_at_midnight_opens_on_the_day_that_begins_then(desk, round_id):
    moments = {"Voting opens": ("12 4 2027", "00:00"), "Voting closes": ("25 4 2027", "24:00")}
    page = fills_in(desk, round_id, "dates", **moments).presses("Save")
    said = "from Monday 12 April 2027 at the start of the day until Sunday 25 April 2027 at the end of the day"
    assert page.status == 200 and f"People can vote {said}." in page.main, "what was typed is read back in words"
    page = opens(desk, round_id, "dates")
    boxes = {name: [page.by_id(f"{name}{at}").get("value") for at in ("", "-1", "-2", "-3")] for name in MOMENTS}
    assert boxes == {"voting_opens_at": ["12", "4", "2027", "00:00"], "voting_closes_at": ["25", "4", "2027", "24:00"]}


MOMENTS = ("voting_opens_at", "voting_closes_at")


def test_a_night_hour_of_a_round_is_asked_about(desk, round_id):
    page = fills_in(desk, round_id, "dates", **{"Voting closes": ("26 4 2027", "5.30")}).presses("Save")
    assert page.status == 422 and "Is 5.30 in the afternoon? Write 5:30pm or 17:30." in page.errors[0]

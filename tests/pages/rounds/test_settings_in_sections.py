"""The settings of a round are sections: each is saved by itself, or left half done while the round goes on as it was."""

from __future__ import annotations

import re
from dataclasses import MISSING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.counting import BALLOT_TYPES, RULES
from pb.database import exclusive_transaction
from pb.pages.rounds.ballot_form import RULE_HINTS, TYPE_HINTS
from pb.pages.rounds.forms import field_of
from pb.refusals import Refusal
from pb.rounds import actions, queries
from pb.rounds.models import Round
from pb.rounds.rules import PLAIN_SETTINGS, Settings
from pb.rounds.rules.pots import MOST_POTS
from pb.rounds.rules.sections import SECTIONS
from pb.unfinished import as_kept
from pb.web.access import Actor, Role
from tests.support.round_form import begins, fills_in, opens, stored

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def test_a_section_is_left_half_done_and_the_round_goes_on_as_it_was(desk, make):
    round_ = make.set_up_round(pots=(("", 240_000),))
    closed = round_.voting_closes_at
    fills_in(desk, round_.id, "dates", **{"Voting closes": ("31 2 2027", "aboutfive")})
    page = desk.presses("Save and finish later")
    assert (
        page.heading == "Settings" and "is kept, but not finished" in page.text and page.main.count("Not finished") == 1
    )
    assert "“Voting closes” must be a real date" in page.main
    assert stored(round_.id).voting_closes_at == closed
    page = opens(desk, round_.id, "dates")
    assert "the round goes on with what was saved before" in page.main
    assert (
        page.by_id("voting_closes_at-3").get("value") == "aboutfive"
        and page.by_id("voting_closes_at").get("value") == "31"
    )
    page = desk.dates("Voting closes", "26 4 2027", "17:00").presses("Save")
    assert "“Dates” has been saved." in page.text and stored(round_.id).unfinished == []
    opens(desk, round_.id, "money")
    desk.types("Money in the pot", "").types("Name of pot 3", "Later").presses("Save and finish later")
    page = opens(desk, round_.id, "money")
    assert 'value="Later"' in page.html
    assert "has been deleted" in desk.presses("Delete it").text
    assert 'value="2,400"' in opens(desk, round_.id, "money").html and stored(round_.id).unfinished == []
    assert desk.posts(f"/rounds/{round_.id}/settings/money/put-back").status == 409


def test_each_kind_of_ballot_and_each_rule_says_what_it_is_good_for():
    assert set(RULE_HINTS) == set(RULES) and set(TYPE_HINTS) == set(BALLOT_TYPES)
    said = [str(each) for each in (*RULE_HINTS.values(), *TYPE_HINTS.values())]
    assert all(said) and len(set(said)) == len(said)


def test_each_section_is_left_half_done_with_nothing_typed_and_with_everything_wrong(desk):
    round_id = begins(desk)
    for section in SECTIONS:
        page = opens(desk, round_id, section)
        assert page.status == 200 and "Save and finish later" in page.buttons
        assert desk.presses("Save and finish later").status == 200
        assert "This section is not finished" in opens(desk, round_id, section).main
    assert desk.opens(f"/rounds/{round_id}/settings").main.count("Not finished") == 8
    assert len(stored(round_id).unfinished) == 8 and stored(round_id).name == "Spring 2027"
    for section in ("name", "money"):
        opens(desk, round_id, section)
        assert "has been deleted" in desk.presses("Delete it").text
    assert queries.never_set_of(stored(round_id)) == set(SECTIONS) - {"name"}
    assert {each.section for each in stored(round_id).unfinished if each.typed} == set(SECTIONS) - {"name", "money"}


def test_a_setting_that_does_not_go_with_another_section_is_named_with_it_and_nothing_is_lost(desk, make):
    round_ = make.applying_round(rule="phragmen")
    fills_in(desk, round_.id, "ballot").types("Minimum votes", "5").types("Most projects", "4")
    page = desk.presses("Save")
    assert page.status == 422 and "Phragmén" in page.errors[0] and page.by_id("max_choices").get("value") == "4"
    fills_in(desk, round_.id, "applications").types("What must be true", "Something long that was typed")
    make.proposed(make.application(round_))
    page = desk.unticks("Decisions on applications are made by two people").presses("Save")
    assert page.status == 422 and "Two people have begun to decide" in page.errors[0]
    assert "Something long that was typed" in page.html


def test_two_people_save_different_sections_at_once_and_each_stays(desk, make, new_visitor):
    round_ = make.set_up_round()
    other = new_visitor().signed_in_as(make.account())
    opens(other, round_.id, "ballot")
    other.types("Most projects", "5")
    opens(desk, round_.id, "voters")
    desk.types("Who can vote: area", "I live in Leith.").presses("Save")
    assert "has been saved" in other.presses("Save").text
    assert (stored(round_.id).max_choices, stored(round_.id).area_declaration) == (5, "I live in Leith.")


def test_who_leaves_a_section_half_done_writes_over_nobody(desk, make, new_visitor):
    round_ = make.set_up_round()
    other = new_visitor().signed_in_as(make.account())
    opens(other, round_.id, "voters")
    opens(desk, round_.id, "voters")
    desk.types("Who can vote: area", "I live in Le").presses("Save and finish later")
    for button in ("Save and finish later", "Save"):
        page = other.types("Who can vote: area", "I live in Portobello.").presses(button)
        if button == "Save and finish later":
            assert page.status == 409 and "I live in Le" in page.main and "I live in Portobello." in page.html
    assert stored(round_.id).area_declaration == "I live in Portobello." and stored(round_.id).unfinished == []


def test_the_freeze_names_each_section_that_is_not_set_or_half_done(desk, make):
    round_ = make.ready_round(2)
    opens(desk, round_.id, "ballot")
    desk.types("Most projects", "").presses("Save and finish later")
    page = desk.opens(f"/rounds/{round_.id}/freeze")
    assert "The section “Ballot and count” of the settings is not finished." in page.main
    round_id = begins(desk)
    page = desk.opens(f"/rounds/{round_id}/freeze")
    assert page.main.count("of the settings is not set yet.") == 7


@pytest.mark.both_databases
def test_the_database_itself_freezes_no_round_with_a_section_half_done(make):
    round_ = make.ready_round(2)
    actions.keep_section(BY, round_, "ballot", "[]")
    round_id = round_.id
    frozen = "UPDATE round SET frozen_at = made_at, public_key = '04', ballot_hash = '0' WHERE id = :id"
    with pytest.raises((Refusal, IntegrityError)), exclusive_transaction() as session:
        session.execute(text(frozen), {"id": round_id})


def test_what_is_usual_is_said_once():
    """The boxes of a new round, and a row that leaves a setting out, say what ``Settings`` says."""
    usual = {
        name: field.default for name, field in Settings.__dataclass_fields__.items() if field.default is not MISSING
    }
    columns = {name: Round.__table__.c[name].default for name in PLAIN_SETTINGS}
    in_rows = {name: default.arg for name, default in columns.items() if default is not None}
    assert len(in_rows) > 15 and in_rows == {name: usual[name] for name in in_rows}
    boxes = {
        name: field.kwargs.get("default")
        for name in usual
        if (field := field_of(name)) is not None and hasattr(field, "kwargs")
    }
    said = {name: default for name, default in boxes.items() if default is not None}
    assert len(said) > 12 and said == {name: usual[name] for name in said} | {"least_alike": 1}  # 1: every ballot


def test_points_over_two_pots_need_numbers_for_each_also_where_the_second_pot_came_later(desk, make):
    round_ = make.set_up_round(pots=(("North", 240_000),), ballot_type="points")
    opens(desk, round_.id, "money")
    page = desk.types("Name of pot 2", "South").types("Money in pot 2", "1000").presses("Save")
    assert "“Pots and money” has been saved." in page.text
    page = opens(desk, round_.id, "ballot")
    said = "With several pots, each pot needs numbers of its own on a ballot with points."
    assert said in page.main
    page = desk.presses("Save")
    assert page.status == 422 and page.errors[0].startswith(said)
    for pot in ("North", "South"):
        desk.types(f"Fewest projects in “{pot}”", "0").types(f"Most projects in “{pot}”", "2")
    assert "“Ballot and count” has been saved." in desk.presses("Save").text
    assert said not in opens(desk, round_.id, "ballot").main
    opens(desk, round_.id, "money")
    page = desk.types("Name of pot 3", "West").types("Money in pot 3", "1000").presses("Save")
    assert "“Pots and money” has been saved." in page.text
    page = opens(desk, round_.id, "ballot")
    assert said in page.main and "or for none of them" not in page.main, "with points there is no other way"
    assert "If voters share out points, you must fill in all pots." in page.main
    page = desk.opens(f"/rounds/{round_.id}/settings")
    left, all_parts = page.main.count("Needs a look"), 8
    assert left and f"Sections that are done: {all_parts - left} of {all_parts}." in page.main


def test_the_ballot_has_a_row_for_each_pot_that_there_is_now_also_where_it_was_left_half_done_before(desk, make):
    round_ = make.set_up_round(pots=(("North", 240_000),))
    opens(desk, round_.id, "ballot")
    desk.ticks("Share out points").presses("Save and finish later")
    for number, name in ((2, "South"), (3, "West")):
        opens(desk, round_.id, "money")
        desk.types(f"Name of pot {number}", name).types(f"Money in pot {number}", "1000").presses("Save")
        page = desk.opens(f"/rounds/{round_.id}/settings")
        assert ("each pot needs numbers of its own" in page.main) == (number == 2) and "Not finished" in page.main
        page = opens(desk, round_.id, "ballot")
        assert questions_of_pots(page) == ["North", "South", "West"][:number]
        if number == 2:
            desk.types("Most projects in “North”", "many").presses("Save and finish later")
    assert page.by_id("pot_choices-0-most").get("value") == "many", "what was typed stays"
    for pot in ("North", "South", "West"):
        desk.types(f"Fewest projects in “{pot}”", "0").types(f"Most projects in “{pot}”", "3" if pot == "West" else "2")
    assert "“Ballot and count” has been saved." in desk.presses("Save").text
    assert queries.pot_choices_of(stored(round_.id)) == ((0, 2), (0, 2), (0, 3))


def test_a_pot_that_came_or_went_while_the_ballot_was_open_is_no_fault(desk, make, new_visitor):
    round_ = make.set_up_round(pots=(("North", 240_000), ("South", 100_000)))
    first, second = (pot.id for pot in round_.pots)
    other = new_visitor().signed_in_as(make.account())
    opens(other, round_.id, "ballot")
    opens(desk, round_.id, "money")
    desk.types("Name of pot 3", "West").types("Money in pot 3", "1000").presses("Save")
    page = other.types("Most projects a voter can choose", "4").presses("Save")
    assert page.status == 409 and questions_of_pots(page) == ["North", "South", "West"]
    assert "has been saved" in other.presses("Save").text and stored(round_.id).max_choices == 4
    typed = as_kept([(f"pot_choices-{at}-{name}", value) for at, pot in enumerate((second, 999, first))
                     for name, value in (("pot", str(pot)), ("least", "0"), ("most", str(at + 1)))])  # fmt: skip
    actions.keep_section(BY, stored(round_.id), "ballot", typed)
    page = opens(desk, round_.id, "ballot")
    assert questions_of_pots(page) == ["North", "South", "West"]
    most = [each.get("value", "") for each in page.all("input") if each.get("name", "").endswith("-most")]
    assert most == ["3", "1", ""]


def test_a_round_with_a_pot_on_each_line_can_have_one_more_up_to_the_most(desk, make):
    round_ = make.set_up_round(pots=tuple((f"Part {number}", 100_000) for number in range(1, 5)))
    for number in range(5, MOST_POTS + 1):
        opens(desk, round_.id, "money")
        desk.types(f"Name of pot {number}", f"Part {number}").types(f"Money in pot {number}", "1000").presses("Save")
    assert len(stored(round_.id).pots) == MOST_POTS
    page = opens(desk, round_.id, "money")
    assert f"Name of pot {MOST_POTS}" in page.main and f"Name of pot {MOST_POTS + 1}" not in page.main


def questions_of_pots(page) -> list[str]:
    """The pots that the ballot asks about, in its order."""
    return re.findall(r"Most projects in “(\w+)”", page.main)

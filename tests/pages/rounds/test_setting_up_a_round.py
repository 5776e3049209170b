"""The coordinator sets up a round and changes it until the ballot is frozen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.projects.queries import applications
from pb.refusals import Refusal
from pb.rounds import actions, queries
from pb.rounds.models import Pot, Round
from pb.rounds.rules import settings_errors
from pb.web.access import Actor, Role
from tests.support.round_form import begins, fills_in, opens, sets_up, stored

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def test_a_round_needs_only_a_name_and_is_set_up_section_by_section(desk):
    round_id = begins(desk)
    page = desk.page
    assert (
        page.heading == "Settings"
        and "The round has been set up as a draft." in page.text
        and "Spring 2027" in page.text
    )
    assert "Sections that are done: 1 of 8." in page.main and page.main.count("Not set yet") == 7
    for path in (f"/rounds/{round_id}", f"/rounds/{round_id}/manage", "/rounds", "/dashboard", "/"):
        page = desk.opens(path)
        assert page.status == 200 and "2999" not in page.text and "£0.01" not in page.text, path
    assert "Finish the settings (7)" in desk.opens("/dashboard").main
    assert "Publish this round" not in desk.opens(f"/rounds/{round_id}/manage").buttons
    with pytest.raises(Refusal, match="not set yet"):
        actions.publish_round(BY, stored(round_id))
    fills_in(desk, round_id, "applications").types("What must be true", "It is for older people\n - It is safe\n\n")
    desk.presses("Save")
    fills_in(desk, round_id, "ballot").types("Fewest projects a voter can choose", "2")
    desk.types("Most projects a voter can choose", "4").ticks("The lot decides", "The next project may get part")
    assert "“Ballot and count” has been saved." in desk.presses("Save").text
    assert desk.page.main.count("Not set yet") == 5
    for section in ("money", "dates", "voters", "signing", "publication"):
        fills_in(desk, round_id, section)
        if section == "voters":
            desk.types("Who can vote: age", "I am 65 or over.")
        assert "has been saved." in desk.presses("Save").text
    assert (
        "Sections that are done: 5 of 8." in desk.page.main
        and desk.page.main.count("Needs a look") == 3
        and "Finish the settings" not in desk.opens("/dashboard").main
    )
    desk.opens(f"/rounds/{round_id}/manage")
    assert "has been published" in desk.presses("Publish this round").text
    round_ = stored(round_id)
    assert round_.unfinished == [] and not round_.draft
    assert (round_.money_pence, round_.ceiling_pence, round_.part_funding) == (240_000, 40_000, True)
    assert (round_.min_choices, round_.max_choices, round_.tie_rule) == (2, 4, "lot")
    assert (round_.rotation, round_.papers_checked) == (True, True)  # as their forms proposed
    assert (round_.age_declaration, round_.area_declaration) == ("I am 65 or over.", "I live in Leith.")
    assert [criterion.question for criterion in round_.criteria] == ["It is for older people", "It is safe"]
    assert f"{round_.voting_closes_at.astimezone(LOCAL):%d %m %Y %H:%M %Z}" == "26 04 2027 17:00 BST"
    assert f"{round_.post_closes_at.astimezone(LOCAL):%d %m %Y %H:%M}" == "30 04 2027 12:30"
    assert "Spring 2027" in desk.opens("/rounds").text


def test_what_is_saved_comes_back_into_the_form_and_is_changed(desk, make):
    round_ = make.set_up_round(pots=(("North", 100_000), ("South", 150_050)))
    page = opens(desk, round_.id, "money")
    assert 'value="1,500.50"' in page.html
    desk.types("Name of the first pot", "South").types("Name of pot 2", "North").types("Money in pot 2", "1600")
    assert "“Pots and money” has been saved." in desk.presses("Save").text
    assert "It is for older people It is safe" in opens(desk, round_.id, "applications").main
    assert "has been saved." in desk.types("What must be true", "It is safe").presses("Save").text
    changed = db.session.get(Round, round_.id)
    assert [(pot.name, pot.amount_pence) for pot in changed.pots] == [("North", 160_000), ("South", 100_000)]
    assert [(c.position, c.question) for c in changed.criteria] == [(1, "It is safe")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"Voting opens": ("12 3 2027", "09:00")}, "Voting must not open before applications close."),
        ({"Voting closes": ("1 4 2027", "17:00")}, "Voting must close after it opens."),
        ({"Postal votes must arrive by": ("20 4 2027", "17:00")}, "The last day for postal votes must not be before"),
        ({"Applications close": ("1 2 2027", "17:00")}, "Applications must close after they open."),
    ],
)
def test_dates_out_of_order_are_refused_with_the_one_that_is_wrong(desk, changes, field):
    round_id = begins(desk)
    page = fills_in(desk, round_id, "dates", **changes).presses("Save")
    assert page.status == 422 and any(field in error for error in page.errors)
    assert "dates" in queries.never_set_of(stored(round_id))


def test_rules_that_do_not_go_together_are_refused_by_the_table_of_the_count(desk):
    fills_in(desk, begins(desk), "ballot").ticks("Equal shares only", "The next project may get part")
    page = desk.presses("Save")
    assert page.status == 422 and "cannot be used with part funding" in page.errors[0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"pots": ()}, "pots"),
        ({"pots": (("", 0),)}, "pots"),
        ({"pots": (("", 100_000), ("", 100_000))}, "pots"),
        ({"pots": (("North", 100_000), ("north ", 100_000))}, "pots"),
        ({"pots": (("", 3_000_000_000),)}, "pots"),
        ({"ceiling_pence": 200_001}, "ceiling_pence"),
        ({"ceiling_pence": 0}, "ceiling_pence"),
        ({"name": "  "}, "name"),
        ({"age_declaration": "x" * 201}, "age_declaration"),
        ({"criteria": ("x",) * 13}, "criteria"),
        ({"min_choices": 4}, "min_choices"),
        ({"max_choices": 0, "min_choices": 0}, "max_choices"),
        ({"grace_minutes": 61}, "grace_minutes"),
        ({"signatures_needed": 1}, "signatures_needed"),
        ({"least_alike": 1}, "least_alike"),
        ({"least_alike": 51}, "least_alike"),
        ({"entitlement": "anybody"}, "entitlement"),
        ({"key_custody": "pocket"}, "key_custody"),
        ({"rule": "loudest"}, "rule"),
        ({"ballot_type": "song"}, "ballot_type"),
        ({"min_support_votes": -1}, "min_support_votes"),
        ({"rule": "phragmen", "min_support_votes": 5}, "rule"),
        ({"tie_rule": "age"}, "rule"),
    ],
)
def test_settings_that_cannot_be_run_are_refused_by_form_and_action_alike(make, changed, field):
    settings = make.settings(**changed)
    assert field in settings_errors(settings)
    with pytest.raises(Refusal) as refusal:
        actions.make_round(BY, settings)
    assert refusal.value.status == 422 and db.session.scalar(select(Round)) is None


def test_unusual_ballots_are_published_unless_the_round_says_otherwise_and_everybody_can_read_it(desk, make):
    question = "How many ballots must be alike before their choices are published?"
    round_id = sets_up(desk)
    assert stored(round_id).least_alike is None
    here = f"/rounds/{round_id}/settings/publication"
    assert 'name="least_alike"' in desk.opens(here).html
    page = desk.types(question, "0").presses("Save")
    assert page.status == 422 and any("Enter a number of ballots from 1 to 50." in error for error in page.errors)
    desk.opens(here)
    assert "has been saved." in desk.types(question, "5").presses("Save").text
    db.session.rollback()
    assert db.session.get(Round, round_id).least_alike == 5
    said = "Choices that fewer than 5 ballots have are not published ballot by ballot"
    assert said in desk.opens(f"/rounds/{round_id}").main
    desk.opens(here)
    desk.types(question, "1").presses("Save")
    db.session.rollback()
    assert db.session.get(Round, round_id).least_alike is None
    assert said not in desk.opens(f"/rounds/{round_id}").main


def test_settings_that_hold_are_not_refused(make):
    for rule in ("most-votes", "votes-per-pound", "equal-shares", "equal-shares-add1-greedy", "phragmen"):
        assert settings_errors(make.settings(rule=rule)) == {}


def test_two_rounds_have_different_names(desk, make):
    make.set_up_round(name="Spring 2027")
    desk.opens("/rounds/new")
    page = desk.types("Name of the round", "spring 2027 ").presses("Set up the round")
    assert page.status == 422 and page.errors == ["There is already a round with this name. Enter a different name."]
    with pytest.raises(Refusal, match="There is already a"):
        actions.make_round(BY, make.settings(name="Spring 2027"))


def test_a_pot_that_groups_have_applied_for_is_not_taken_away(make):
    round_ = make.applying_round(pots=("North", "South"))
    make.begun(round_, pot_id=round_.pots[1].id)
    with pytest.raises(Refusal, match="already applied for money"):
        actions.change_section(BY, round_, "money", {"pots": (("North", 200_000),)})
    assert len(db.session.get(Round, round_.id).pots) == 2


def test_a_frozen_round_is_changed_by_nobody(desk, make):
    round_ = make.voting_round()
    page = desk.opens(f"/rounds/{round_.id}/settings")
    assert page.status == 409 and "frozen" in page.text
    with pytest.raises(Refusal, match="frozen"):
        actions.change_section(BY, round_, "name", {"name": "Another name"})


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round SET ceiling_pence = 1",
        "UPDATE pot SET amount_pence = 1",
        "DELETE FROM pot",
        "INSERT INTO criterion (round_id, position, question) SELECT id, 99, 'new' FROM round",
    ],
)
def test_the_database_itself_keeps_a_frozen_round(make, statement):
    make.voting_round()
    with pytest.raises((Refusal, IntegrityError)), exclusive_transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("role", [Role.STEERING, Role.FACILITATOR, Role.COUNTER])
def test_others_look_at_rounds_and_do_not_set_them_up(visitor, make, role):
    round_ = make.set_up_round()
    visitor.signed_in_as(make.account(role))
    assert visitor.opens("/rounds").status == 200
    assert visitor.opens(f"/rounds/{round_.id}/manage").status == 200
    assert visitor.opens("/rounds/new").status == 403
    assert visitor.opens(f"/rounds/{round_.id}/settings").status == 403


def test_a_round_that_does_not_exist_is_not_found(desk):
    for path in (
        "/rounds/99",
        "/rounds/99/settings",
        "/rounds/99/manage",
        "/rounds/99/decisions",
        "/rounds/99/interests",
    ):
        assert desk.opens(path).status == 404
    assert queries.newest_first() == []
    assert "No rounds yet" in desk.opens("/rounds").text


def test_what_the_saved_money_makes_impossible_is_named_at_once(visitor, make):
    """A pot below the ceiling, and an application that asks for more than one group can by now."""
    round_ = make.applying_round(pots=("North", "South"))
    make.application(round_, title="Tea dance", pot_id=round_.pots[0].id)
    with exclusive_transaction() as session:
        session.get_one(Pot, round_.pots[1].id).amount_pence = 20_000
    visitor.signed_in_as(make.account()).opens(f"/rounds/{round_.id}/settings/money")
    page = visitor.presses("Save")
    assert "There is less money in the pot “South” than the most one group can ask for." in page.text
    assert "“Tea dance”" not in page.text
    visitor.opens(f"/rounds/{round_.id}/settings/money")
    page = visitor.types("The most one group can ask for", "100").presses("Save")
    assert "“Tea dance” asks for" in page.text and "The most one group can ask for is £100." in page.text
    project = applications(round_.id)[0]
    assert "could not be funded" in visitor.opens(f"/rounds/{round_.id}/applications/{project.id}").main

"""A ballot is frozen only when nothing is missing; the page lists what is, and where to mend it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as the_clock
from pb.database import db, exclusive_transaction
from pb.pages.freeze.changes import changes_in_words
from pb.programme import actions
from pb.projects import actions as project_actions
from pb.projects.models import BallotLine, BallotText
from pb.projects.queries import eligible
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.refusals import Refusal
from pb.rounds.models import Pot, Round
from pb.web.access import Role
from tests.support.makers.projects import WORDS, actor_of

BUTTON = "Propose to freeze the ballot"


@pytest.fixture
def coordinator(make):
    return make.staff(Role.COORDINATOR)


@pytest.fixture
def round_(make):
    return make.ready_round()


@pytest.fixture
def while_applying():
    """A moment at which groups of ``round_`` could still apply."""
    return lambda: the_clock.moved(the_clock.now() - timedelta(days=10))


def what_is_missing(visitor, round_, coordinator) -> str:
    page = visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze")
    assert BUTTON not in page.buttons
    with pytest.raises(Refusal, match="cannot be frozen yet"):
        actions.propose_freeze(actor_of(coordinator), db.session.get_one(Round, round_.id))
    assert db.session.get_one(Round, round_.id).frozen_at is None
    assert db.session.scalars(select(BallotLine)).all() == []
    return page.main


def test_while_groups_can_still_apply(visitor, make, coordinator):
    said = what_is_missing(visitor, make.applying_round(), coordinator)
    assert "Groups can still apply." in said and "There are no eligible projects." in said


def test_an_application_without_a_decision(visitor, make, round_, coordinator, while_applying):
    with while_applying():
        make.application(round_)
    assert "One application has not been decided yet." in what_is_missing(visitor, round_, coordinator)
    assert visitor.follows("Go to the applications").heading == "Applications"


def test_a_project_without_an_approved_text(visitor, make, round_, coordinator, while_applying):
    with while_applying():
        make.eligible(round_, title="Tea dance")
        unchecked = make.eligible(round_, title="Bowls")
    project_actions.write_ballot_text(actor_of(make.staff(Role.STEERING)), unchecked, BallotTextChange("Bowls", WORDS))
    said = what_is_missing(visitor, round_, coordinator)
    assert "“Tea dance” has no ballot text yet." in said
    assert "A second person must check the ballot text for “Bowls”." in said
    assert visitor.follows("Go to the ballot texts").heading == "Ballot texts"


def test_a_text_that_was_changed_after_its_approval(visitor, make, round_, coordinator):
    draft = BallotTextChange("Another title", WORDS, picture_alt="A bus")
    project_actions.write_ballot_text(actor_of(make.staff(Role.STEERING)), eligible(round_.id)[0], draft)
    assert "A second person must check the ballot text" in what_is_missing(visitor, round_, coordinator)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"max_choices": 4}, "Voters can choose up to 4 projects, but there are only 3. Let them choose fewer."),
        ({"rule": "equal-shares", "part_funding": True}, "cannot be used with part funding"),
        ({"rule": "phragmen", "min_support_votes": 5}, "cannot be used with a minimum support"),
    ],
)
def test_settings_that_do_not_fit(visitor, make, coordinator, settings, said):
    assert said in what_is_missing(visitor, make.ready_round(**settings), coordinator)
    assert visitor.follows("Go to the round’s settings").status == 200


def test_a_pot_without_a_project(visitor, round_, coordinator):
    with exclusive_transaction() as session:
        session.add(Pot(round_id=round_.id, name="South", amount_pence=1000))
    assert "There are no projects in the pot “South”." in what_is_missing(visitor, round_, coordinator)


def test_dates_that_have_passed(visitor, round_, coordinator, clock):
    clock.forward(days=60)
    assert "The voting dates have passed." in what_is_missing(visitor, round_, coordinator)


def test_letters_that_no_font_has_are_listed_and_keep_nobody_from_freezing(visitor, make, coordinator):
    round_ = make.ready_round(name="Vote 한")
    page = visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze")
    assert "Some letters cannot be printed" in page.text and "한 (hangul syllable han)" in page.text
    assert BUTTON in page.buttons


def test_letters_are_looked_for_in_all_that_will_be_printed(visitor, make, coordinator):
    round_ = make.ready_round(age_declaration="I am 60 한.")
    voting_session = make.session_at(round_, venue="Hall")
    with exclusive_transaction() as session:
        text = session.scalars(select(BallotText).limit(1)).one()
        text.body += " \ue000"
        session.merge(voting_session.venue).access_notes = "Ring 𓀀 twice."
    said = visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze").text
    for place in ("I am 60 한. : 한 (", f"{text.title} : \ue000 (u+e000)", "Hall : 𓀀 (egyptian hieroglyph a001)"):
        assert place in said


def test_where_every_letter_has_a_font_nothing_is_said_of_letters(visitor, make, coordinator):
    round_ = make.ready_round(name="Rownd y Tŷ 🎶 بزرگوں")
    page = visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze")
    assert "Some letters cannot be printed" not in page.text


def test_projects_that_could_never_be_funded(visitor, round_, coordinator):
    """The money was changed after the decisions: one pot of £1, and nobody may ask for more."""
    with exclusive_transaction() as session:
        row = session.get_one(Round, round_.id)
        row.pots[0].amount_pence = 100
    said = what_is_missing(visitor, round_, coordinator)
    titles = [project.ballot_text.title for project in eligible(round_.id)]
    assert said.count("and there is only £1 in the pot. It could never be funded.") == len(titles) > 0
    assert "change the money in the settings" in said and "Go to the applications" in visitor.page.links
    with exclusive_transaction() as session:
        row = session.get_one(Round, round_.id)
        row.ceiling_pence, row.pots[0].amount_pence = 1, 100_000
    said = what_is_missing(visitor, round_, coordinator)
    assert said.count("The most one group can ask for is £0.01.") == len(titles)


def test_a_most_that_does_not_hold_is_no_change(app):
    rest = {"pots": [], "criteria": [], "lines": [], "steering_group": []}
    most, free = {"rulebook": {"max_choices": 3}, **rest}, {"rulebook": {"any_number": True}, **rest}
    with app.test_request_context():
        labels = [[each.label for each in changes_in_words(*pair)] for pair in ((most, free), (free, most))]
    as_many = "A voter can choose as many projects as they like"
    assert labels == [[as_many], [as_many, "Most projects a voter can choose"]]

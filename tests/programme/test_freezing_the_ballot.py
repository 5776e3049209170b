"""The coordinator freezes the ballot: numbers by chance, a key and its sheets, and nothing changes afterwards."""

import hashlib
import json

import pytest
from sqlalchemy import select, text

from pb.database import db, exclusive_transaction
from pb.people.models import Account
from pb.people.queries import people_in
from pb.programme import actions
from pb.programme.queries.freezing import frozen_document
from pb.projects import actions as project_actions
from pb.projects.models import BallotLine, BallotText
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting.rules.ballot_keys import from_sheets
from pb.web.access import Role
from tests.support.makers.projects import APPLICANT, WORDS, actor_of
from tests.support.recovery_sheets import words_on


@pytest.fixture
def coordinator(make):
    return make.staff(Role.COORDINATOR)


@pytest.fixture
def round_(make):
    return make.ready_round()


def lines(round_) -> list[BallotLine]:
    query = select(BallotLine).where(BallotLine.round_id == round_.id).order_by(BallotLine.number)
    return list(db.session.scalars(query))


def test_a_coordinator_proposes_the_freeze_and_a_member_agrees_and_prints_the_recovery_sheet(
    visitor, make, round_, coordinator
):
    visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze")
    assert visitor.page.heading == "Freeze the ballot" and "Everything is ready." in visitor.page.main
    button = "Propose to freeze the ballot"
    assert visitor.presses(button).errors == [
        "Select who the substitute is.",
        "Read the list, then tick this box.",
    ]
    assert visitor.ticks("I have read the list").presses(button).errors == ["Select who the substitute is."]
    visitor.selects("Who is the substitute?", db.session.get_one(Account, make.substitute()).name)
    page = visitor.presses(button)
    assert "A steering group member must agree to it." in page.text and "I agree: freeze the ballot" not in page.buttons
    assert db.session.get_one(Round, round_.id).frozen_at is None
    visitor.signed_in_as(people_in(Role.STEERING)[0]).opens(f"/rounds/{round_.id}/freeze")
    assert visitor.page.heading == "Freeze the ballot" and coordinator.name in visitor.page.main
    page = visitor.presses("I agree: freeze the ballot")
    assert page.heading == "The key of the ballot box, in words"
    frozen = db.session.get_one(Round, round_.id)
    sheet = words_on(page)
    assert len(sheet.split()) == 33 and from_sheets([sheet], frozen.public_key).public == frozen.public_key
    page = visitor.follows("I have printed it, continue")
    assert (
        page.heading == "The frozen ballot"
        and frozen.ballot_hash in page.main
        and " ".join(sheet.split()[:3]) not in page.main  # one word of it may be on the page by chance
    )


def test_the_key_lies_in_its_folder_and_its_words_nowhere(app, make, round_, coordinator):
    (sheet,) = make.freezes(round_, actor_of(coordinator))
    kept = (app.config["KEYS_DIR"] / f"round-{round_.id}.key").read_text()
    assert int(kept, 16) == from_sheets([sheet], round_.public_key).private
    assert kept.strip() not in json.dumps([line.facts for line in db.session.scalars(select(RecordLine))])


@pytest.mark.both_databases
def test_every_eligible_project_gets_a_number_and_each_half_of_the_freeze_is_a_line_of_the_record(
    app, make, round_, coordinator
):
    before = db.session.scalars(select(RecordLine.position)).all()
    make.freezes(round_, actor_of(coordinator))
    assert [line.number for line in lines(round_)] == [1, 2, 3] and {line.cost_pence for line in lines(round_)} == {
        35_000
    }
    assert all(
        (each.title, each.body, each.least_pence) == ("A day by the water", WORDS, 30_000) for each in lines(round_)
    )
    new = db.session.scalars(select(RecordLine).where(RecordLine.position > max(before)).order_by(RecordLine.position))
    proposed, line = new.all()
    halves = [(each.act, each.role, each.facts["projects"]) for each in (proposed, line)]
    assert halves == [("round.freeze_proposed", "coordinator", 3), ("round.frozen", "steering", 3)]
    assert line.facts["ballot_hash"] == round_.ballot_hash


def test_the_numbers_are_drawn_by_chance(app, make, coordinator):
    round_ = make.ready_round(projects=14)
    make.freezes(round_, actor_of(coordinator))
    order = [line.project_id for line in lines(round_)]
    assert len(order) == 14 and order != sorted(order)  # in order by chance: once in 87 thousand million


def test_anyone_can_work_out_the_hash_from_the_published_ballot(app, make, round_, coordinator):
    make.freezes(round_, actor_of(coordinator))
    document = frozen_document(round_)
    published = json.loads(json.dumps(document))
    text_ = json.dumps(published, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text_.encode()).hexdigest() == round_.ballot_hash
    assert document["rulebook"]["rule"] == "most-votes" and len(document["lines"][0]["picture"]) == 64


FORBIDDEN = (
    "UPDATE ballot_line SET title = 'Another'",
    "UPDATE ballot_line SET number = 9 WHERE number = 1",
    "DELETE FROM ballot_line",
    "INSERT INTO ballot_line (round_id, number, project_id, pot_id, title, body, picture_alt, cost_pence) "
    "SELECT round_id, 9, {stranger}, pot_id, title, body, picture_alt, cost_pence FROM ballot_line WHERE number = 1",
    "UPDATE ballot_text SET body = 'Another'",
    "UPDATE ballot_text SET picture_id = NULL, picture_alt = ''",
    "DELETE FROM ballot_text",
    "UPDATE round SET max_choices = 2",
    "UPDATE round SET rule = 'votes-per-pound'",
    "UPDATE round SET frozen_at = NULL",
    "DELETE FROM round WHERE frozen_at IS NOT NULL",
    "UPDATE pot SET amount_pence = 1",
    "UPDATE criterion SET question = 'Another'",
    "INSERT INTO pot (round_id, name, amount_pence) SELECT id, 'Another', 5 FROM round WHERE frozen_at IS NOT NULL",
)


@pytest.mark.both_databases
def test_after_the_freeze_the_database_itself_refuses_changes(app, make, round_, coordinator):
    stranger = make.application(make.applying_round()).id
    make.freezes(round_, actor_of(coordinator))
    for statement in FORBIDDEN:
        with pytest.raises(Refusal, match="frozen"), exclusive_transaction() as session:
            session.execute(text(statement.format(stranger=stranger)))


def test_after_the_freeze_no_act_changes_what_voters_see(app, round_, coordinator, make):
    make.freezes(round_, actor_of(coordinator))
    staff, project = actor_of(make.staff(Role.COORDINATOR)), lines(round_)[0].project
    with pytest.raises(Refusal, match="frozen"):
        project_actions.write_ballot_text(staff, project, BallotTextChange("Another", WORDS, picture_alt="A bus"))
    with pytest.raises(Refusal, match="frozen"):
        project_actions.propose_assessment(
            actor_of(make.staff(Role.STEERING)), project, outcome="not_eligible", reason="No.", unmet=[1]
        )
    with pytest.raises(Refusal, match="ballot has been frozen"):
        project_actions.withdraw_application(APPLICANT, project)
    with pytest.raises(Refusal, match="already been frozen"):
        actions.propose_freeze(staff, round_)
    assert db.session.scalars(select(BallotText.title)).all() == ["A day by the water"] * 3

"""Migrations of votes by post keep every row, mark and promise, both ways; what an older version would misread stops them."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.record import queries as record
from pb.roles import COORDINATOR, COUNTER
from pb.rounds.models import Round
from pb.voting import actions
from pb.voting.models import PostalRequest, PostalReturn, UnopenedEnvelope
from pb.voting.queries import right_of_card
from pb.voting.queries.post import post_account, postal_votes
from tests.support.make import Make
from tests.support.makers.voting import COMMAND
from tests.support.migrations import counts, nothing_is_left_behind, promises, triggers

pytestmark = pytest.mark.both_databases

BEFORE_POST, WITH_POST = "0166_result_corrections", "0172_public_times"
OF_POST = {
    "sent_request_stays", "sent_request_is_kept", "nothing_is_posted_after_the_opening", "address_is_of_a_request",
    "only_what_was_posted_comes_back", "unopened_envelope_stays", "unopened_envelope_is_kept",
}  # fmt: skip


@pytest.fixture
def round_id(migrated) -> int:
    """Of a round with four cards."""
    make = Make(migrated)
    round_ = make.voting_round()
    make.cards(round_, 4)
    here = round_.id
    db.session.remove()
    return here


@pytest.fixture
def by_post(migrated, round_id):
    """Two votes went out by post, one came back, one envelope stays closed."""
    make, round_ = Make(migrated), db.session.get_one(Round, round_id)
    for number, way in ((1, "telephone"), (2, "letter")):
        actions.take_request(
            make.actor(COORDINATOR), round_, number, f"P{number}", f"{number} Quay", way, large_print=False
        )
    actions.send_requests(COMMAND, round_, "1-2")
    actions.check_in_envelope(COMMAND, round_id, right_of_card(round_id, 1))
    actions.put_aside(make.actor(COUNTER), round_id, "unknown")
    db.session.remove()


def as_it_is(round_id: int) -> tuple:
    said = [
        (each.request.number, each.name, each.address, each.request.way, each.came_back)
        for each in postal_votes(round_id)
    ]
    wrong = [
        fault
        for model in (PostalRequest, PostalReturn, UnopenedEnvelope)
        for fault in record.faults_of_table(model, [])
    ]
    found = said, post_account(round_id), wrong
    db.session.remove()
    return found


def stops(caplog, back_to: str, why: str) -> None:
    """Going back ends with that sentence, and what is there is as it was."""
    rows, kept = counts(), promises()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision=back_to)
    assert why in caplog.text
    upgrade()
    assert (counts(), promises()) == (rows, kept)
    nothing_is_left_behind()


def test_requests_envelopes_and_marks_are_the_same_after_cards_alone_came_and_went(by_post, round_id):
    before, rows, kept = as_it_is(round_id), counts(), promises()
    assert len(before[0]) == 2 and before[2] == []
    downgrade(revision=WITH_POST)
    assert set(triggers(db.engine)) >= OF_POST
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM postal_request WHERE sent")).scalar() == 2
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE postal_request SET sent = false"))
    upgrade()
    assert (counts(), promises(), as_it_is(round_id)) == (rows, kept, before)
    nothing_is_left_behind()


def test_votes_by_post_stop_the_way_back_because_an_older_version_would_not_know_of_them(by_post, round_id, caplog):
    before = as_it_is(round_id)
    stops(caplog, BEFORE_POST, "Votes went out by post")
    assert as_it_is(round_id) == before


def test_without_any_the_tables_go_and_come_back_empty(migrated, round_id):
    rows, kept = counts(), promises()
    downgrade(revision=BEFORE_POST)
    assert not OF_POST & set(triggers(db.engine))
    upgrade()
    assert (counts(), promises()) == (rows, kept)
    nothing_is_left_behind()


@pytest.mark.parametrize("what", ["card alone", "list", "website"])
def test_what_is_new_stops_the_way_back(migrated, round_id, caplog, what):
    round_ = db.session.get_one(Round, round_id)
    if what == "website":
        actions.ask_online(round_, "Rose", "7 Quay Street", large_print=False, alone=False)
    else:
        way = "list" if what == "list" else "letter"
        actions.take_request(
            COMMAND, round_, 1, "Rose", "7 Quay Street", way, large_print=False, alone=what == "card alone"
        )
    stops(caplog, WITH_POST, "Someone asked for a card alone")
    assert as_it_is(round_id)[2] == []

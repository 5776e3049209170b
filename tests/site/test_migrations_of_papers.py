"""Migrations of the paper desk keep every row, mark and promise, both ways; what an older version would misread stops them."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.paper import actions, queries
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Entry, Movement
from pb.paper.rules.resolutions import CHOICES
from pb.record import queries as record
from pb.roles import COUNTER, FACILITATOR
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.voting.queries import frozen_ballot
from tests.support.make import Make
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.migrations import counts, nothing_is_left_behind, promises, triggers

pytestmark = pytest.mark.both_databases

BEFORE_SPARES, BEFORE_MOVEMENTS, BEFORE_SEALS = "0093_a_member_is_one_of_two", "0097_spares", "0110_published_once"
BEFORE_FILES = "0131_tablets_tell_codes"
BEFORE_FOUND = "0182_translations_are_checked"
OF_FOUND = {
    "found_after_the_cast", "found_is_agreed_before_box_opens", "found_is_agreed_before_result_is_published",
}  # fmt: skip
OF_MOVEMENTS = {
    "movement_stays", "movement_is_kept", "nothing_moves_after_the_opening", "papers_from_elsewhere_are_explained_first",
}  # fmt: skip
OF_SEALS = {
    "seals_are_read_first", "seals_are_read_by_two", "other_seals_are_explained_insert",
    "other_seals_are_explained_update", "seal_of_an_open_box_stays",
}  # fmt: skip


@pytest.fixture
def make(migrated):
    """Papers of a session that are typed and in the ballot box, and others for the post; no seal, nothing moved."""
    make = Make(migrated)
    make.seal = ""
    bundle = make.typed_bundle("1 2", "3")
    actions.cast_bundle(counter(make.staff(COUNTER)), bundle)
    actions.print_batch(COMMAND, bundle.round_id, None, 4)
    return make


def session_of(make) -> VotingSession:
    return db.session.query(VotingSession).one()


def of_the_session(make) -> tuple:
    """What the account of the session is held against, and what stands between the round and the opening."""
    here = session_of(make)
    facts = queries.facts_of_sessions(here.id)[here.id]
    found = facts.here, facts.issued, facts.is_in, sorted(each.kind for each in queries.gaps(here.round_id))
    db.session.remove()
    return found


def marks_are_right() -> bool:
    return not [
        fault
        for model in (Batch, Bundle, Entry, BallotPaperAccount, VotingSession)
        for fault in record.faults_of_table(model, [])
    ]


def stops(caplog, back_to: str, why: str) -> None:
    """Going back ends with that sentence."""
    with pytest.raises(SystemExit):
        downgrade(revision=back_to)
    assert why in caplog.text


@pytest.mark.parametrize("back_to", [BEFORE_SPARES, BEFORE_MOVEMENTS, BEFORE_SEALS, BEFORE_FILES])
def test_papers_accounts_and_what_is_asked_of_them_are_the_same_afterwards(make, back_to):
    before, rows, kept = of_the_session(make), counts(), promises()
    db.session.remove()
    downgrade(revision=back_to)
    there = set(triggers(db.engine))
    assert bool(OF_SEALS & there) == (back_to == BEFORE_FILES)
    assert bool(OF_MOVEMENTS & there) == (back_to in (BEFORE_SEALS, BEFORE_FILES))
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM paper")).scalar() == rows["paper"]
    upgrade()
    assert (counts(), promises()) == (rows, kept)
    assert of_the_session(make) == before and marks_are_right()
    nothing_is_left_behind()


def test_spares_stop_the_way_back_because_an_older_version_would_post_them(make, caplog):
    actions.print_batch(COMMAND, session_of(make).round_id, None, 3, spare=True)
    rows, kept = counts(), promises()
    db.session.remove()
    stops(caplog, BEFORE_SPARES, "printed as spares")
    upgrade()
    assert (counts(), promises()) == (rows, kept) and marks_are_right()


def test_moved_papers_stop_the_way_back_and_stay_where_they_are(make, caplog):
    here = session_of(make)
    spares = actions.print_batch(COMMAND, here.round_id, None, 3, spare=True)
    other = make.session_at(db.session.get_one(Round, here.round_id), make.staff(FACILITATOR))
    actions.move_papers(COMMAND, spares, None, other, 2, "Nan")
    rows, kept = counts(), promises()
    db.session.remove()
    stops(caplog, BEFORE_MOVEMENTS, "Papers were moved")
    upgrade()
    assert (counts(), promises()) == (rows, kept)
    moved = db.session.query(Movement).one()
    assert moved.papers == 2 and queries.held(moved.round_id)[moved.to_session_id, moved.batch_id] == 2
    db.session.remove()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE movement SET papers = 3"))


@pytest.mark.parametrize("what", ["seal", "car"])
def test_seals_and_cars_stop_the_way_back(make, caplog, what):
    here = session_of(make)
    if what == "seal":
        make.seal = "A 1"
        make.typed_bundle("1")
    else:
        actions.choose_cars(COMMAND, here.round_id, here.starts_at.date(), {here.id: "Red van"})
    rows, kept = counts(), promises()
    db.session.remove()
    stops(caplog, BEFORE_SEALS, "were written down" if what == "seal" else "have a car")
    upgrade()
    assert (counts(), promises()) == (rows, kept) and marks_are_right()
    nothing_is_left_behind()


def test_papers_typed_from_a_file_stop_the_way_back_and_stay_marked(make, caplog):
    one, two = make.staff(COUNTER), make.staff(COUNTER)
    facilitator = make.staff(FACILITATOR)
    round_ = make.voting_round(projects=9, entitlement="vouch")
    voting_session = make.session_at(round_, facilitator)
    make.seal = "A 1"
    [serial] = make.papers(voting_session, 1, 1)
    bundle = make.bundle(voting_session, in_box=1, one=one, two=two)
    actions.import_entries(counter(one), bundle, 1, frozen_ballot(round_.id), f"paper,marked\n{serial},3\n".encode())
    rows, kept = counts(), promises()
    db.session.remove()
    stops(caplog, BEFORE_FILES, "Papers were typed from a file")
    upgrade()
    assert (counts(), promises()) == (rows, kept) and marks_are_right()
    nothing_is_left_behind()


def test_papers_found_too_late_stop_the_way_back_and_without_any_it_is_open(make, caplog):
    rows, kept = counts(), promises()
    db.session.remove()
    downgrade(revision=BEFORE_FOUND)
    assert not OF_FOUND & set(triggers(db.engine))
    upgrade()
    assert (counts(), promises()) == (rows, kept) and set(triggers(db.engine)) >= OF_FOUND
    actions.record_found_papers(counter(make.staff(COUNTER)), session_of(make), 2, CHOICES["found"][0])
    rows, kept = counts(), promises()
    db.session.remove()
    stops(caplog, BEFORE_FOUND, "found too late to be counted")
    upgrade()
    assert (counts(), promises()) == (rows, kept) and marks_are_right()
    nothing_is_left_behind()

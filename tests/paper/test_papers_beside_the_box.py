"""At the opening the paper votes in the box are laid beside what the desk settled; the record says what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb import clock
from pb.database import db
from pb.paper import actions as desk
from pb.paper.models import Bundle
from pb.paper.queries import beside_the_entries
from pb.record.models import RecordLine
from pb.rounds.models import Round
from pb.voting.actions import decrypt_ballot_box
from pb.voting.models import Ballot
from pb.voting.queries import frozen_ballot
from pb.web.access import Role
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def bundle(make) -> Bundle:
    """Papers of two kinds in the box, two of them alike, and three votes from screens, one like a paper."""
    bundle = make.typed_bundle("1 2 3", "7", "7", "4 9")
    desk.cast_bundle(counter(make.staff(Role.COUNTER)), bundle)
    make.cast(db.session.get(Round, bundle.round_id), (7,), (5,), (5, 6))
    return bundle


def opened(bundle: Bundle) -> dict:
    round_ = db.session.get(Round, bundle.round_id)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        decrypt_ballot_box(COMMAND, round_, look_at_papers=beside_the_entries)
    return db.session.scalar(select(RecordLine.facts).where(RecordLine.act == "box.opened"))


def checklist(make, new_visitor, bundle: Bundle) -> str:
    person = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    return person.opens(f"/rounds/{bundle.round_id}/after-close").main


def test_the_papers_in_the_box_are_those_that_were_settled(make, new_visitor, bundle):
    facts = opened(bundle)
    assert (facts["papers"], facts["paper_votes"], facts["ballots"]) == ("same", 4, 7)
    assert len(facts["papers_hash"]) == 64
    assert "what was typed" not in checklist(make, new_visitor, bundle)


def test_the_hash_stands_for_the_votes_in_any_order_and_for_no_others(bundle):
    votes = [dict.fromkeys(numbers, 1) for numbers in ((1, 2, 3), (7,), (7,), (4, 9))]
    facts = opened(bundle)
    here = bundle.round_id
    assert beside_the_entries(here, votes[::-1])["papers_hash"] == facts["papers_hash"]
    for others in (votes[:3], [*votes, {7: 1}], [*votes[:3], {4: 1}]):
        found = beside_the_entries(here, others)
        assert found["papers"] == "different" and found["papers_hash"] != facts["papers_hash"]


def test_an_entry_that_was_changed_after_the_cast_shows(make, new_visitor, bundle):
    from pb.sealed import seal_for_desk

    db.session.rollback()
    sealed = seal_for_desk(bundle.round_id, "|1")
    on = "" if db.engine.dialect.name == "sqlite" else " ON entry"
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_stays{on}"))
        tampering.schema_is_not_looked_at()
        connection.execute(text("UPDATE entry SET sealed = :sealed"), {"sealed": sealed})
    assert opened(bundle)["papers"] == "different"
    assert "are not the ones that were typed Stop now and get help." in checklist(make, new_visitor, bundle)


def test_when_the_desk_key_is_lost_nothing_is_compared_and_the_box_opens(app, make, new_visitor, bundle):
    (app.config["KEYS_DIR"] / f"desk-{bundle.round_id}.key").unlink()
    app.extensions["pb_loaded_keys"].clear()
    facts = opened(bundle)
    assert facts["papers"] == "not compared" and "papers_hash" not in facts and facts["ballots"] == 7
    assert "could not be compared with what was typed" in checklist(make, new_visitor, bundle)


def test_a_paper_that_two_people_ruled_out_is_not_looked_for_in_the_box(make):
    bundle = make.typed_bundle("1 2", "B", "3 ?")
    from pb.paper.queries import paper_statuses
    from pb.paper.rules import PaperReading

    one, two = (counter(make.staff(Role.COUNTER)) for _ in range(2))
    for status in paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]:
        if mark := status.readings[0].kind:
            counts = PaperReading((3,)) if mark == "doubtful" else None
            desk.propose_ruling(one, bundle, status.paper, reason="unclear", counts=counts)
            desk.agree_ruling(two, bundle, status.paper)
    assert desk.cast_bundle(one, bundle) == 2
    facts = opened(bundle)
    assert (facts["papers"], facts["paper_votes"]) == ("same", 2)


def test_a_ballot_says_neither_place_nor_channel(bundle):
    opened(bundle)
    assert {column.name for column in Ballot.__table__.columns} == {"key", "round_id", "pot_id"}
    columns = db.session.execute(text("SELECT * FROM ballot")).keys()
    assert set(columns) == {"key", "round_id", "pot_id"}

"""The desk looks into a bundle again when a row of it has changed, and only then."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb import sealed
from pb.database import db, transaction
from pb.marked import Forged, delete_rows
from pb.paper.models import Entry
from pb.paper.queries import board
from pb.paper.queries import on_desk as module_of
from pb.voting.queries import require_frozen_ballot


@pytest.fixture
def looked_into(monkeypatch):
    """The bundles that were looked into, by each look at the desk."""
    looks: list[list[int]] = []
    real = module_of.paper_statuses
    monkeypatch.setattr(module_of, "paper_statuses", lambda ids, ballot: looks.append(list(ids)) or real(ids, ballot))
    return looks


def states(round_id: int) -> list[str]:
    found = [row.state for row in board(require_frozen_ballot(round_id)).rows]
    db.session.rollback()
    return found


def test_a_bundle_that_is_as_it_was_is_not_looked_into_again(make, looked_into):
    bundle = make.typed_bundle("1 2", "3")
    round_id, bundle_id = bundle.round_id, bundle.id
    assert states(round_id) == states(round_id) == ["settled"]
    assert looked_into == [[bundle_id]]


def test_what_is_typed_next_is_seen(make, looked_into):
    bundle = make.typed_bundle("1 2", "3")
    round_id = bundle.round_id
    states(round_id)
    with transaction() as session:
        delete_rows(session, Entry, Entry.pass_number == 2)
    assert states(round_id) == ["typed_once"] and len(looked_into[-1]) == 1


def test_a_row_that_was_changed_past_the_program_is_looked_at(make):
    round_id = make.typed_bundle("1 2", "3").round_id
    states(round_id)
    for statement in ("DROP TRIGGER IF EXISTS entry_stays", "UPDATE entry SET typed_at = '2020-01-01 00:00:00.000000'"):
        db.session.execute(text(statement))
    db.session.commit()
    with pytest.raises(Forged):
        states(round_id)


def test_a_new_key_of_the_desk_opens_nothing_that_was_typed_before(make, monkeypatch):
    round_id = make.typed_bundle("1 2", "3").round_id
    assert states(round_id) == ["settled"]
    for module in (module_of, sealed):
        monkeypatch.setattr(module, "load_key", lambda name: b"k" * 32)
    assert states(round_id) != ["settled"]

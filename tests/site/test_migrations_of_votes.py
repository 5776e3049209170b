"""Migrations that seal anew or take away what votes left behind keep every row, both ways."""

from __future__ import annotations

from base64 import urlsafe_b64encode as b64encode

import pytest
from cryptography.fernet import Fernet
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, is_engine_of_sqlite
from pb.dead_keys import destroy_dead_keys
from pb.paper import actions as desk
from pb.paper.models import Bundle
from pb.paper.queries import paper_statuses
from pb.paper.rules import PaperReading
from pb.rounds.models import Round
from pb.voting.actions.new_marks import mark_anew
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.make import Make
from tests.support.makers.papers import counter
from tests.support.migrations import counts_of, nothing_is_left_behind, older_counts, promises, triggers

pytestmark = pytest.mark.both_databases


def test_typed_papers_are_sealed_for_each_round_and_back_and_ids_of_papers_change(migrated):
    make = Make(migrated)
    bundle_id = ruled_bundle(make).id
    gone = make.typed_bundle("1 2")
    desk.cast_bundle(counter(make.staff(Role.COUNTER)), gone)
    make.published(db.session.get(Round, gone.round_id), (3,))
    db.session.remove()
    rows, kept = older_counts(), promises()
    ids = {(row.serial, row.id) for row in db.session.execute(text("SELECT serial, id FROM paper"))}
    db.session.remove()
    downgrade(revision="0003")
    with db.engine.connect() as connection:
        before = entries_as_before(connection)
        rulings = connection.execute(text("SELECT reason, counts FROM ruling")).all()
        assert max(connection.execute(text("SELECT id FROM paper")).scalars()) <= 2 * len(ids)
        assert connection.execute(text("SELECT count(*) FROM ruling WHERE numbers <> ''")).scalar() == 1
        with pytest.raises(IntegrityError):
            connection.execute(text("UPDATE entry SET mark = ''"))
    assert [each[1:] for each in before] == [
        ("", "1 2"),
        ("doubtful", "3"),
        ("", "1 2"),
        ("doubtful", "3"),
        *[("doubtful", "")] * 2,
    ]
    assert [tuple(each) for each in rulings] == [("unclear", True)]
    upgrade()
    rows["key_fingerprint"] += 1  # of the one key of before, which is noted as dead
    assert (older_counts(), promises()) == (rows, kept)
    nothing_is_left_behind()
    mark_anew(Actor(None, Role.COMMAND))  # going back has taken all marks away
    statuses = paper_statuses([bundle_id], frozen_ballot(db.session.get(Bundle, bundle_id).round_id))[bundle_id]
    assert sorted(status.readings[0].as_text for status in statuses) == ["doubtful|3", "|1 2"]
    assert [status.ruling.decided.as_text for status in statuses if status.ruling] == ["unclear|3 4"]
    with db.engine.connect() as connection:
        assert not ids & {(row.serial, row.id) for row in connection.execute(text("SELECT serial, id FROM paper"))}
        assert connection.execute(text("SELECT fingerprint FROM key_fingerprint WHERE name = 'desk'")).scalar() == ""
    destroy_dead_keys()
    assert not (current_app.config["KEYS_DIR"] / "desk.key").exists()


def entries_as_before(connection) -> list[tuple[int, str, str]]:
    """What 0003 keeps of each typing, by entry id: its mark and its numbers, opened with the one desk key."""
    desk = Fernet(b64encode(bytes.fromhex((current_app.config["KEYS_DIR"] / "desk.key").read_text())))
    rows = connection.execute(text("SELECT id, mark, numbers FROM entry ORDER BY id"))
    return [(id_, mark, desk.decrypt(sealed).decode().rstrip() if sealed else "") for id_, mark, sealed in rows]


def ruled_bundle(make: Make) -> Bundle:
    """Two papers on the desk: one plain, one doubtful on which two people have ruled."""
    make.seal = ""  # an older version knows none
    bundle = make.typed_bundle("1 2", "3 ?")
    status = next(
        each for each in paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id] if each.readings[0].kind
    )
    one, two = (counter(make.staff(Role.COUNTER)) for _ in range(2))
    desk.propose_ruling(one, bundle, status.paper, reason="unclear", counts=PaperReading((3, 4)))
    desk.agree_ruling(two, bundle, status.paper)
    return bundle


def test_without_the_old_desk_key_the_migration_says_so_and_changes_nothing(migrated, caplog):
    ruled_bundle(Make(migrated))
    db.session.remove()
    downgrade(revision="0003")
    key = current_app.config["KEYS_DIR"] / "desk.key"
    content, rows, kept = key.read_text(), counts_of("entry", "ruling", "paper"), triggers(db.engine)
    key.unlink()
    with pytest.raises(SystemExit):
        upgrade()
    assert "desk.key is missing: put it back from the backup" in caplog.text
    key.write_text("ab" * 32)
    with pytest.raises(SystemExit):
        upgrade()
    assert "desk.key is another database's" in caplog.text
    assert counts_of("entry", "ruling", "paper") == rows
    assert triggers(db.engine).items() >= kept.items()
    key.write_text(content)
    upgrade()
    assert counts_of("entry", "ruling", "paper") == rows
    nothing_is_left_behind()


def test_ballots_lose_venue_and_medium_and_keep_their_rows_and_random_order(migrated):
    make = Make(migrated)
    make.published(make.voting_round(projects=3), (1, 2), (3,))
    db.session.remove()
    rows, kept, ballots = older_counts(), promises(), ballots_of_the_file()
    downgrade(revision="0003")
    with db.engine.connect() as connection:
        assert set(connection.execute(text("SELECT medium, venue_id FROM ballot"))) == {(None, None)}
        with pytest.raises(IntegrityError):
            connection.execute(text("INSERT INTO ballot (key, round_id, pot_id, medium) VALUES ('a', 1, 1, 'air')"))
    upgrade()
    assert (older_counts(), promises(), ballots_of_the_file()) == (rows, kept, ballots)
    nothing_is_left_behind()


def ballots_of_the_file() -> list[tuple]:
    """The rows as they lie there; on SQLite the table has no row numbers, which would tell an order."""
    with db.engine.connect() as connection:
        if is_engine_of_sqlite(db.engine):
            made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'ballot'").scalar()
            assert "WITHOUT ROWID" in made
        return [tuple(row) for row in connection.execute(text("SELECT key, round_id, pot_id FROM ballot"))]

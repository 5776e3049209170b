"""Somebody with the database alone changes what it says of a key: nothing is destroyed, nothing is marked anew, and the
file proves that it is the right one.
"""

from __future__ import annotations

import pytest

from pb.database import db, exclusive_transaction
from pb.dead_keys import destroy_dead_keys
from pb.keystore import LENGTH, KeyIsDead, KeyLost, desk_key, fingerprint_of, load_key
from pb.paper import queries as papers
from pb.record import queries as record
from pb.record.actions import acting
from pb.serving import Stops, require_ready
from pb.voting.actions.erasure import finish_erasing, remember_to_erase
from pb.voting.queries import frozen_ballot
from tests.support.acts import SOMETHING_DONE
from tests.support.safety.lies import COMMAND, change, faults_of_check, told


@pytest.mark.both_databases
@pytest.mark.parametrize("fingerprint", ["", "ab" * 32])
def test_the_desk_key_of_a_round_that_still_types_outlives_a_changed_fingerprint(app, make, fingerprint):
    run = app.test_cli_runner().invoke
    bundle = make.typed_bundle("1 2", "3")
    round_id, bundle_id, name = bundle.round_id, bundle.id, desk_key(bundle.round_id)
    file = app.config["KEYS_DIR"] / f"{name}.key"
    key = file.read_text()
    require_ready()
    change(app, f"UPDATE key_fingerprint SET fingerprint = '{fingerprint}' WHERE name = '{name}'")
    assert fingerprint or any(fault.startswith(f"The database says that {name}.key is destroyed") for fault in told())
    destroy_dead_keys()
    with pytest.raises(KeyLost):
        papers.paper_statuses([bundle_id], frozen_ballot(round_id))
    db.session.rollback()
    answer = run(args=["check"])
    assert answer.exit_code == 1 and f"{name}.key was changed" in answer.output and "believe-keys" in answer.output
    with pytest.raises(Stops, match="believe-keys"):
        require_ready()
    refused = run(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "is not lost" in refused.output and "believe-keys" in refused.output
    assert file.read_text() == key
    believed = run(args=["papers", "believe-keys"])
    assert believed.exit_code == 0 and name in believed.output
    assert run(args=["papers", "believe-keys"]).exit_code == 1, "once is enough"
    require_ready()
    assert told() == [] and file.read_text() == key
    assert len(papers.paper_statuses([bundle_id], frozen_ballot(round_id))[bundle_id]) == 2
    assert record.lines_of()[0].act == "keys.believed"


def test_a_publication_that_this_program_did_not_write_has_no_key_destroyed(app, make):
    name = desk_key(make.published(make.voting_round(projects=3), (1, 2)).id)
    file = app.config["KEYS_DIR"] / f"{name}.key"
    file.write_text("ab" * 32)
    change(app, f"UPDATE publication SET keyed_mark = '{'cd' * 32}'")
    destroy_dead_keys()
    assert file.exists() and f"{name}.key" in faults_of_check("keys")


def test_the_key_of_a_published_round_is_dead_still(app, make):
    name = desk_key(make.published(make.voting_round(projects=3), (1, 2)).id)
    file = app.config["KEYS_DIR"] / f"{name}.key"
    file.write_text("ab" * 32)
    with pytest.raises(KeyIsDead):
        load_key(name)
    db.session.rollback()
    destroy_dead_keys()
    assert not file.exists() and told() == [] and not faults_of_check("keys")


@pytest.mark.both_databases
@pytest.mark.parametrize("fingerprint", ["", "ab" * 32])
def test_a_changed_fingerprint_of_marks_has_no_forgery_marked_anew(app, make, served, fingerprint):
    run, file = app.test_cli_runner().invoke, app.config["KEYS_DIR"] / "marks.key"
    round_id = make.voting_round().id
    with acting(COMMAND, SOMETHING_DONE):
        pass
    key = file.read_text()
    change(
        app,
        f"UPDATE round SET grace_minutes = grace_minutes + 17 WHERE id = {round_id}",
        f"UPDATE key_fingerprint SET fingerprint = '{fingerprint}' WHERE name = 'marks'",
    )
    answer = run(args=["serve"])
    assert answer.exit_code == 78 and "marks.key was changed" in answer.output and "believe-keys" in answer.output
    refused = run(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "is not lost" in refused.output and file.read_text() == key
    assert run(args=["papers", "believe-keys"]).exit_code == 0 and file.read_text() == key
    assert any("The table round has 1 rows" in fault for fault in told())


def test_marks_is_not_given_up_either_where_the_newest_line_was_changed_too(app, make):
    make.voting_round()
    for _ in range(2):
        with acting(COMMAND, SOMETHING_DONE):
            pass
    change(
        app,
        f"UPDATE record_line SET keyed_mark = '{'ab' * 32}' WHERE position = (SELECT max(position) FROM record_line)",
        f"UPDATE key_fingerprint SET fingerprint = '{'ab' * 32}' WHERE name = 'marks'",
    )
    refused = app.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "is not lost" in refused.output
    (app.config["KEYS_DIR"] / "marks.key").unlink()
    assert app.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"]).exit_code == 0
    line = record.lines_of()[0]
    assert line.act == "keys.given_up" and line.facts["rows"] > 0


@pytest.mark.both_databases
def test_a_made_up_opening_is_named_and_destroys_no_ballot_key(app, make, served):
    run = app.test_cli_runner().invoke
    round_id = make.voting_round().id
    key = app.config["KEYS_DIR"] / f"round-{round_id}.key"
    with exclusive_transaction():
        load_key("marks")
    made_up = f"VALUES ({round_id}, '2026-05-01 10:00:00', 0, 'x', 'y', '{'ab' * 32}')"
    change(
        app, f"INSERT INTO box_opening (round_id, opened_at, votes, ballots_hash, record_head, keyed_mark) {made_up}"
    )
    for command in ("serve", "check"):
        answer = run(args=[command])
        assert isinstance(answer.exception, SystemExit) and "put-rows-back" in answer.output, command
        assert f"ballot box of round {round_id} was opened" in answer.output
    remember_to_erase(round_id)
    finish_erasing()
    assert key.exists() and served == []
    key.unlink()
    assert f"round-{round_id}.key" in faults_of_check("ballot keys")


@pytest.mark.parametrize("name", ["codes", "marks"])
def test_a_swapped_key_is_told_at_the_start_though_the_database_goes_with_it(app, make, name):
    """Somebody puts another file there and writes its fingerprint: no act that follows makes the anchor forget the first."""
    make.cards(make.voting_round(), 1)
    require_ready()
    file = app.config["KEYS_DIR"] / f"{name}.key"
    first, other = file.read_text(), b"\xab" * LENGTH
    file.write_text(other.hex())
    change(app, f"UPDATE key_fingerprint SET fingerprint = '{fingerprint_of(name, other)}' WHERE name = '{name}'")
    assert f"{name}.key is another key than before" in faults_of_check("keys")
    with acting(COMMAND, SOMETHING_DONE):
        pass
    with pytest.raises(Stops, match="another key than before"):
        require_ready()
    file.write_text(first)
    app.extensions["pb_loaded_keys"].clear()
    assert "believe-keys" in faults_of_check("keys")

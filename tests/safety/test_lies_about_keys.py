"""Somebody with the database alone lies about keys, and a careful operator does what the program says: no good key is
given up or moved away, and nothing forged is marked anew.
"""

from __future__ import annotations

import shutil

import pytest

from pb import anchor, keystore
from pb.database import db
from pb.keystore import desk_key
from pb.paper import queries as papers
from pb.record import queries as record
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.queries import frozen_ballot
from tests.support.safety.lies import an_act, change, faults_of_check, told

JUNK = "ab" * 32


def files_of(app) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in app.config["KEYS_DIR"].iterdir() if file.suffix != ".turn"}


@pytest.mark.both_databases
@pytest.mark.parametrize("fingerprint", ["", JUNK])
def test_one_changed_fingerprint_makes_no_voting_card_worthless(app, make, served, fingerprint):
    run, file = app.test_cli_runner().invoke, app.config["KEYS_DIR"] / "codes.key"
    card, key = make.cards(make.voting_round())[0], file.read_text()
    change(app, f"UPDATE key_fingerprint SET fingerprint = '{fingerprint}' WHERE name = 'codes'")
    assert [
        fault for fault in told() if "codes.key was changed outside the program; the file is the right one" in fault
    ]
    answer = run(args=["serve"])
    assert answer.exit_code == 78 and served == [] and "Do not give it up" in answer.output
    assert "codes.key was changed" in answer.output and "papers believe-keys" in answer.output
    refused = run(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "is not lost" in refused.output and "believe-keys" in refused.output
    assert file.read_text() == key
    assert run(args=["papers", "believe-keys"]).output.startswith("Put right: codes.")
    line = record.lines_of()[0]
    assert line.act == "keys.believed" and line.facts["keys"] == "codes"
    assert run(args=["serve"]).exit_code == 0 and served == ["wsgi:app"] and told() == []
    assert queries.right_of_code(card.code) is not None and file.read_text() == key


@pytest.mark.both_databases
def test_a_running_server_notes_no_lie_beside_the_anchor(app, make):
    make.cards(make.voting_round())
    before = anchor.stored().keys
    assert before.keys() == {"codes", "marks"}
    change(app, f"UPDATE key_fingerprint SET fingerprint = '{JUNK}' WHERE name = 'codes'", starts_again=False)
    an_act()
    anchor.keep_keys(keystore.agreed_fingerprints())
    assert anchor.stored().keys == before


@pytest.mark.both_databases
def test_marks_is_believed_though_no_line_of_the_record_has_its_mark_any_more(app, make):
    run, file = app.test_cli_runner().invoke, app.config["KEYS_DIR"] / "marks.key"
    make.voting_round()
    an_act()
    key = file.read_text()
    change(
        app,
        f"UPDATE record_line SET keyed_mark = '{JUNK}'",
        f"UPDATE key_fingerprint SET fingerprint = '{JUNK}' WHERE name = 'marks'",
    )
    assert run(args=["papers", "give-up-keys", "--yes"]).exit_code == 1 and file.read_text() == key
    assert run(args=["papers", "believe-keys"]).exit_code == 0
    assert any("Line 1 was not written by this program" in fault for fault in told())


@pytest.mark.both_databases
def test_a_desk_key_is_believed_though_it_opens_no_paper_any_more(app, make):
    bundle = make.typed_bundle("1 2", "3")
    name = desk_key(bundle.round_id)
    an_act()
    change(
        app,
        "UPDATE entry SET sealed = 'x'",
        f"UPDATE key_fingerprint SET fingerprint = '{JUNK}' WHERE name = '{name}'",
    )
    refused = app.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "believe-keys" in refused.output


#: What else somebody does so that the anchor proves nothing.
BESIDES = {
    "the line of the anchor is another": f"UPDATE record_line SET hash = '{JUNK}' WHERE position = :newest",
    "lines are gone": "DELETE FROM record_line WHERE position = :newest",
    "a made-up line gives the key up": (
        "INSERT INTO record_line (position, at, role, act, facts, previous, hash) SELECT position + 1, at, role, "
        f"'keys.given_up', '{{\"keys\": \"codes\"}}', hash, '{JUNK}' FROM record_line WHERE position = :newest"
    ),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("besides", BESIDES.values(), ids=BESIDES)
def test_where_the_record_was_changed_as_well_the_key_is_not_given_up_either(app, make, served, besides):
    run = app.test_cli_runner().invoke
    make.cards(make.voting_round())
    before = files_of(app)
    change(
        app,
        f"UPDATE key_fingerprint SET fingerprint = '{JUNK}' WHERE name = 'codes'",
        besides.replace(":newest", str(anchor.stored().position)),
    )
    answer = run(args=["serve"])
    assert answer.exit_code == 78 and "Do not give it up" in answer.output and "Restore" in answer.output
    refused = run(args=["papers", "give-up-keys", "--yes"])
    assert refused.exit_code == 1 and "do not go together" in refused.output
    assert run(args=["papers", "believe-keys"]).exit_code == 1 and files_of(app) == before


@pytest.mark.both_databases
def test_an_older_copy_of_the_folder_is_not_believed_once_its_key_was_given_up(app, make, tmp_path):
    run, folder = app.test_cli_runner().invoke, app.config["KEYS_DIR"]
    make.cards(make.voting_round())
    shutil.copytree(folder, tmp_path / "stick")
    (folder / "codes.key").unlink()
    assert run(args=["papers", "give-up-keys", "--yes"]).exit_code == 0
    make.cards(db.session.get(Round, 1))
    newest = (folder / "codes.key").read_text()
    shutil.copytree(tmp_path / "stick", folder, dirs_exist_ok=True)
    app.extensions.pop("pb_loaded_keys", None)
    refused = run(args=["papers", "believe-keys"])
    assert refused.exit_code == 1 and "newest copy of KEYS_DIR" in faults_of_check("keys")
    (folder / "codes.key").write_text(newest)
    assert not faults_of_check("keys")


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["round-1", "desk-x", "../a", "anchor"])
def test_a_made_up_fingerprint_moves_no_other_file_away(app, make, served, name):
    run = app.test_cli_runner().invoke
    make.voting_round()
    before = files_of(app)
    change(app, f"INSERT INTO key_fingerprint (name, fingerprint) VALUES ('{name}', '{JUNK}')")
    assert not faults_of_check("keys") and any(f"unknown key, {name}" in fault for fault in told())
    assert run(args=["papers", "give-up-keys", "--yes"]).exit_code == 1 and files_of(app) == before
    assert run(args=["serve"]).exit_code == 0


def test_a_desk_key_that_never_was_is_given_up_and_nothing_else(app, make):
    bundle = make.typed_bundle("1 2", "3")
    before, round_id, bundle_id = files_of(app), bundle.round_id, bundle.id
    change(app, f"INSERT INTO key_fingerprint (name, fingerprint) VALUES ('desk-99', '{JUNK}')")
    assert "desk-99.key" in faults_of_check("keys")
    answer = app.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"])
    assert answer.exit_code == 0 and "given up: desk-99." in answer.output
    after = files_of(app)
    assert {name: after[name] for name in before if name != "anchor"} == {
        name: before[name] for name in before if name != "anchor"
    }
    assert (
        told() == []
        and len(papers.paper_statuses([bundle_id], frozen_ballot(round_id))[bundle_id]) == 2
        and not faults_of_check("keys")
    )


@pytest.mark.both_databases
@pytest.mark.parametrize("fingerprint", ["", JUNK])
def test_the_words_bring_marks_back_whatever_the_database_says_of_it(app, make, fingerprint):
    make.voting_round()
    an_act()
    words, file = actions.marks_sheets()[0], app.config["KEYS_DIR"] / "marks.key"
    key = file.read_text()
    file.unlink()
    change(app, f"UPDATE key_fingerprint SET fingerprint = '{fingerprint}' WHERE name = 'marks'")
    answer = app.test_cli_runner().invoke(args=["voting", "restore-marks"], input=words + "\n")
    assert answer.exit_code == 0 and file.read_text() == key and told() == []
    change(
        app,
        f"UPDATE record_line SET keyed_mark = '{JUNK}' WHERE position = {anchor.stored().position}",
        f"UPDATE key_fingerprint SET fingerprint = '{JUNK}' WHERE name = 'marks'",
    )
    refused = app.test_cli_runner().invoke(args=["voting", "restore-marks"], input=words + "\n")
    assert refused.exit_code == 1 and "Do not give up the key" in refused.output and file.read_text() == key

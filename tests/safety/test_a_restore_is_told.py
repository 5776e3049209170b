"""A backup that was put back is told even where only votes, which write no line of the record, came after it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from flask_migrate import stamp

from pb import anchor, backup
from pb.database import db, transaction
from pb.pages.record.sentences import lines_in_words
from pb.record.models import RecordLine
from pb.record.queries import anchor_fault, older_copy
from pb.voting import actions
from tests.support import databases
from tests.support.program import program

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
SET = ("record", "set-anchor", "--yes")


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


def _cast(vote):
    with transaction() as session:
        actions.cast(session, vote)


@pytest.fixture
def lost_a_vote(app, make, database, tmp_path):
    """Another machine, empty, and a backup after which one vote was cast and nobody acted; the newest line."""
    stamp()
    round_ = make.voting_round()
    card, another_card = make.cards(round_, 2)
    _cast(make.vote(round_, card, 1))
    folder = tmp_path / "backups"
    folder.mkdir()
    file, found = backup.save(app.config["DATABASE_URL"], folder, now=NOON)
    _cast(make.vote(round_, another_card, 2))
    another = tmp_path / "another"
    shutil.copytree(app.config["KEYS_DIR"], another / "keys")
    kind = database.partition(":")[0].partition("+")[0]
    db.session.remove()
    with databases.bare(kind, another) as url, program(url, another) as there, there.app_context():
        yield there, file, found.line


@pytest.mark.both_databases
def test_it_is_wrong_until_somebody_says_that_there_is_no_newer_one_and_then_in_the_record(lost_a_vote):
    there, file, line = lost_a_vote
    assert anchor.stored().position == line  # nobody acted: the anchor knows of nothing that is missing
    said = run(there, "restore", str(file)).output
    assert f"put back from a backup that ends at line {line} of the record, made at 2026-05-03T12:00" in said
    assert (
        "Next, one after the other: flask --app wsgi db upgrade; flask --app wsgi check; flask --app wsgi record set-anchor"
        in said
    )
    assert "Votes cast since then are lost" in anchor_fault() and "Votes cast since then" in run(there, "check").output
    assert older_copy().said_at is None and older_copy().made == NOON
    assert run(there, *SET).exit_code == 0
    newest = db.session.get(RecordLine, line + 1)
    ((_line, sentence),) = lines_in_words([newest])
    assert newest.act == "record.put_back" and f"ends at line {line} and was made: " in sentence and "3 May" in sentence
    told = older_copy()
    assert (told.line, told.known, told.made, told.said_at) == (line, line, NOON, newest.at)
    assert anchor_fault() is None and "agree" in run(there, *SET).output


@pytest.mark.both_databases
def test_it_is_told_without_an_anchor_and_by_any_name(lost_a_vote):
    there, file, line = lost_a_vote
    anchor.file().unlink()
    renamed = file.rename(file.with_name("pb-restore"))
    assert "made at" not in run(there, "restore", str(renamed)).output
    assert run(there, *SET).exit_code == 0
    ((_line, sentence),) = lines_in_words([db.session.get(RecordLine, line + 1)])
    assert "was made: not known" in sentence and older_copy().line == line and older_copy().made is None


def test_the_note_is_of_one_database(lost_a_vote):
    there, file, line = lost_a_vote
    run(there, "restore", str(file))
    assert anchor.put_back("sqlite:////somewhere/else.sqlite") is None

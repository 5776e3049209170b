"""Steps of docs/running.md that somebody left out, on a machine of their own: each is one line with what to do."""

from __future__ import annotations

import errno
import runpy
import secrets
import sys

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pb import anchor, parts, questions, serving
from pb.database import db
from tests.support import postgres
from tests.support.sources import TOP


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """What ``/etc/pb.env`` says, all right; the program's own folder is the test's."""
    (tmp_path / "keys").mkdir(mode=0o700)
    right = {"PB_PRODUCTION": "1", "SECRET_KEY": secrets.token_hex(32), "KEYS_DIR": str(tmp_path / "keys")}
    right |= {"TRUSTED_HOSTS": "vote.example.org", "TRUSTED_PROXIES": "1", "DATABASE_URL": "sqlite:///nothing.sqlite"}
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    make = serving.create_app
    monkeypatch.setattr(serving, "create_app", lambda settings=None: make(settings, instance=tmp_path / "instance"))
    return monkeypatch


@pytest.fixture
def on_postgresql():
    """The address of a database with some name."""
    try:
        return postgres.shared().url
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def test_the_unit_of_the_docs_lets_the_program_say_that_a_folder_is_missing():
    """systemd itself ends with 226 and tries for ever where a folder of ReadWritePaths without "-" is missing."""
    unit = (TOP / "docs" / "running.md").read_text(encoding="utf-8").split("/etc/systemd/system/pb.service")[1]
    line = next(line for line in unit.split("```")[1].splitlines() if line.startswith("ReadWritePaths="))
    folders = line.removeprefix("ReadWritePaths=").split()
    assert len(folders) == 2 and all(folder.startswith("-/") for folder in folders), folders


def test_where_keys_dir_is_not_set_nobody_is_told_to_make_another_folder(environment):
    environment.delenv("KEYS_DIR")
    environment.setattr(sys, "argv", ["flask", "--app", "wsgi", "check"])
    said = serving.app_or_exit().test_cli_runner().invoke(args=["check"]).output.splitlines()
    assert said[0].startswith("settings: Set KEYS_DIR")
    assert "key folder: not looked at yet; first put right: settings" in said


def test_a_secret_that_is_not_set_is_asked_for_with_the_way_to_make_one(environment, capsys):
    environment.setenv("SECRET_KEY", "")
    with pytest.raises(SystemExit):
        serving.app_or_exit()
    assert "make it with python3 -c" in capsys.readouterr().err


def test_a_database_that_was_never_made_is_not_called_away_and_not_tried_again(environment, on_postgresql, capsys):
    environment.setenv("DATABASE_URL", on_postgresql("never_made"))
    environment.setattr(sys, "argv", ["flask", "--app", "wsgi", "serve"])
    with pytest.raises(SystemExit) as stopped:
        serving.app_or_exit()
    said = capsys.readouterr().err.splitlines()
    assert stopped.value.code == serving.DO_NOT_TRY_AGAIN and len(said) == 1
    assert 'database "never_made" does not exist' in said[0] and "Put DATABASE_URL right" in said[0]


def test_an_empty_database_beside_the_keys_of_a_vote_is_not_to_be_filled_with_new_tables(environment, tmp_path):
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'another.sqlite'}")
    app = serving.app_or_exit()
    with app.app_context():
        assert questions.tables().fault.endswith("Make them first: flask --app wsgi db upgrade")
        anchor.file().write_text('{"position": 812, "hash": "00", "marks_from": 1}')
        said = questions.tables().fault
    assert "db upgrade" not in said and "record with 812 lines" in said and "another.sqlite has no tables" in said
    assert said.endswith("put a backup back: flask --app wsgi restore FILE")


FILES = {
    "nothing of SQLite's": (b"PK zipped letters " * 100, "the file is not a database of SQLite (SQLITE_NOTADB)"),
    "damaged": (b"SQLite format 3\x00" + b"\x10\x00" + b"\xff" * 9000, "(SQLITE_"),
    "a folder": (None, "the database file cannot be opened (SQLITE_CANTOPEN)"),
}


@pytest.mark.parametrize(("content", "cause"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("command", ["serve", "check"])
def test_a_file_that_is_no_database_is_told_with_what_to_do_and_nobody_asks_whether_it_runs(
    environment, tmp_path, capsys, content, cause, command
):
    file = tmp_path / "pb.sqlite"
    file.mkdir() if content is None else file.write_bytes(content)
    environment.setenv("DATABASE_URL", f"sqlite:///{file}")
    environment.setattr(sys, "argv", ["flask", "--app", "wsgi", command])
    if command == "serve":
        with pytest.raises(SystemExit) as stopped:
            serving.app_or_exit()
        said, status = capsys.readouterr().err.splitlines(), stopped.value.code
        assert len(said) == 1 and status == serving.DO_NOT_TRY_AGAIN
    else:
        answer = serving.app_or_exit().test_cli_runner().invoke(args=["check"])
        said = [each for each in answer.output.splitlines() if each.startswith("database: ")]
    assert "The database cannot be used: " in said[0] and cause in said[0] and "Is it running" not in said[0]
    assert content is None or file.read_bytes() == content


ADD = ["people", "add", "--name", "Ann Baker", "--sign-in-name", "ann", "--password", "three or four words"]


def test_a_command_before_the_tables_are_made_says_to_make_them(environment, tmp_path):
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bare.sqlite'}")
    answer = serving.app_or_exit().test_cli_runner().invoke(args=ADD)
    assert answer.exit_code == 1 and answer.output.splitlines() == [
        "Error: The database has no tables yet. Make them first: flask --app wsgi db upgrade"
    ]


def test_a_command_whose_database_goes_away_says_so(app, monkeypatch):
    def gone(*_one, **_more):
        raise OperationalError("", {}, psycopg.OperationalError("closed"), connection_invalidated=True)

    monkeypatch.setattr("pb.people.queries.members_agree", gone)
    answer = app.test_cli_runner().invoke(args=ADD)
    assert answer.exit_code == 1 and answer.output.splitlines() == [
        "Error: The database does not answer: no connection. Is it running, and is DATABASE_URL right?"
    ]


def test_a_fault_of_our_own_keeps_its_traceback(app, monkeypatch):
    monkeypatch.setattr("pb.people.queries.members_agree", lambda: db.session.execute(text("SELECT nothing_here")))
    answer = app.test_cli_runner().invoke(args=ADD)
    assert isinstance(answer.exception, OperationalError) and "nothing_here" in str(answer.exception)


def test_a_folder_that_cannot_be_made_and_a_full_disk_are_told_apart():
    gone = questions.unreadable(OSError(errno.EROFS, "Read-only file system", "/srv/pb/instance"))
    assert gone.startswith("/srv/pb/instance cannot be used (Read-only file system). It must be there, and belong to")
    full = questions.unreadable(OSError(errno.ENOSPC, "No space left on device", "/srv/pb/instance"))
    assert full == "/srv/pb/instance cannot be written: the disk is full. Make room (df -h says where)."


def test_what_an_upgrade_did_not_install_is_named(monkeypatch, tmp_path):
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("flask==3.1.3 \\\n    --hash=sha256:00\nno-such-package-of-pb==1.0 \\\n    --hash=sha256:00\n")
    assert parts.missing_parts(wanted) == ["no-such-package-of-pb"]
    assert parts.missing_parts(TOP / "requirements.txt") == []
    monkeypatch.setattr(parts, "missing_parts", lambda _file: ["pyotp"])
    assert questions.installed().fault.startswith("Not installed: pyotp. In the folder of pb: sudo -u pb .venv/bin/pip")


def test_a_program_that_cannot_even_be_read_for_it_says_so_in_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pb.serving", None)  # as if something that it imports were not installed
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(TOP / "wsgi.py"))
    said = capsys.readouterr().err.splitlines()
    assert stopped.value.code == serving.DO_NOT_TRY_AGAIN and len(said) == 1
    assert "not installed" in said[0] and parts.INSTALL in said[0]

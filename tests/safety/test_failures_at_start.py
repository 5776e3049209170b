"""Whatever keeps a server from starting is said in one line with what to do, and the exit status tells the service
whether to try again. ``flask check`` says the same at any time.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from flask_migrate import downgrade, stamp
from sqlalchemy import text

from pb import checks, questions, serving
from pb import clock as program_clock
from pb.database import db, is_engine_of_sqlite
from pb.durable import NotDurable
from pb.voting.actions import issue_cards
from pb.web.access import Actor, Role
from tests.support.frozen import deaf_port
from tests.support.safety import tampering
from tests.support.sources import TOP
from tests.support.starting import LATER, NEVER_AGAIN, check, stopped_with


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch):
    """The process beside the server is not what these tests are about."""
    monkeypatch.setattr(serving, "commands_beside", lambda _target: [])


def test_the_unit_of_the_docs_tries_again_what_passes_and_nothing_else():
    unit = (TOP / "docs" / "running.md").read_text(encoding="utf-8").split("/etc/systemd/system/pb.service")[1]
    said = dict(line.split("=", 1) for line in unit.split("```")[1].splitlines() if "=" in line)
    assert said["Restart"] == "on-failure" and said["RestartPreventExitStatus"] == str(serving.DO_NOT_TRY_AGAIN)
    assert int(said["RestartSec"]) >= 5, "systemd gives up after five starts in ten seconds"
    assert (serving.DO_NOT_TRY_AGAIN, serving.TRY_AGAIN) == (NEVER_AGAIN, LATER) == (os.EX_CONFIG, os.EX_TEMPFAIL)


def test_a_database_that_is_away_is_one_line_and_the_service_tries_again(environment, capsys):
    with deaf_port() as port:
        pass  # nobody listens there any more
    environment.setenv("DATABASE_URL", f"postgresql+psycopg://pb:geheim@127.0.0.1:{port}/pb")
    with pytest.raises(SystemExit) as stopped:
        serving.app_or_exit()
    lines = capsys.readouterr().err.splitlines()
    assert stopped.value.code == LATER and len(lines) == 1 and "geheim" not in lines[0]
    assert lines[0] == "The database does not answer: no connection. Is it running, and is DATABASE_URL right?"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_database_that_could_lose_votes_is_one_line_and_the_service_does_not_try_again(environment, capsys, setting):
    """Which settings those are: test_durability.py."""

    def refuses(*_given, **_more):
        raise NotDurable(f"PostgreSQL runs with {setting} = off: …")

    environment.setattr(serving, "create_app", refuses)
    with pytest.raises(SystemExit) as stopped:
        serving.app_or_exit()
    assert stopped.value.code == NEVER_AGAIN
    assert capsys.readouterr().err.splitlines() == [f"PostgreSQL runs with {setting} = off: …"]


def test_check_tells_all_of_it_where_the_program_cannot_even_be_made(environment, capsys, tmp_path):
    environment.setenv("SECRET_KEY", "short")
    environment.setenv("DATABASE_URL", "")
    (tmp_path / "keys").rmdir()
    environment.setattr(sys, "argv", ["flask", "--app", "wsgi", "check"])
    answer = serving.app_or_exit().test_cli_runner().invoke(args=["check"])
    said = dict(line.split(": ", 1) for line in answer.output.splitlines())
    assert answer.exit_code == 1 and list(said) == list(checks.QUESTIONS)
    assert "Set DATABASE_URL" in said["settings"] and "SECRET_KEY is too short" in said["settings"]
    assert "there is no such folder. Was it there before?" in said["key folder"]
    assert "put it back" in said["key folder"] and "Then make it: sudo install -d" in said["key folder"]
    assert said["database"] == "not looked at yet; first put right: settings"
    assert not (tmp_path / "keys").exists() and not (tmp_path / "instance").exists(), "it changes nothing"


@pytest.mark.both_databases
def test_all_is_well(app, make, served):
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    assert app.test_cli_runner().invoke(args=["serve"]).exit_code == 0 and served
    said = check(app)
    assert all(each.startswith("OK") for each in said.values()) and "GB free" in said["disk"]
    assert ("from the database's" in said["clock"]) is not is_engine_of_sqlite(db.engine)


def test_a_round_whose_ballot_key_is_missing_does_not_start_unless_somebody_says_so(app, make, served, clock):
    first, with_sheets, opened = (make.voting_round(key_custody=how) for how in ("folder", "shares", "folder"))
    ids = first.id, with_sheets.id, opened.id
    make.opened_box(opened, (1,))
    clock.forward(days=10)  # that was after the close
    folder = app.config["KEYS_DIR"]
    assert app.test_cli_runner().invoke(args=["serve"]).exit_code == 0
    file = folder / f"round-{ids[0]}.key"
    for wrong in ("", "ab" * 32, "0" * 63 + "\n", "f" * 64):
        file.write_text(wrong)
        status, said = stopped_with(app)
        assert status == NEVER_AGAIN and str(file) in said and f"restore-key {ids[0]}" in said
        assert f"round-{ids[1]}" not in said and f"round-{ids[2]}" not in said
    file.unlink()
    assert check(app)["ballot keys"] == stopped_with(app)[1]
    assert app.test_cli_runner().invoke(args=["serve", "--without-key-of", str(ids[0])]).exit_code == 0
    assert stopped_with(app, "--without-key-of", str(ids[2]))[0] == NEVER_AGAIN, "another round's"
    assert len(served) == 2


def test_the_key_for_checking_is_missing(app, make, served):
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    (app.config["KEYS_DIR"] / "marks.key").unlink()
    status, said = stopped_with(app)
    assert status == NEVER_AGAIN and "marks.key" in said and "Backup" in said and said == check(app)["keys"]


def test_the_folder_of_the_keys_is_missing_closed_or_open_to_others(environment, monkeypatch, tmp_path, served):
    folder = tmp_path / "keys"
    app = serving.app_or_exit()
    folder.rmdir()
    assert stopped_with(app) == (
        NEVER_AGAIN, f"KEYS_DIR is {folder}, and there is no such folder. Make it: sudo install -d -o pb -m 700 {folder}"
    )  # fmt: skip
    folder.write_text("no folder")
    assert "no such folder" in stopped_with(app)[1]
    folder.unlink()
    folder.mkdir(mode=0o755)
    assert stopped_with(app)[1] == f"Others can look into {folder}: sudo chmod 700 {folder}"
    folder.chmod(0o700)
    (folder / "codes.key").write_text("ab" * 32)
    for closed in (folder, folder / "codes.key"):  # tests may run as root, whom no mode stops
        environment.setattr(os, "access", lambda path, _mode, closed=closed: path != closed)
        status, said = stopped_with(app)
        assert status == NEVER_AGAIN and closed.name in said and f"chmod -R u=rwX,go= {folder}" in said
        assert "chown" not in said, "it has the right owner"
        with monkeypatch.context() as somebody_else:
            somebody_else.setattr(os, "geteuid", lambda: os.getuid() + 1)
            assert "chown -R pb" in stopped_with(app)[1]
        assert check(app)["record"] == "not looked at yet; first put right: key folder"
    assert served == []


@pytest.mark.both_databases
def test_tables_of_another_version(migrated, served):
    assert check(migrated)["tables"].startswith("OK (")
    downgrade(revision="-1")
    status, said = stopped_with(migrated)
    assert status == NEVER_AGAIN and "Make a backup, then: flask --app wsgi db upgrade" in said
    assert check(migrated)["keys"] == "not looked at yet; first put right: tables"
    stamp()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_of_next_year'")
    assert "newer version of pb (9999_of_next_year)" in stopped_with(migrated)[1] and served == []


def test_a_port_that_is_in_use(app, served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        status, said = stopped_with(app, "--port", port)
    assert status == LATER and f"Port {port} of 127.0.0.1 is in use." in said and served == []
    assert app.test_cli_runner().invoke(args=["serve", "--port", port]).exit_code == 0


def test_a_setting_that_is_written_almost_right_is_told_without_its_value(app, monkeypatch):
    for name in ("SECRETKEY", "HELP_PHON", "KEYS_DIRS"):
        monkeypatch.setenv(name, "hush")
    said = check(app)["settings"]
    for name, meant in (("SECRETKEY", "SECRET_KEY"), ("HELP_PHON", "HELP_PHONE"), ("KEYS_DIRS", "KEYS_DIR")):
        assert f"{name} is no setting: do you mean {meant}?" in said
    assert "hush" not in said and list(questions.misspelt(["PATH", "HOME", "PORT", "LANG", "PB_ELECTIONS"])) == []


def test_tables_of_which_nobody_says_the_version_are_told(app, make):
    make.cards(make.voting_round())
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("DELETE FROM alembic_version"))
    assert "db stamp --purge head" in check(app)["tables"]


def test_what_can_be_read_and_not_written_is_found_before_a_vote_is_lost(environment, served, tmp_path):
    app = serving.app_or_exit()
    places = [tmp_path / "instance"]
    with app.app_context():
        if is_engine_of_sqlite(db.engine):
            file = Path(db.engine.url.database or "")
            places += [file.parent, file]
    for closed in places:
        environment.setattr(os, "access", lambda path, _mode, closed=closed: path != closed)
        status, said = stopped_with(app)
        assert (status, said) == (NEVER_AGAIN, check(app)["disk"]) and said.startswith(f"{closed} cannot be written. ")
    assert served == []


def test_an_older_copy_is_told_by_check_too(app, make, served):
    round_ = make.voting_round()
    for _ in range(2):
        issue_cards(Actor(None, Role.COMMAND), round_, 1)
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM record_line WHERE position = (SELECT max(position) FROM record_line)")
    status, said = stopped_with(app)
    assert status == NEVER_AGAIN and "older copy" in said and check(app)["record"] == said


def test_a_setting_that_was_turned_off_while_the_program_runs(app, monkeypatch):
    def refuses(_connection):
        raise NotDurable("PostgreSQL runs with fsync = off: …")

    monkeypatch.setattr(questions, "require_durable", refuses)
    assert check(app)["database"].startswith("PostgreSQL runs with fsync = off")


def test_a_clock_that_was_put_back_is_a_warning_at_the_start_and_a_fault_for_check(app, make, served, clock):
    clock.set(program_clock.now())
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    clock.forward(seconds=-60)
    assert check(app)["clock"].startswith("OK")
    clock.forward(seconds=-30)
    assert "The newest line of the record is 90 seconds ahead of the clock" in check(app)["clock"]
    answer = app.test_cli_runner().invoke(args=["serve"])
    assert answer.exit_code == 0 and "Warning: The newest line" in answer.output and served

"""The keys are missing, another database's, or in a folder that cannot be used: whoever starts the program or looks at the
record hears it once, in one line that says what to do, and no new keys take their place.
"""

from __future__ import annotations

import os
import secrets
import shutil
from types import SimpleNamespace

import pytest

from pb.database import db
from pb.voting.actions import issue_cards
from pb.web.access import Actor, Role
from tests.support.program import program
from tests.support.starting import NEVER_AGAIN, check, stopped_with


def test_a_folder_of_keys_that_may_only_be_read_is_not_given_another_owner(app, make, served, monkeypatch):
    make.voting_round()
    real = os.statvfs(app.config["KEYS_DIR"])
    monkeypatch.setattr(os, "statvfs", lambda _path: SimpleNamespace(f_flag=real.f_flag | os.ST_RDONLY))
    status, said = stopped_with(app)
    assert status == NEVER_AGAIN and "may only be read" in said and "ReadWritePaths" in said and "chown" not in said
    assert served == []


@pytest.mark.both_databases
def test_a_folder_whose_keys_this_database_was_made_with_is_to_be_put_back_and_never_made_anew(app, make, served):
    app.config["PB_PRODUCTION"] = True
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    folder = app.config["KEYS_DIR"]
    shutil.rmtree(folder)
    status, said = stopped_with(app)
    assert status == NEVER_AGAIN and "The keys of this database were in it" in said and "Make it" not in said
    assert f"sudo install -o pb -m 600 /mnt/*.key {folder}" in said and not folder.exists() and served == []


@pytest.mark.both_databases
@pytest.mark.parametrize("keys", ["missing", "of another database"])
def test_without_its_keys_nobody_calls_the_database_damaged_and_it_is_said_once(database, make, tmp_path, keys):
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    db.session.rollback()
    (tmp_path / "others").mkdir(mode=0o700)
    if keys != "missing":
        for each in (tmp_path / "keys").glob("*.key"):
            (tmp_path / "others" / each.name).write_text(secrets.token_hex(32))
    with program(database, tmp_path, KEYS_DIR=str(tmp_path / "others")) as app, app.app_context():
        said = check(app)
        first = "Missing: " if keys == "missing" else "Damaged, or the key of another database: "
        assert said["keys"].startswith(first) and "/mnt/*.key" in said["keys"] and "marks.key" in said["keys"]
        assert {said[each] for each in ("ballot keys", "record")} == {"not looked at yet; first put right: keys"}
        verified = app.test_cli_runner().invoke(args=["record", "verify"])
        assert verified.exit_code == 1 and verified.output.splitlines() == [f"Error: {said['keys']}"]

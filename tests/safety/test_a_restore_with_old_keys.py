"""A backup that is put back with the keys of a memory stick: what was opened stays shut."""

from __future__ import annotations

import os
import shutil

import pytest
from flask_migrate import stamp

from tests.support import databases
from tests.support.program import program


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.mark.both_databases
def test_a_backup_that_is_put_back_with_the_keys_of_a_stick_reads_no_votes_of_an_opened_box(
    app, database, make, tmp_path
):
    opened, waiting = make.voting_round(), make.voting_round()
    ids = opened.id, waiting.id
    make.cast(opened, (1, 2), (2,))
    shutil.copytree(app.config["KEYS_DIR"], tmp_path / "stick")
    make.opened_box(opened)
    folder, there = tmp_path / "backups", tmp_path / "another"
    folder.mkdir(mode=0o700)
    stamp()
    assert run(app, "backup", str(folder)).exit_code == 0
    (file,) = folder.iterdir()
    shutil.copytree(tmp_path / "stick", there / "keys")
    kind = database.partition(":")[0].partition("+")[0]
    with databases.bare(kind, there) as url, program(url, there) as restored, restored.app_context():
        keys = [restored.config["KEYS_DIR"] / f"round-{id_}.key" for id_ in ids]
        os.link(keys[0], tmp_path / "watched")
        secret = keys[0].read_bytes()
        said = run(restored, "restore", str(file)).output
        assert [key.exists() for key in keys] == [False, True], said
        assert (tmp_path / "watched").read_bytes() != secret, "its bytes are written over"
        assert f"the keys of rounds {ids[0]}." in said

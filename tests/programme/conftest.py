"""A made-up programme shortly before its vote, and a practice of it."""

from __future__ import annotations

import pytest

from tests.bench import rehearsal
from tests.support import databases
from tests.support.practice import PROJECTS, VENUES
from tests.support.program import program


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A made-up programme shortly before its vote."""
    folder = tmp_path_factory.mktemp("real")
    with databases.fresh("sqlite", folder) as url, program(url, folder) as app:
        with app.app_context():
            rehearsal.real_programme(VENUES, PROJECTS)
        yield app


@pytest.fixture
def made(real, tmp_path):
    """What ``flask rehearse make`` said, and the folder it made."""
    folder = tmp_path / "practice"
    said = real.test_cli_runner().invoke(args=["rehearse", "make", str(folder)])
    assert said.exit_code == 0, said.output
    return said.output, folder

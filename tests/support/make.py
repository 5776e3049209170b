"""Makers: one method for each thing of the programme, with sensible defaults; ``make.round()`` saves a round and
returns it.

A maker goes through the same actions that people use wherever there is one, so that a test stands on facts that the
program itself would have let happen. Each domain keeps its makers in a class of ``tests/support/makers/<domain>.py``;
this class only puts them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.makers.checks import CheckMakers
from tests.support.makers.papers import PaperMakers
from tests.support.makers.people import PeopleMakers
from tests.support.makers.projects import ProjectMakers
from tests.support.makers.results import ResultMakers
from tests.support.makers.rounds import RoundMakers
from tests.support.makers.sessions import SessionMakers
from tests.support.makers.voting import VotingMakers

if TYPE_CHECKING:
    from flask import Flask


class Make(
    CheckMakers, PaperMakers, PeopleMakers, ProjectMakers, ResultMakers, RoundMakers, SessionMakers, VotingMakers
):
    """All makers of the programme, for one ``app``, in the application context that the ``app`` fixture keeps open."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers: dict[str, int] = {}

    def next_number(self, what: str) -> int:
        """1, 2, 3 … for names that must differ, counted for each kind of thing."""
        self._numbers[what] = self._numbers.get(what, 0) + 1
        return self._numbers[what]

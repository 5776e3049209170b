"""From a database of an earlier version to a server that serves it, with the steps of docs/running.md ("Upgrade"): a
start with the old tables refuses and says what to do; then ``db upgrade``, and nothing is wrong, missing or unreadable.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from types import SimpleNamespace

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, inspect, text

from pb import anchor, checks
from pb.database import db
from pb.mark_keeping import mark_everything
from pb.mark_totals import MarkTotal
from pb.record import queries as record
from pb.record.actions import acting
from pb.serving import Stops, require_ready
from pb.voting.actions import box_rows
from tests.support.acts import SOMETHING_DONE
from tests.support.make import Make
from tests.support.migrations import nothing_is_left_behind, older_counts
from tests.support.safety.whole_programme import COMMAND
from tests.support.sources import TOP
from tests.support.visitor import Visitor

pytestmark = pytest.mark.both_databases

#: The versions from which people upgrade: the first whose rows are marked, and one of the last.
EARLIER = ("0009", "0023")


@pytest.fixture
def rounds(migrated, monkeypatch):
    """A round that takes applications, one in which people vote, a published one; the ids of the last two."""
    make = Make(migrated)
    make.applying_round()
    with monkeypatch.context() as earlier:  # no hash of ballots had a salt then
        earlier.setattr(box_rows, "secrets", SimpleNamespace(token_hex=lambda _bytes: ""))
        published = make.published(make.voting_round(projects=3), (1, 2), (3,)).id
    voting = make.voting_round(projects=2, name="Winter").id
    require_ready()
    db.session.remove()
    return voting, published


def as_it_was_at(earlier: str) -> dict[str, int]:
    """Make the database what that version left: it had no rows in tables of later ones, no totals of them in its record,
    and no settings of rounds that came later. How many rows it has.
    """
    downgrade(revision=earlier)
    later = db.metadata.tables.keys() - set(inspect(db.engine).get_table_names())
    upgrade()
    with acting(COMMAND, SOMETHING_DONE) as act:
        mark_everything(act.session, partial(_without, act.session, later))
        act.session.execute(delete(MarkTotal.__table__).where(MarkTotal.__table__.c.table_name.in_(later)))
    db.session.remove()
    rows = older_counts()
    downgrade(revision=earlier)
    newest = asdict(anchor.stored())  # before 0025 it knew of no stamps
    anchor.file().write_text(json.dumps({name: newest[name] for name in ("position", "hash", "marks_from")}), "ascii")
    return rows


def _without(session, later: set[str]) -> None:
    session.execute(
        text(
            "UPDATE round SET session_margin_minutes = NULL, least_alike = NULL, assessed_by_two = NULL, projects_public = NULL, "
            "appeal_days = NULL, fix_days = NULL, silence_days = NULL, texts_agreed = NULL, any_number = NULL, "
            "points_to_share = NULL, rotation = NULL, papers_checked = NULL, objection_days = NULL"
        )
    )
    for table in reversed(db.metadata.sorted_tables):
        if table.name in later:
            session.execute(text(f"DELETE FROM {table.name}"))


@pytest.mark.parametrize("earlier", EARLIER)
def test_a_database_of_an_earlier_version_is_upgraded_and_served(rounds, migrated, earlier):
    voting, published = rounds
    rows = as_it_was_at(earlier)
    with pytest.raises(Stops, match="older version.*db upgrade") as refused:
        require_ready()
    assert refused.value.exit_code == 78
    db.session.remove()
    upgrade()
    assert older_counts() == rows
    nothing_is_left_behind()
    require_ready()
    assert [answer.line for answer in checks.all_answers() if answer.fault] == []
    assert record.check_everything() == []
    for path, words in {
        "/": "You can vote until",
        "/vote": "Enter your voting code",
        f"/rounds/{voting}": "Winter",
        f"/rounds/{published}/results": "signed",
    }.items():
        page = Visitor(migrated).opens(path)
        assert page.status == 200 and words in page.text, path


def test_the_steps_are_the_documented_ones():
    said = (TOP / "docs" / "running.md").read_text(encoding="utf-8").split("\n## Upgrade\n")[1].split("\n## ")[0]
    steps = (
        "systemctl stop pb",
        "pb.backup",
        "git -C /srv/pb pull",
        "pip install",
        "db upgrade",
        "record verify",
        "systemctl start pb\n",
    )
    places = [said.index(step) for step in steps]
    assert places == sorted(places)

"""``flask demo``: a made-up programme on day 9 of its fortnight, told through the actions that people use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pb import clock as program_clock
from pb import speaking
from pb.config import demo
from pb.database import db
from pb.people.models import Account
from pb.programme.demo.seeding import BALLOTS
from pb.programme.demo.story import PASSWORD, read_story
from pb.projects.models import BallotLine, BallotText, Project
from pb.record.models import RecordLine
from pb.record.queries import verify_record
from pb.results.models import Publication
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.venues.models import Venue, VotingSession
from pb.voting import queries
from tests.support import effort
from tests.support.demo import EVERY_DAY, seeded_demo
from tests.support.sources import expect_none


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """The demo, seeded once for all tests of this file; its app and what the command said."""
    with seeded_demo(tmp_path_factory.mktemp("demo")) as demo_and_words:
        yield demo_and_words


def test_the_demo_has_1200_ballots_in_the_box():
    assert BALLOTS.in_the_box == 1200


def test_it_stands_on_day_9_with_its_ballots_in_the_box(seeded):
    now, earlier = db.session.scalars(select(Round).order_by(Round.id.desc()))
    assert phase(now, program_clock.now()) == Phase.VOTING
    assert (program_clock.today() - now.voting_opens_at.astimezone(program_clock.LOCAL).date()).days + 1 == 9
    assert queries.envelopes_in(now.id) == (BALLOTS if effort.FULL else EVERY_DAY).in_the_box
    assert {channel for _venue, channel, _assisted, _many in queries.turnout(now.id)} == {
        "online",
        "kiosk",
        "paper",
        "post",
    }
    assert len(queries.frozen_ballot(now.id).lines) == 24
    assert db.session.get(Publication, (earlier.id, 1)) is not None


def test_its_venues_and_sessions_are_as_many_as_in_edinburgh(seeded):
    now = db.session.scalar(select(func.max(Round.id)))
    sessions = db.session.scalar(select(func.count()).select_from(VotingSession).where(VotingSession.round_id == now))
    assert (db.session.scalar(select(func.count()).select_from(Venue)), sessions) == (29, 40)


def test_every_role_has_an_account_and_the_command_says_what_to_try(seeded):
    _app, said = seeded
    assert PASSWORD in said
    assert all(
        re.search(rf"^\s+{person['sign_in_name']}\s+{person['roles'][0]}\s+\S", said, re.M)
        for person in read_story()["people"]
    )


def test_its_record_holds_and_its_spare_codes_open_the_ballot(seeded):
    from pb.codes import read_code

    app, said = seeded
    assert verify_record().faults == ()
    codes = demo(Path(app.instance_path))["codes"]
    assert codes and all(code in said for code in codes)
    assert all(queries.right_of_code(read_code(code)).status is None for code in codes)


def test_its_record_names_people_groups_and_projects_by_id_only(seeded):
    lines = [
        json.dumps(
            {column.key: getattr(line, column.key) for column in RecordLine.__table__.columns},
            default=str,
            ensure_ascii=False,
        )
        for line in db.session.scalars(select(RecordLine))
    ]
    of_people = select(Account.name, Account.sign_in_name)
    of_projects = select(
        Project.group_name, Project.title, Project.contact_name, Project.contact_phone, Project.contact_email,
        Project.contact_address, Project.helper,
    )  # fmt: skip
    of_ballots = select(BallotText.title, BallotLine.title).join(
        BallotLine, BallotLine.project_id == BallotText.project_id
    )
    names = {
        name
        for query in (of_people, of_projects, of_ballots)
        for row in db.session.execute(query)
        for name in row
        if name
    }
    assert len(lines) > 100 and len(names) > 100
    everything = "\n".join(lines).lower()
    expect_none(name for name in names if re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", everything))


def test_given_again_it_changes_nothing(seeded):
    app, _said = seeded
    before = verify_record().head
    db.session.rollback()
    again = app.test_cli_runner().invoke(args=["demo"])
    assert again.exit_code == 0 and "morag" in again.output
    db.session.rollback()
    assert verify_record().head == before


def test_its_ballot_can_be_heard_where_the_machine_speaks(seeded, monkeypatch):
    """Started once more there, it gives each thing that is read aloud a sound of its own."""
    app, _said = seeded
    monkeypatch.setitem(app.config, "MADE_SPEECH", True)
    monkeypatch.setattr(speaking, "speaker", lambda: "/usr/bin/espeak-ng")
    monkeypatch.setattr(speaking, "spoken", lambda words, language: f"{language}: {words}".encode())
    assert "Making the ballots speak." in app.test_cli_runner().invoke(args=["demo"]).output
    now, _earlier = db.session.scalars(select(Round).order_by(Round.id.desc()))
    ballot = queries.frozen_ballot(now.id)
    spoken = list(queries.spoken_ballot(ballot, ()).all())
    assert len(spoken) > len(ballot.lines) == 24 and all(each.sound for each in spoken)

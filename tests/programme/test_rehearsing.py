"""``flask rehearse``: a practice takes over what it needs and nothing of voters or groups; its clock moves, and it is wiped."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from pb import clock
from pb.database import db, exclusive_transaction
from pb.people.models import Account
from pb.people.queries import people
from pb.programme.rehearsal.taken_over import take_over
from pb.projects.models import BallotText, Media, Project
from pb.record.models import RecordLine
from pb.roles import Role
from pb.rounds.queries import newest_first, settings_of
from pb.venues.models import Venue
from pb.venues.queries import planned_sessions
from pb.voting.models import VotingRight
from tests.support.practice import PROJECTS, passwords, running
from tests.support.sources import TOP
from tests.support.visitor import Visitor


def test_a_practice_takes_over_the_round_and_nobody_who_applied_or_votes(real, made):
    said, folder = made
    with real.app_context():
        (round_,) = newest_first()
        settings, names = settings_of(round_), {each.name for each in people()}
        times = [(each.venue.name, each.starts_at) for each in planned_sessions(round_.id)]
        texts = {(each.title, each.body) for each in db.session.scalars(select(BallotText))}
        groups = [word for each in db.session.scalars(select(Project)) for word in (each.group_name, each.contact_name)]
        accesses = {(each.name, each.access_notes) for each in db.session.scalars(select(Venue))}
    with running(folder) as practice, practice.app_context():
        (copied,) = newest_first()
        assert settings_of(copied) == settings and not copied.frozen
        assert [(each.venue.name, each.starts_at) for each in planned_sessions(copied.id)] == times
        assert {(each.title, each.body) for each in db.session.scalars(select(BallotText))} == texts
        assert all(each.approved_by for each in db.session.scalars(select(BallotText)))
        assert {(each.name, each.access_notes) for each in db.session.scalars(select(Venue))} == accesses
        assert {each.name for each in people()} == names and len(texts) == PROJECTS
        assert db.session.scalar(select(func.count()).select_from(Media)) > 0
        assert db.session.scalar(select(func.count()).select_from(VotingRight)) == 0
        assert db.session.scalars(select(RecordLine.act).order_by(RecordLine.position)).first() == "practice.made"
        assert practice.test_cli_runner().invoke(args=["check"]).exit_code == 0
        assert practice.test_cli_runner().invoke(args=["record", "verify"]).exit_code == 0
    kept = b"".join(file.read_bytes() for file in folder.glob("pb.sqlite*"))
    assert not [word for word in groups if word.encode() in kept]
    assert all(each in said for each in passwords(folder).values())


def test_where_people_are_too_few_made_up_ones_help(app, make, tmp_path):
    make.account(Role.COORDINATOR, sign_in_name="morag")
    make.applying_round()
    said = app.test_cli_runner().invoke(args=["rehearse", "make", str(tmp_path / "practice")])
    assert said.exit_code == 0, said.output
    with running(tmp_path / "practice") as practice, practice.app_context():
        roles = [role for each in people() for role in each.roles]
        assert {role: roles.count(role) for role in set(roles)} == {
            Role.COORDINATOR: 2, Role.STEERING: 3, Role.FACILITATOR: 2, Role.COUNTER: 3,
        }  # fmt: skip
        assert "Practice counter 3" in [each.name for each in people()]


def test_a_programme_that_was_lived_in_can_be_practised(app, make, tmp_path):
    """Two pots, one member decides, somebody has left, somebody has two roles, sessions in days that were added."""
    for number in range(3):
        make.account(Role.STEERING, Role.COUNTER, sign_in_name=f"member{number}")
    gone, jean = (
        make.account(Role.FACILITATOR, sign_in_name="gone"),
        make.account(Role.FACILITATOR, sign_in_name="jean"),
    )
    with clock.moved(clock.now() - timedelta(days=15)):
        round_ = make.applying_round(pots=("North", "South"), assessed_by_two=False)
        for pot in round_.pots:
            make.on_the_ballot(round_, pot_id=pot.id)
    for days in (1, 40):  # the second is past the close
        with clock.moved(round_.voting_opens_at + timedelta(days=days)):
            make.session_at(round_, gone, jean)
    with exclusive_transaction() as session:
        session.get_one(Account, gone.id).closed_at = clock.now()
    said = app.test_cli_runner().invoke(
        args=["rehearse", "make", str(tmp_path / "practice"), "--round", str(round_.id)]
    )
    assert said.exit_code == 0, said.output
    with running(tmp_path / "practice") as practice, practice.app_context():
        (copied,) = newest_first()
        (planned,) = planned_sessions(copied.id)
        accounts = {each.sign_in_name: each for each in people()}
        assert [member.account_id for member in planned.team] == [accounts["jean"].id] and "gone" not in accounts
        assert all(accounts[f"member{n}"].roles == {Role.STEERING, Role.COUNTER} for n in range(3))
        pots = {pot.id: pot.name for pot in copied.pots}
        assert sorted(pots[each.pot_id] for each in db.session.scalars(select(Project))) == ["North", "South"]


def test_a_round_whose_vote_is_on_is_practised_some_weeks_later(app, make):
    round_ = make.voting_round(projects=3)
    taken = take_over(round_, clock.now())
    ahead = taken.settings.voting_opens_at - round_.voting_opens_at.astimezone(clock.LOCAL)
    assert ahead.days % 7 == 0 and clock.now() + timedelta(days=3) <= taken.settings.voting_opens_at
    assert taken.settings.voting_opens_at < clock.now() + timedelta(days=11)


def test_without_a_round_or_in_a_folder_that_is_there_nothing_is_made(app, make, tmp_path):
    make.account(Role.COORDINATOR, sign_in_name="morag")
    said = app.test_cli_runner().invoke(args=["rehearse", "make", str(tmp_path / "practice")])
    assert said.exit_code == 1 and "no such round" in said.output and not (tmp_path / "practice").exists()
    make.applying_round()
    said = app.test_cli_runner().invoke(args=["rehearse", "make", str(tmp_path)])
    assert said.exit_code == 1 and "is there already" in said.output
    make.applying_round(name="Spring", age_declaration="")
    said = app.test_cli_runner().invoke(args=["rehearse", "make", str(tmp_path / "practice")])
    assert said.exit_code == 1 and "The round “Spring” is not set up yet: Enter who can vote, by age." in said.output
    assert "--round" in said.output and not (tmp_path / "practice").exists()


def test_the_clock_goes_ahead_for_every_process_and_never_back(made):
    _said, folder = made
    with running(folder) as one, running(folder) as other:
        with one.app_context():
            db.session.connection()
            there = (clock.now().astimezone(clock.LOCAL) + timedelta(days=2)).replace(hour=10, minute=0)
            day = f"{there:%-d %B %Y}"
            said = one.test_cli_runner().invoke(args=["rehearse", "clock", day, "10am"])
            assert said.exit_code == 0 and f"{day}, 10:00" in said.output
            said = one.test_cli_runner().invoke(args=["rehearse", "clock", day, "9am"])
            assert said.exit_code == 1 and "can only go forward" in said.output
            said = one.test_cli_runner().invoke(args=["rehearse", "clock", "soon", "9am"])
            assert said.exit_code == 1 and "Say a day and an hour" in said.output
        page = Visitor(other).opens("/")
        assert f"The clock here: {there:%A} {day} at 10am" in page.text
    assert abs(clock.now() - clock.machine.now()) < timedelta(hours=1), "outside the practice no clock was moved"


def test_a_practice_is_wiped_and_what_others_put_beside_it_stays(made):
    _said, folder = made
    (folder / "notes.txt").write_text("ours")
    with running(folder) as practice:
        said = practice.test_cli_runner().invoke(args=["rehearse", "wipe"], input="n\n")
        assert said.exit_code == 1 and (folder / "pb.sqlite").exists()
        said = practice.test_cli_runner().invoke(args=["rehearse", "wipe", "--yes"])
        assert said.exit_code == 0, said.output
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_the_commands_of_the_guide_do_what_it_says(app, make, tmp_path):
    """docs/running.md, "Rehearse": its commands, with a folder of the test in place of the server's."""
    section = (TOP / "docs" / "running.md").read_text(encoding="utf-8").split("\n## Rehearse\n")[1].split("\n## ")[0]
    commands = re.findall(r"^ +pb(?:-practice)? (rehearse .*)$", section, re.MULTILINE)
    assert [each.split()[1] for each in commands] == ["make", "clock", "wipe"]
    first, *later = [shlex.split(each.replace("/srv/pb-practice/first", str(tmp_path / "first"))) for each in commands]
    day = clock.today() + timedelta(days=9)  # the guide's own day is over some time
    later[0][2] = f"{day:%-d %B %Y}"
    make.account(Role.COORDINATOR, sign_in_name="morag")
    make.applying_round()
    said = app.test_cli_runner().invoke(args=first)
    assert said.exit_code == 0, said.output
    settings = dict(re.findall(r"([A-Z_]+)=(\S+)", re.search(r"printf .*", section)[0]))
    assert Path(settings["PRACTICE_FOLDER"]).name == "first" and settings.keys() == {
        "PB_PRODUCTION", "PRACTICE_FOLDER", "TRUSTED_HOSTS", "TRUSTED_PROXIES",
    }  # fmt: skip
    with running(tmp_path / "first") as practice, practice.app_context():
        for args in later:
            said = practice.test_cli_runner().invoke(args=args)
            assert said.exit_code == 0, (args, said.output)
    assert not (tmp_path / "first").exists()

"""Nothing of a practice programme works in the real vote, and nothing of the real vote in the practice: no card, code,
sign-in, tablet, form, paper or backup.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from pb import backup, clock, create_app
from pb.codes import shown
from pb.config import Misconfigured
from pb.database import db
from pb.paper import queries as desk
from pb.paper.rules import read_serial
from pb.people.models import Account
from pb.practice import PRACTICE, NotThisProgramme, Practice
from pb.programme.actions.practice import make_practice
from pb.projects.queries import application_with_code
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting.queries import right_of_code
from tests.support.make import Make
from tests.support.makers.people import PASSWORD
from tests.support.practice import passwords, real_and_practice, running
from tests.support.program import program
from tests.support.visitor import Visitor
from tests.support.voters import paired

WAYS = pytest.mark.parametrize("here", [0, 1], ids=["a real one in the practice", "one of the practice in the real"])


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    with real_and_practice(tmp_path_factory.mktemp("both")) as apps:
        yield apps


@pytest.fixture
def pair(both, here):
    """The programme something is of, and the other one."""
    return both[here], both[1 - here]


class Later(Make):
    """Makers whose numbers are those of nothing that is there already."""

    numbers = count(100)

    def next_number(self, what: str) -> int:
        return next(self.numbers)


def signs_in(app, name: str, password: str) -> Visitor:
    person = Visitor(app)
    person.opens("/account/sign-in")
    person.types("Your sign-in name", name).types("Your password", password).presses("Sign in")
    return person


def gives_cookies(one: Visitor, other: Visitor) -> None:
    """Somebody carries all cookies over, under the names that the other programme gives them."""
    for cookie in list(one.client._cookies.values()):
        name = cookie.key.removeprefix("practice_")
        for each in (name, f"practice_{name}"):
            other.client.set_cookie(each, cookie.value)


@WAYS
def test_no_card_works_in_the_other(pair):
    own, other = pair
    with other.app_context():
        Later(other).voting_round(projects=3)
    with own.app_context():
        make = Later(own)
        card = make.cards(make.voting_round(projects=3))[0]
        assert right_of_code(card.code)
    for app in pair:
        voter = Visitor(app)
        voter.opens("/vote")
        page = voter.types("Your voting code", shown(card.code)).presses("Continue")
        assert (page.heading == "Before you vote") is (app is own), page.heading
    with other.app_context():
        assert right_of_code(card.code) is None


@WAYS
def test_no_code_of_a_group_opens_an_application_of_the_other(pair):
    own, other = pair
    with own.app_context():
        make = Later(own)
        _project, code = make.begun(make.applying_round())
        assert application_with_code(code)
    with other.app_context():
        assert application_with_code(code) is None


@WAYS
def test_no_password_and_no_sign_in_works_in_the_other(pair, both, here):
    own, other = pair
    theirs = passwords(Path(both[1].instance_path))
    password = (PASSWORD, theirs["morag"])[here]
    person = signs_in(own, "morag", password)
    assert person.page.heading == "Dashboard"
    assert signs_in(other, "morag", password).page.heading == "Sign in"
    somebody = Visitor(other)
    gives_cookies(person, somebody)
    assert somebody.opens("/dashboard").heading == "Sign in"


def a_tablet(app, make) -> Visitor:
    """A device that is a kiosk."""
    round_ = make.voting_round(projects=3)
    facilitator = make.staff(Role.FACILITATOR, declared_in=round_)
    return paired(Visitor(app), facilitator, make.session_at(round_, facilitator, venue="Leith Library"))


@WAYS
def test_no_tablet_is_a_kiosk_of_the_other(pair, here):
    own, other = pair
    with own.app_context():
        make = Later(own)
        tablet = a_tablet(own, make)
        assert tablet.opens("/kiosk").heading == "Ready for the next voter"
    names = {"practice_session", "practice_pb_kiosk"} if here else {"session", "pb_kiosk"}
    assert {cookie.key for cookie in tablet.client._cookies.values()} == names, "a host's ports share their cookies"
    elsewhere = Visitor(other)
    gives_cookies(tablet, elsewhere)
    elsewhere.kiosk_key = tablet.kiosk_key
    assert elsewhere.opens("/kiosk").heading != "Ready for the next voter"


@WAYS
def test_no_form_of_one_is_taken_by_the_other(pair):
    own, other = pair
    form, elsewhere = Visitor(own), Visitor(other)
    form.opens("/vote")
    gives_cookies(form, elsewhere)
    assert elsewhere.posts("/vote", {"csrf_token": form._token, "code": "x"}, csrf=False).status == 400


@WAYS
def test_no_paper_has_a_number_of_the_other(pair, here):
    own, other = pair
    with own.app_context():
        make = Later(own)
        round_ = make.voting_round(projects=3)
        serials = make.papers(make.session_at(round_, make.staff(Role.FACILITATOR, declared_in=round_)), 300, 0)
    assert all(read_serial(each, practice=bool(here)) for each in serials)
    assert not any(read_serial(each, practice=not here) for each in serials)
    with other.app_context():
        assert not any(desk.paper_of(1, each) for each in serials)


@WAYS
def test_no_backup_of_one_is_put_into_the_other(pair, here, tmp_path):
    own, other = pair
    (tmp_path / "backups").mkdir(mode=0o700)
    with own.app_context():
        db.session.rollback()
        file, found = backup.save(own.config["DATABASE_URL"], tmp_path / "backups", now=clock.now())
    assert found.practice is bool(here)
    of, name = ("a practice", "a real vote") if here else ("a real vote", "a practice")
    with _emptied(other, tmp_path / "other") as empty:
        said = empty.test_cli_runner().invoke(args=["restore", str(file)])
        assert said.exit_code == 1 and f"is a backup of {of}, and this is {name}. Nothing was changed." in said.output
        assert said.output.count("\n") == 1
    with _emptied(own, tmp_path / "own") as empty:
        said = empty.test_cli_runner().invoke(args=["restore", str(file)])
        assert said.exit_code == 0, said.output


def _emptied(app, folder):
    """A programme of the same kind whose database was lost."""
    if not app.config["PRACTICE"]:
        folder.mkdir()
        shutil.copytree(app.config["KEYS_DIR"], folder / "keys")
        return program(f"sqlite:///{folder / 'pb.sqlite'}", folder)
    shutil.copytree(app.instance_path, folder, ignore=shutil.ignore_patterns("pb.sqlite*"))
    return running(folder)


def test_no_process_opens_the_database_of_the_other(both, tmp_path):
    real, practice = both
    with program(practice.config["DATABASE_URL"], tmp_path / "wrong") as wrong, wrong.app_context():
        with pytest.raises(NotThisProgramme, match="names the database of a practice"):
            db.session.connection()
        said = wrong.test_cli_runner().invoke(args=["check"])
        assert said.exit_code == 1 and "database: DATABASE_URL names the database of a practice" in said.output
        said = wrong.test_cli_runner().invoke(args=["record", "verify"])
        assert said.exit_code == 1 and said.output.count("\n") == 1 and "of a practice" in said.output
    shutil.copytree(practice.instance_path, tmp_path / "meddled")
    shutil.copy(str(real.config["DATABASE_URL"]).removeprefix("sqlite:///"), tmp_path / "meddled" / "pb.sqlite")
    for rest in (tmp_path / "meddled").glob("pb.sqlite-*"):
        rest.unlink()
    with (
        running(tmp_path / "meddled") as wrong,
        wrong.app_context(),
        pytest.raises(NotThisProgramme, match="was not made as one"),
    ):
        db.session.connection()


def test_the_environment_of_the_real_vote_says_nothing_to_a_practice(both, monkeypatch, tmp_path):
    real, practice = both
    for name in ("DATABASE_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, real.config[name])
    monkeypatch.setenv("KEYS_DIR", str(real.config["KEYS_DIR"]))
    with running(Path(practice.instance_path)) as again:
        for name in ("DATABASE_URL", "SECRET_KEY", "KEYS_DIR"):
            assert str(again.config[name]) == str(practice.config[name]) != str(real.config[name])
        saved = tmp_path / "backups"
        saved.mkdir(mode=0o700)
        with again.app_context():
            said = again.test_cli_runner().invoke(args=["backup", str(saved)])
        assert said.exit_code == 0 and backup.open_(next(saved.iterdir())).practice


def test_a_folder_without_a_practice_is_not_run(monkeypatch, tmp_path):
    monkeypatch.setenv("PRACTICE_FOLDER", str(tmp_path))
    with pytest.raises(Misconfigured, match="There is no practice in PRACTICE_FOLDER"):
        create_app()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.both_databases
def test_a_programme_that_has_begun_never_becomes_a_practice(app, make):
    make.account()
    with pytest.raises(Refusal, match="cannot become a practice programme"):
        make_practice(Actor(None, Role.COMMAND))
    db.session.rollback()
    assert db.session.get(Practice, 1) is None


def test_the_clock_does_not_move_and_nothing_is_wiped_in_a_real_vote(app, make):
    make.account()
    db.session.rollback()
    there = clock.now() + timedelta(days=1)
    for command in (["clock", f"{there:%-d %B %Y}", "10am"], ["wipe", "--yes"]):
        said = app.test_cli_runner().invoke(args=["rehearse", *command])
        assert said.exit_code == 1 and "This is not a practice programme. Nothing was changed." in said.output
        assert "PRACTICE_FOLDER=" in said.output
    assert clock.now() < there and PRACTICE not in Visitor(app).opens("/").text
    assert db.session.scalars(select(Account)).one()

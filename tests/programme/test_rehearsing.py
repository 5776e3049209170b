"""``flask rehearse``: a practice takes over what it needs and nothing of voters or groups, says that it is one on each page,
paper and file, and finds exactly the known answer of a round that is played in it.
"""

from __future__ import annotations

import csv
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pb import clock
from pb.charts.drawing import draw
from pb.counting import pabulib
from pb.database import db
from pb.pages.paper_desk.batches import papers_pdf
from pb.pages.results.charts import charts_of, drawings_of
from pb.pages.results.files import files_of, picture_file
from pb.pages.results.result_view import published
from pb.people.models import Account
from pb.people.queries import people
from pb.programme.rehearsal.taken_over import take_over
from pb.projects.models import BallotText, Media, Project
from pb.record.models import RecordLine
from pb.roles import Role
from pb.rounds.models import Round
from pb.rounds.queries import newest_first, settings_of
from pb.venues.models import Venue
from pb.venues.queries import planned_sessions
from pb.voting.commands import cards_pdf
from pb.voting.models import Right
from pb.voting.queries import frozen_ballot
from tests.bench import rehearsal
from tests.support import databases
from tests.support.browser import PHONE, BrowserVisitor
from tests.support.make import Make
from tests.support.pdf import says
from tests.support.practice import passwords, running
from tests.support.program import program
from tests.support.server import serving
from tests.support.sources import TOP
from tests.support.visitor import Visitor

VENUES, PROJECTS = 2, 7


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
        assert db.session.scalar(select(func.count()).select_from(Right)) == 0
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
            assert said.exit_code == 1 and "only goes ahead" in said.output
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


def test_every_page_says_that_it_is_a_practice(made):
    _said, folder = made
    with running(folder) as practice, practice.app_context():
        round_ = db.session.scalars(select(Round)).one()
        morag = db.session.scalars(select(Account).where(Account.sign_in_name == "morag")).one()
        jean = db.session.scalars(select(Account).where(Account.sign_in_name == "jean")).one()
        session_id = planned_sessions(round_.id)[0].id
        pages = {
            "/": None, "/vote": None, "/apply": None, "/about/secret": None, "/account/sign-in": None, "/nowhere": None,
            "/dashboard": morag, "/venues": morag, "/guides/coordinator": morag, "/people": morag,
            f"/rounds/{round_.id}/session-desk/{session_id}": jean,
        }  # fmt: skip
        for address, who in pages.items():
            visitor = Visitor(practice)
            if who:
                visitor.signed_in_as(who)
            page = visitor.opens(address)
            assert "PRACTICE Nothing here counts." in page.text and "– PRACTICE –" in page.title, address
        said = practice.test_cli_runner().invoke(args=["sorry-page", str(folder)])
        assert said.exit_code == 0 and "Nothing here counts." in (folder / "sorry" / "sorry.html").read_text()
        assert (folder / "sorry" / "css" / "practice.css").exists()


def test_a_round_that_is_played_has_exactly_the_known_answer_and_all_its_files_say_practice(real, tmp_path):
    with real.app_context():
        found = rehearsal.play(tmp_path / "practice")
        db.session.remove()
    assert found.is_exact, "\n".join(found.table())
    assert (found.venues, len(found.winners)) == (VENUES, 5) and found.ballots > 20
    with running(tmp_path / "practice") as practice, practice.app_context():
        (round_,) = newest_first()
        result = published(round_.id)
        files = files_of(result)
        for name in ("projects.csv", "ballots.csv", "turnout.csv", "receipts.csv"):
            rows = list(csv.DictReader(files[name].decode("utf-8-sig").splitlines()))
            assert rows and {row["practice"] for row in rows} == {"PRACTICE"}, name
        assert f"PRACTICE, not a real vote: {round_.name}" in files["README.txt"].decode()
        (tmp_path / "election.pb").write_bytes(files["election.pb"])
        assert pabulib.read(tmp_path / "election.pb").meta["description"].startswith("PRACTICE, not a real vote")
        assert charts_of(result) and all("PRACTICE" not in each.title for each in charts_of(result))
        picture = drawings_of(charts_of(result))[0]
        assert picture_file(picture).read_bytes() == draw(picture, practice=True) != draw(picture)
        answer = Visitor(practice).downloads(f"/rounds/{round_.id}/results/files/projects.csv")
        assert "filename=PRACTICE-round-" in answer.headers["Content-Disposition"].replace('"', "")


def test_papers_and_cards_of_a_practice_say_so(made):
    _said, folder = made
    with running(folder) as practice, practice.app_context():
        make = Make(practice)
        round_ = make.voting_round(projects=3, name="Round of its own")
        papers = papers_pdf(frozen_ballot(round_.id), ["123 4567", "765 4321"], large=False)
        cards = cards_pdf(round_, make.cards(round_, 2), "https://practice.example.org")
        practice.config["PRACTICE"] = False
        of_a_real_one = papers_pdf(frozen_ballot(round_.id), ["123 4567"], large=False)
    assert says(papers, "PRACTICE") >= 2 and says(cards, "PRACTICE: nothing here counts") == 2
    assert says(of_a_real_one, "PRACTICE") == 0


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


def test_a_practice_is_said_on_a_phone_and_when_a_page_is_printed(chromium, made):
    _said, folder = made
    with running(folder) as practice, serving(practice) as server:
        person = BrowserVisitor(chromium, server, PHONE)
        for address in ("/", "/vote", "/account/sign-in"):
            person.opens(address)
            strip = person.page.locator(".practice")
            assert strip.is_visible() and strip.inner_text().startswith("PRACTICE Nothing here counts.")
        person.page.emulate_media(media="print")
        heading = "getComputedStyle(document.querySelector('h1'), '::before').content"
        assert person.page.evaluate(heading) == '"PRACTICE: "' and not strip.is_visible()
        person.leaves()

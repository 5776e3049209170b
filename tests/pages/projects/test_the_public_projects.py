"""Everybody can read the projects of a round from its freeze on, and nobody before."""

import pytest
from sqlalchemy import select, text

from pb.database import db
from pb.mark_keeping import mark_everything
from pb.projects.models import BallotLine, Project
from pb.record.actions import acting
from pb.rounds.actions import agree_to, propose_withdrawal
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.makers.projects import actor_of

COMMAND = Actor(None, Role.COMMAND)
PAGES = ("projects", "projects/1", "projects/large-print")


@pytest.fixture
def round_(make):
    return make.voting_round(projects=3)


def line_of(round_, number):
    return db.session.scalar(select(BallotLine).where(BallotLine.round_id == round_.id, BallotLine.number == number))


@pytest.mark.parametrize("who", [None, Role.COORDINATOR, Role.STEERING, Role.FACILITATOR, Role.COUNTER])
def test_before_the_freeze_there_is_nothing_for_anybody(make, visitor, who):
    round_ = make.applying_round()
    make.decided(make.application(round_), "eligible")
    if who:
        visitor.signed_in_as(make.staff(who))
    assert {visitor.opens(f"/rounds/{round_.id}/{page}").status for page in PAGES} == {404}
    page = visitor.opens(f"/rounds/{round_.id}")
    assert "Read about all the projects" not in page.links


def test_the_way_leads_from_home_to_one_project_and_the_next(visitor, round_):
    home = visitor.opens("/")
    assert f"/rounds/{round_.id}/projects" in home.html
    visitor.opens(f"/rounds/{round_.id}")
    page = visitor.follows("Read about all the projects")
    lines = [line_of(round_, number) for number in (1, 2, 3)]
    places = [page.main.index(line.title) for line in lines]
    assert places == sorted(places)
    assert "drew the order by lot when the ballot was frozen" in page.main
    one = visitor.opens(f"/rounds/{round_.id}/projects/2")
    assert lines[1].title in one.main and lines[1].body in one.main and "£200" in one.main
    assert f"/rounds/{round_.id}/projects/1" in one.html and f"/rounds/{round_.id}/projects/3" in one.html
    assert visitor.opens(f"/rounds/{round_.id}/projects/4").status == 404


def test_nothing_names_the_group(visitor, round_):
    names = db.session.scalars(select(Project.group_name).where(Project.round_id == round_.id)).all()
    assert all(names)
    for page in PAGES:
        html = visitor.opens(f"/rounds/{round_.id}/{page}").html
        assert not [name for name in names if name in html]


def test_a_search_works_without_a_script(visitor, round_):
    title = line_of(round_, 2).title
    page = visitor.opens(f"/rounds/{round_.id}/projects?find=2")
    assert title in page.main and "1 of 3 projects found for “2”" in page.main
    assert line_of(round_, 3).title not in page.main
    page = visitor.opens(f"/rounds/{round_.id}/projects?find=zzz")
    assert "We did not find a project with these words" in page.main and "Show all projects" in page.links


def test_a_withdrawn_project_stays_with_its_reason(make, visitor, round_):
    line = line_of(round_, 2)
    one, two = (actor_of(make.staff(Role.STEERING)) for _ in range(2))
    decision = propose_withdrawal(one, round_, line.project_id, "The hall has burned down.")
    assert "The hall has burned down." not in visitor.opens(f"/rounds/{round_.id}/projects").main
    agree_to(two, decision)
    for page in ("projects", "projects/2", "projects/large-print"):
        said = visitor.opens(f"/rounds/{round_.id}/{page}").main
        assert line.title in said and "The hall has burned down." in said and "ithdrawn" in said
    listed = " ".join(visitor.opens(f"/rounds/{round_.id}/projects").main.split())
    assert "3 projects are on the ballot. 1 of them has been withdrawn." in listed


@pytest.mark.parametrize("setting", [False, None])
def test_where_the_round_does_not_say_so_they_wait_for_the_result(make, visitor, setting):
    """None: the round is older than the setting, and nobody was told."""
    round_ = make.voting_round(projects=3, projects_public=setting)
    if setting is None:
        with acting(COMMAND, SOMETHING_DONE) as act:
            older = text("UPDATE round SET projects_public = NULL")
            mark_everything(act.session, lambda: act.session.execute(older))
    assert visitor.opens(f"/rounds/{round_.id}/projects").status == 404
    assert f"/rounds/{round_.id}/projects" not in visitor.opens("/").html
    make.published(round_, (1,), (1, 2))
    assert visitor.opens(f"/rounds/{round_.id}/projects").status == 200
    visitor.opens(f"/rounds/{round_.id}/results")
    assert "Read the result" in visitor.follows("Read about all the projects").links


def test_the_round_says_its_criteria(make, visitor):
    round_ = make.applying_round(criteria=2)
    page = visitor.opens(f"/rounds/{round_.id}")
    assert "Rule 1 is met" in page.main and "Rule 2 is met" in page.main


def test_sixty_projects_are_one_page_of_modest_size_with_a_way_to_each_number(visitor, make):
    round_ = make.voting_round(costs=[10_000] * 60, pots=2)
    page = visitor.opens(f"/rounds/{round_.id}/projects")
    assert len(page.html.encode()) <= 100_000
    assert [page.html.count(f'href="#project-{number}"') for number in (1, 30, 60)] == [1, 1, 1]
    assert 'id="project-60"' in page.html
    assert "Go to a number" not in visitor.opens(f"/rounds/{round_.id}/projects?find=7").main

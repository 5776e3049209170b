"""The charts of a result are drawn by a job that is ordered with the publication: once, whoever is killed meanwhile."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.database import db
from pb.job_running import LEASE, MOST_ATTEMPTS, run_next
from pb.jobs import Job
from pb.pages.results import files
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.charts import CHARTS, drawing_of
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support.job_work import Killed
from tests.support.safety.racing import at_once

pytestmark = pytest.mark.databases_in_turn
BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]
#: Votes, money, what nearly won, projects on a ballot, projects together, places, ways of voting: each in three forms.
PICTURES = 21


@pytest.fixture
def round_id(make, clock):
    """A round whose result has just been published; nobody has begun to draw."""
    round_ = make.opened_box(make.voting_round(projects=5), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(make.signed(make.counted(round_))))
    return round_.id


@pytest.fixture
def drawn(monkeypatch):
    """The keys of the pictures, in the order in which they are drawn; drawing itself is left out."""
    keys: list[str] = []
    monkeypatch.setattr(files, "draw", lambda picture, **_of: keys.append(picture.key) or b"<?xml drawn?>")
    return keys


def job() -> Job:
    db.session.rollback()
    return db.session.scalars(select(Job).where(Job.kind == CHARTS)).one()


def pictures_on(page) -> list[str]:
    return [image.get("src") for image in page.all("img") if "charts" in image.get("src")]


def test_until_they_are_drawn_the_page_says_so_and_then_nobody_waits_for_one(visitor, round_id, drawn, app):
    here = f"/rounds/{round_id}/results"
    page = visitor.opens(here)
    assert pictures_on(page) == [] and "The pictures are being drawn" in page.main and "Waiting to begin" in page.main
    assert "Votes for each project" in page.tables and drawn == []
    assert run_next() and len(drawn) == len(set(drawn)) == PICTURES
    page = visitor.follows("Look again")
    assert len(pictures_on(page)) == PICTURES / 3 and "being drawn" not in page.main
    for address in pictures_on(page):
        assert visitor.downloads(address).get_data() == b"<?xml drawn?>"
    assert len(drawn) == PICTURES, "none of them was drawn for a reader"
    [pack] = Path(app.instance_path, "packs").iterdir()
    assert (pack / "everything.zip").exists()


def test_who_is_killed_leaves_what_is_drawn_and_another_draws_the_rest(round_id, drawn, monkeypatch, clock):
    def dies(picture, **_of):
        if len(drawn) == 3:
            raise Killed
        return drawn.append(picture.key) or b"<?xml drawn?>"

    goes_on = files.draw
    monkeypatch.setattr(files, "draw", dies)
    with pytest.raises(Killed):
        run_next()
    assert job().state == "running" and drawing_of(round_id).all_steps == PICTURES
    monkeypatch.setattr(files, "draw", goes_on)
    assert not run_next(), "its lease is another's until it ends"
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert run_next() and len(drawn) == len(set(drawn)) == PICTURES
    assert (job().state, job().attempts) == ("done", 2) and drawing_of(round_id) is None


@pytest.mark.both_databases
def test_of_two_who_look_at_the_same_moment_one_draws(app, round_id, drawn):
    found = at_once(app, [run_next, run_next])
    assert sorted(found) == [False, True] and len(drawn) == PICTURES and job().state == "done"


def test_where_drawing_fails_each_picture_is_drawn_when_it_is_asked_for(visitor, round_id, monkeypatch, clock):
    def breaks(_picture, **_of):
        raise OSError("no room")

    monkeypatch.setattr(files, "draw", breaks)
    for attempt in range(MOST_ATTEMPTS):
        assert run_next()
        clock.forward(seconds=60 * (attempt + 1))
    assert job().state == "failed"
    monkeypatch.setattr(files, "draw", lambda _picture, **_of: b"<?xml late?>")
    page = visitor.opens(f"/rounds/{round_id}/results")
    assert visitor.downloads(pictures_on(page)[0]).get_data() == b"<?xml late?>"


def test_a_folder_that_was_lost_is_filled_again_by_who_asks(visitor, round_id, drawn, app):
    assert run_next()
    shutil.rmtree(Path(app.instance_path, "charts"))
    page = visitor.opens(f"/rounds/{round_id}/results")
    assert visitor.downloads(pictures_on(page)[0]).status_code == 200 and len(drawn) == PICTURES + 1


@pytest.mark.both_databases
def test_it_is_ordered_with_the_publication_or_not_at_all(make, round_id):
    assert job().round_id == round_id
    with pytest.raises(Refusal):
        actions.publish(make.actor(Role.COORDINATOR), db.session.get_one(Round, round_id))
    assert (job().state, job().attempts) == ("waiting", 0), "there is still one"

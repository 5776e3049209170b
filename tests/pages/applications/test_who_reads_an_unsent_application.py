"""What the privacy notice says of an application that was not sent: only its group can read it. The office sees the name of the
group and whom to phone; who typed one in reads that one.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.projects.models import Project
from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, PUBLIC, STEERING, Actor
from tests.support.safety.routes import rules
from tests.support.visitor import Visitor

SAID = {
    "title": "Zebra picnic",
    "what": "Okapi rides",
    "whom": "Quokka friends",
    "contact_address": "7 Ibis Lane",
    "helper": "Ocelot Ann",
}
#: With these the group is called and gets a new code.
OF_THE_OFFICE = {"group_name": "The Wombats", "contact_name": "Lemur Rose", "contact_phone": "0131 555 0177"}


@pytest.fixture
def round_(make):
    return make.applying_round()


def read_by(app, visitor: Visitor, project: Project) -> set[str]:
    """What of the application somebody reads on all the pages of its round and of itself, and in their files."""
    found = set()
    for rule in rules(app):
        if "GET" in rule.methods and {"round_id"} <= rule.arguments <= {"round_id", "project_id"}:
            path = rule.rule.replace("<int:round_id>", str(project.round_id)).replace(
                "<int:project_id>", str(project.id)
            )
            answer = visitor.asks("GET", path)
            if answer.status_code == 200:
                found |= {name for name, said in {**SAID, **OF_THE_OFFICE}.items() if said.encode() in answer.data}
    return found


@pytest.mark.parametrize("role", [COORDINATOR, STEERING, FACILITATOR, COUNTER, FINANCE, EVALUATOR, PUBLIC])
def test_nobody_but_its_group_reads_what_it_says(app, make, round_, role):
    project, visitor = make.begun(round_, **SAID, **OF_THE_OFFICE)[0], Visitor(app)
    if role != PUBLIC:
        visitor.signed_in_as(make.staff(role, declared_in=round_ if role not in (FINANCE, EVALUATOR) else None))
    assert read_by(app, visitor, project) <= (set(OF_THE_OFFICE) if role == COORDINATOR else set())


@pytest.mark.parametrize("form", ["", "/step-aside", "/appeal", "/appeal/take-back"])
def test_nor_where_a_form_is_sent_that_its_pages_do_not_have(app, make, round_, form):
    """Somebody makes one up: the answer to a mistake in it would show the application."""
    project = make.begun(round_, **SAID, **OF_THE_OFFICE)[0]
    role = COORDINATOR if form.startswith("/appeal") else STEERING
    visitor = Visitor(app).signed_in_as(make.staff(role, declared_in=round_))
    visitor.opens("/dashboard")
    page = visitor.posts(f"/rounds/{round_.id}/applications/{project.id}{form}", {})
    assert page.status == 403 and "Only the group can read it" in page.main
    assert not any(said in page.html for said in {**SAID, **OF_THE_OFFICE}.values())


def test_who_typed_it_in_reads_that_one_and_no_other(app, make, round_):
    typist = make.staff(FACILITATOR, declared_in=round_)
    own, _code = make.begun(round_, by=Actor(typist.id, FACILITATOR), came_by="paper", **SAID, **OF_THE_OFFICE)
    visitor = Visitor(app).signed_in_as(typist)
    assert {"title"} <= read_by(app, visitor, own)
    assert db.session.scalar(select(Project.sent_at).where(Project.id == own.id)) is None
    another = Visitor(app).signed_in_as(make.staff(FACILITATOR, declared_in=round_))
    assert read_by(app, another, own) == set()

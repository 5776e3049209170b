"""More lines than a form takes are said; none is left out in silence."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.projects.models import Project


def begins(visitor, name="The Larks") -> None:
    """Open the form and answer the first question."""
    visitor.opens("/apply")
    visitor.presses("Start")
    page = visitor.types("The name of your group", name).presses("Save and continue")
    assert page.heading == "Write down this code"


def test_more_lines_than_there_may_be_are_said_and_none_is_left_out(visitor, make):
    make.applying_round()
    begins(visitor)
    visitor.opens("/apply/cost")
    lines = {f"cost_lines-{n}-what": f"Thing {n}" for n in range(20)} | {
        f"cost_lines-{n}-pence": "5" for n in range(20)
    }
    seen = next(each.get("value") for each in visitor.page.all("input") if each.get("name") == "seen")
    page = visitor.posts("/apply/cost", lines | {"seen": seen})
    assert page.status == 422 and "12 lines or fewer" in page.text and page.by_id("cost_lines-19-what") is not None
    assert db.session.scalars(select(Project)).one().cost_lines == []

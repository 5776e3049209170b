"""Pots are typed in another order, renamed, or one goes: each application stays in the pot that its group applied to."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.projects.models import Project

#: By what a coordinator types into the lines of "North", "South" and "West": the name of each line, and where the group that
#: applied to South is afterwards.
TYPED = {
    "two names change their lines": (("South", "North", "West"), "South"),
    "all of them do": (("West", "South", "North"), "South"),
    "a new name": (("North", "Leith", "West"), "Leith"),
    "the first one goes": (("", "South", "West"), "South"),
    "the first and the last go": (("", "South", ""), "South"),
    "it moves up into a line of its own": (("South", "", "West"), "South"),
}


@pytest.mark.parametrize("how", TYPED)
def test_whatever_is_done_to_the_lines_of_the_pots(make, visitor, how):
    lines, then = TYPED[how]
    round_ = make.applying_round(pots=("North", "South", "West"))
    project, _code = make.begun(round_, pot_id=round_.pots[1].id)
    desk = visitor.signed_in_as(make.account())
    desk.opens(f"/rounds/{round_.id}/settings/money")
    for number, name in enumerate(lines, start=1):
        desk.types("Name of the first pot" if number == 1 else f"Name of pot {number}", name)
        desk.types("Money in the pot" if number == 1 else f"Money in pot {number}", f"{number}000" if name else "")
    assert "has been saved" in desk.presses("Save").text
    db.session.rollback()
    pots = {pot.name: pot for pot in make.fresh(round_).pots}
    assert set(pots) == {name for name in lines if name}
    pot = pots[then]
    assert db.session.get_one(Project, project.id).pot_id == pot.id
    assert pot.amount_pence == (lines.index(then) + 1) * 100_000, "the money of its own line"

"""A group at its own page, and what it says on the phone: staff write it down."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.codes import shown


def writes_down_a_yes(person: Any, here: str, project: str = "") -> None:
    """``person`` writes it down, from the list of ballot texts of the round at ``here``."""
    person.opens(f"{here}/ballot-texts")
    person.follows(f"View the text: {project}" if project else "View the text")
    person.follows("Write down what the group said")
    person.types("Who said it for the group?", "Rose Gray").ticks("By phone").ticks("It agrees to the text")
    person.types("On which day?", clock.today().strftime("%d %m %Y")).presses("Save what the group said")


def opens_its_page(new_visitor: Any, code: str) -> Any:
    """The group comes back with its code."""
    group = new_visitor()
    group.opens("/apply/resume")
    group.types("Your code", shown(code)).presses("Open it")
    return group

"""Where the advice after a refusal can lead."""

from __future__ import annotations

from dataclasses import dataclass

from pb.roles import Role


@dataclass(frozen=True)
class Way:
    """``open_to``: what must be open, and to whom: views by the roles of those who are told, or asked to do it.
    ``page``: whether the advice names a page, by the words of the menu or of its title.
    """

    kind: str
    open_to: tuple[tuple[str, Role], ...] = ()


def page(view: str, *told: Role) -> Way:
    """Named in the advice; whoever is told may open it."""
    return Way("page", tuple((view, role) for role in told))


def somebody(view: str, *able: Role) -> Way:
    """Somebody else does it: people in these roles can."""
    return Way("somebody", tuple((view, role) for role in able))


def press(view: str, *told: Role) -> Way:
    """Whoever is told does it themself, on a page that is before them or one press away."""
    return Way("press", tuple((view, role) for role in told))


#: On the page that was refused: its form is filled in again, or the page looked at again.
HERE = Way("here")
#: Away from the screen: a sheet, a card, a telephone, the person who looks after the server.
BY_HAND = Way("by hand")
#: A command, which the advice names.
COMMAND = Way("command")
#: Nothing is left to do: it is done, over, or comes by itself.
OVER = Way("over")

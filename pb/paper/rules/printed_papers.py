"""What stands on a printed ballot paper beside its number: on the page to print and in the PDF file alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pb.paper.rules.how_to_mark import MARKS, limits_of_a_paper, rule_of, said_of_pot
from pb.voting.rules.ballot_rules import BEST_SCORE, BallotRules
from pb.voting.rules.frozen_ballot import FrozenBallot
from pb.voting.rules.how_to_vote import LIST_STARTS_ANYWHERE
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


class PaperLine(Protocol):
    """What a paper says of a project."""

    @property
    def number(self) -> int: ...
    @property
    def pot(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def cost_pence(self) -> int: ...


class PaperBallot(Protocol):
    """What the words need to know of a frozen ballot."""

    @property
    def rules(self) -> BallotRules: ...
    @property
    def rotation(self) -> bool: ...
    @property
    def lines_on_screen(self) -> Sequence[PaperLine]: ...


@dataclass(frozen=True)
class ByPost:
    """Where a paper goes that comes back by post, and until when, in words. ``address``: "" where nobody has set it."""

    address: str
    until: str


@dataclass(frozen=True)
class PaperSection:
    """The lines of a paper that stand together: all of them, or those of one pot, with the pot's ``name`` and what holds
    in it alone.
    """

    name: str
    said: str
    lines: tuple[PaperLine, ...]


def words_on_paper(ballot: PaperBallot, help_phone: str, post: ByPost | None = None) -> dict[str, Sentence | str]:
    """The words of every paper of this ballot; ``help`` is "" where there is no phone number, ``rotated`` where all have
    the same order. ``post``: of a paper that comes back by post; no box is near its voter.
    """
    return {
        "rule": rule_of(ballot.rules),
        "limit": limits_of_a_paper(ballot.rules),
        "rotated": LIST_STARTS_ANYWHERE if ballot.rotation else "",
        "how": _BY_POST if post else _IN_THE_BOX,
        "send": _send(post) if post else "",
        "help": _l("Help: %(phone)s", phone=help_phone) if help_phone else "",
        "paper": _l("Paper"),
        "number": _l("Number"),
        "project": _l("Project"),
        "cost": _l("Cost"),
        "mark": MARKS[ballot.rules.ballot_type],
    }


#: On each page of a paper that has several; the typesetter knows which, and how many.
PAGE_OF = _l("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")


def sections_on(ballot: PaperBallot) -> list[PaperSection]:
    """The lines of the paper: where there are several pots, those of each pot together, under its name."""
    names = dict.fromkeys(line.pot for line in ballot.lines_on_screen)
    return [
        PaperSection(
            name,
            said_of_pot(ballot.rules, name) if name else "",
            tuple(line for line in ballot.lines_on_screen if line.pot == name),
        )
        for name in names
    ]


def in_its_order(ballot: FrozenBallot, serial: str) -> FrozenBallot:
    """The ballot with its projects in the order of the paper with this number, however that is written: the same each time
    the paper is printed.
    """
    return ballot.with_lists(ballot.lists_of("".join(serial.split())))


def order_on(lists: Sequence[int]) -> Sentence | str:
    """Which order a paper has its projects in, as it says itself; "" where all have the same."""
    if not lists:
        return ""
    return _ln("List %(lists)s", "Lists %(lists)s", len(lists), lists=", ".join(map(str, lists)))


def circles_on(rules: BallotRules) -> list[int]:
    """The figures that are printed in circles beside each project; where there are none a box stands there."""
    return list(range(1, BEST_SCORE + 1)) if rules.ballot_type == "score" else []


def box_on(rules: BallotRules) -> str:
    """What the box is for: "" for a tick, "wide" for a number that is written in it."""
    return "wide" if rules.ballot_type in ("points", "rank") else ""


_IN_THE_BOX = _l(
    "Fold this paper and put it in the box. If you make a mistake, ask for a new one. Do not write your name on it."
)
_BY_POST = _l(
    "Fold this paper, put it in the plain envelope and close that. Put it in the reply envelope. Your voting code must be on "
    "the reply envelope, and nowhere else. If you make a mistake, ask for a new paper. Do not write your name on it."
)


def _send(post: ByPost) -> Sentence:
    if not post.address:
        return _l("It must reach us by %(when)s.", when=post.until)
    return _l("It must reach us by %(when)s. Send it to: %(address)s", when=post.until, address=post.address)

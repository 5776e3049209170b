"""What a voter presses on the ballot. Without a script each press is sent by itself; with one the page remembers what was
pressed, and the next press that is sent brings it along.
"""

from __future__ import annotations

from dataclasses import replace

from flask import request

from pb.pages.vote import bp
from pb.pages.vote.draft import BallotDraft, NoDraft
from pb.pages.vote.screens import ballot_of
from pb.projects.rules.search import LONGEST_SEARCH
from pb.unicode_text import tidy
from pb.voting import queries
from pb.voting.queries import FrozenBallot
from pb.voting.rules import one_press
from pb.web.numbers import db_int
from pb.words import Sentence

#: What the page's script writes first, and then how many digits for the project that is shown and for each line. Another
#: order of the lines needs another letter: a page of before an upgrade must not be read as if it had the new one.
IN_THE_ORDER_ON_SCREEN, DIGITS = "s", 3

#: Letters of the name of a ballot's button and its value together.
PRESS_LENGTH = 14


@bp.app_template_filter()
def press_value(number: int, name: str) -> str:
    """The value of a button of the ballot with this name: name and value are as long for every number and every press, so
    that the length of what is sent tells nothing.
    """
    return f"{number:0{PRESS_LENGTH - len(name)}}"


def draft_sent() -> BallotDraft:
    """The ballot that a page sent, with what its script noted since it came.

    ``noted`` is as long on every ballot of a round, whatever was chosen: the project that is shown by itself, then the
    value of each line in the order of the page.
    """
    draft = BallotDraft.from_token(request.form.get("draft"))
    if draft.declared and (ticked := request.form.getlist("project", type=db_int)):  # a page from before an upgrade
        return draft.choosing(dict.fromkeys(ticked, 1))
    written = request.form.get("noted", "")
    if not written or not draft.declared:
        return draft
    lines = ballot_of(draft).lines_on_screen
    order, noted = written[0], written[1:]
    is_whole = noted.isascii() and noted.isdigit() and len(noted) == DIGITS * (len(lines) + 1)
    if order != IN_THE_ORDER_ON_SCREEN or not is_whole:
        raise NoDraft  # of a page from before an upgrade, cut short on its way, or made by nobody's page
    shown, *values = (int(noted[at : at + DIGITS]) for at in range(0, len(noted), DIGITS))
    choices = {line.number: value for line, value in zip(lines, values, strict=True) if value}
    return replace(draft.choosing(choices), shown=shown if shown in {line.number for line in lines} else 0)


def pressed(draft: BallotDraft, ballot: FrozenBallot) -> tuple[BallotDraft, Sentence | None, str]:
    """The ballot after the press; why it could not be done, if it could not; and the id of what was pressed, which keeps
    the keyboard. Nothing but the project that was pressed is ever changed, except that places close up.
    """
    taken, rules = request.form, ballot.rules
    if (number := taken.get("choose", type=db_int)) in ballot.numbers:
        if number in queries.withdrawn_numbers(ballot):
            return draft, None, ""
        choices, problem = one_press.choose(rules, draft.choices, number)
        return (draft if problem else draft.choosing(choices)), problem, f"choose-{number}"
    if (number := taken.get("less", type=db_int)) in ballot.numbers:
        choices = one_press.one_less(rules, draft.choices, number)
        return draft.choosing(choices), None, f"less-{number}" if number in choices else f"choose-{number}"
    if (number := taken.get("take_off", type=db_int)) in ballot.numbers:
        return draft.choosing(one_press.take_off(rules, draft.choices, number)), None, f"choose-{number}"
    if (number := taken.get("show", type=db_int)) is not None:
        return replace(draft, shown=number if number in ballot.numbers else 0), None, ""
    return draft, None, ""


def looked_for() -> str:
    """What the voter typed to find a project; nothing where they pressed for all of them."""
    return "" if "all" in request.form else tidy(request.form.get("find", ""))[:LONGEST_SEARCH]

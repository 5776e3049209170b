"""What an opening could not count, in sentences with numbers: for the page that opens the box, the list after the close
and the published result.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from pb.database import db
from pb.voting.models import SetAside
from pb.words import Sentence
from pb.words import lazy_ngettext as _ln


def set_aside(round_id: int) -> dict[str, int]:
    """How many votes of an opened box were set aside, and what else did not agree, by reason."""
    query = select(SetAside).where(SetAside.round_id == round_id).order_by(SetAside.reason)
    return {each.reason: each.number for each in db.session.scalars(query)}


def set_aside_said(numbers: Mapping[str, int]) -> list[Sentence]:
    """One sentence for each reason that is known, in a fixed order."""
    return [said(numbers[reason]) for reason, said in _SAID.items() if isinstance(numbers.get(reason), int)]


_SAID = {
    "does_not_open": lambda n: _ln(
        "%(num)s vote could not be opened, because it is damaged.",
        "%(num)s votes could not be opened, because they are damaged.",
        n,
    ),
    "wrong_mark": lambda n: _ln(
        "%(num)s vote was changed after it was cast, or did not come from this website.",
        "%(num)s votes were changed after they were cast, or did not come from this website.",
        n,
    ),
    "without_right": lambda n: _ln(
        "%(num)s vote was cast without a right to vote.",
        "%(num)s votes were cast without a right to vote.",
        n,
    ),
    "missing": lambda n: _ln(
        "The vote of %(num)s person is missing.",
        "The votes of %(num)s people are missing.",
        n,
    ),
    "not_allowed": lambda n: _ln(
        "%(num)s vote has choices that the ballot does not allow.",
        "%(num)s votes have choices that the ballot does not allow.",
        n,
    ),
    "days_differ": lambda n: _ln(
        "On %(num)s day the votes do not match what was recorded at the time.",
        "On %(num)s days the votes do not match what was recorded at the time.",
        n,
    ),
    "cards_differ": lambda n: _ln(
        "The voting cards do not match the cards that were made.",
        "The voting cards do not match the cards that were made.",
        n,
    ),
    "kiosks_differ": lambda n: _ln(
        "At %(num)s kiosk the number of votes does not match the number of ballots cast there.",
        "At %(num)s kiosks the number of votes does not match the number of ballots cast there.",
        n,
    ),
    "record_differs": lambda n: _ln(
        "The record does not match what was written in it.",
        "The record does not match what was written in it.",
        n,
    ),
}

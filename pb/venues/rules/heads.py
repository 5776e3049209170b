"""Heads: how many people voted at a session, counted by somebody other than who opened the ballots."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pb.people.rules import skeleton
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class Heads:
    """``number`` people were counted who voted, on a tablet or on paper, by ``counted_by``: a host's or a colleague's
    name as it was typed.
    """

    number: int
    counted_by: str


def head_counter_error(counted_by: str, opened_by: Iterable[str]) -> Sentence | None:
    """Why this person cannot have counted the heads, or None. ``opened_by``: who set up the kiosks, and who submits."""
    if not tidy(counted_by):
        return _l("Enter the name of the person who counted the voters.")
    if len(tidy(counted_by)) > 100:
        return _l("The name of the person who counted must be 100 characters or fewer.")
    if skeleton(counted_by) in {skeleton(name) for name in opened_by}:
        return _l(
            "%(name)s set up a tablet here or is filling this in. Someone else must count the voters, for example the host.",
            name=tidy(counted_by),
        )
    return None


def head_agreement_error(
    account_id: int | None, set_up_by: Collection[int], *, opened: int, differs: bool
) -> Sentence | None:
    """Why this person cannot agree that heads and ballots differ, or None: they set up a tablet there, and so know the PIN
    with which its ballots were ``opened``.
    """
    if opened and differs and account_id in set_up_by:
        return _l(
            "You set up a tablet at this session, so someone else must agree that its ballots and the people who voted differ."
        )
    return None


def heads_discrepancy(heads: int | None, *, opened: int, papers: int) -> Sentence | None:
    """What does not fit between the people who were counted and the ballots that they were given; None when all fits.

    ``opened``: ballots opened on tablets, without those that were opened again for the same voter. ``papers``: papers
    issued, without those that replaced a spoiled one.
    """
    if heads is None and opened + papers:
        return _l(
            "Nobody has counted the voters. Ballots opened on tablets: %(opened)s. Papers issued to voters: %(papers)s.",
            opened=opened,
            papers=papers,
        )
    if heads is not None and heads != opened + papers:
        return _l(
            "Voters counted: %(heads)s. Ballots opened on tablets: %(opened)s. Papers issued to voters: %(papers)s.",
            heads=heads,
            opened=opened,
            papers=papers,
        )
    return None

"""What the settings of a round make impossible, named when they are saved."""

from __future__ import annotations

from collections.abc import Iterator

from pb.projects.queries import applications
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.funding import money_of, never_funded, pots_below_ceiling
from pb.rounds.models import Round
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_OUT = (ApplicationStatus.BEGUN, ApplicationStatus.NOT_ELIGIBLE, ApplicationStatus.WITHDRAWN)
#: So many are named one by one.
_NAMED = 5


def remarks_on_money(round_: Round) -> Iterator[Sentence]:
    """Pots with less than one group can ask for, and applications that could not be funded; nothing once it is frozen."""
    if round_.frozen:
        return
    there = money_of(round_)
    for name in pots_below_ceiling(there):
        yield _l("There is less money in the pot “%(name)s” than the most one group can ask for.", name=name)
    asked = [each for each in applications(round_.id) if status_of(each) not in _OUT]
    said = [sentence for each in asked if (sentence := never_funded(each, each.title, there))]
    yield from said[:_NAMED]
    if len(said) > _NAMED:
        yield _l("There are %(more)s more applications that could not be funded.", more=len(said) - _NAMED)

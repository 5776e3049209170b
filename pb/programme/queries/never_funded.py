"""What the settings of a round make impossible, named beside them until the freeze."""

from __future__ import annotations

from collections.abc import Iterator

from pb.programme.rules.out_of_reach import Remark
from pb.projects.queries import applications_with_texts, with_costs
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.funding import money_of, never_funded, pots_below_ceiling
from pb.rounds.models import Round
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

_OUT = (ApplicationStatus.BEGUN, ApplicationStatus.NOT_ELIGIBLE, ApplicationStatus.WITHDRAWN)
#: So many are named one by one.
_NAMED = 5


def remarks_on_money(round_: Round) -> Iterator[Remark]:
    """Pots with less than one group can ask for, and applications that could not be funded."""
    there = money_of(round_)
    for name in pots_below_ceiling(there):
        said = _l("There is less money in the pot “%(name)s” than the most one group can ask for.", name=name)
        yield Remark(said, "money")
    asked = [each for each in with_costs(applications_with_texts(round_.id)) if status_of(each) not in _OUT]
    never = [sentence for each in asked if (sentence := never_funded(each, each.title, there))]
    yield from (Remark(sentence, "money", forbids=True) for sentence in never[:_NAMED])
    if len(never) > _NAMED:
        more = len(never) - _NAMED
        said = _ln(
            "There is %(num)s more application that could not be funded.",
            "There are %(num)s more applications that could not be funded.",
            more,
        )
        yield Remark(said, "money", forbids=True)

"""A published result that is wrong: one person says why, a steering group member agrees, and the votes are counted again."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.proposals import require_may_agree, require_may_end, require_may_propose
from pb.results.models import ResultCorrection
from pb.results.queries.corrections import correction_of_newest
from pb.results.queries.counts import newest_publication_of
from pb.results.rules.sentences import CORRECTION_IS_AGREED
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.rounds.rules.sentences import GIVE_THE_REASON
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

RESULT_CORRECTION_PROPOSED = Act(
    "result.correction_proposed",
    _l("proposed to correct the result"),
    only=(COORDINATOR, STEERING),
    impartial=True,
)


def propose_correction(by: Actor, round_: Round, reason: str) -> ResultCorrection:
    """Somebody proposes to correct the newest published result, for a reason that everybody will read; or to stop one
    whose time has not come, which then never becomes public.

    Refuses without a reason, before there is a published result, one of a file, and a second time.
    """
    if not tidy(reason):
        raise Refusal(GIVE_THE_REASON, status=422)
    with acting(by, RESULT_CORRECTION_PROPOSED, round_id=round_.id, reason=tidy(reason)) as act:
        require_may_propose(by, round_)
        require_no_interest_on_the_ballot(by, round_.id)
        newest = newest_publication_of(round_.id)
        if newest is None or round_.source == "file":
            raise Refusal(_l("There is no published result of this round to correct."))
        if (found := correction_of_newest(round_.id)) is not None:
            raise Refusal(
                CORRECTION_IS_AGREED if found.agreed_at else _l("Someone has already proposed to correct this result."),
                _l("Read it on the page “Correct the published result”."),
            )
        who: Any = by.account_id
        correction = ResultCorrection(
            round_id=round_.id, version=newest.version, reason=tidy(reason), proposed_by=who, proposed_at=clock.now()
        )
        act.session.add(correction)
        act.facts["version"] = newest.version
    return correction


RESULT_CORRECTION_AGREED = Act(
    "result.correction_agreed",
    _l("agreed to correct the result"),
    only=(STEERING,),
    people=2,
    impartial=True,
)


def agree_to_correct(by: Actor, round_: Round, correction: ResultCorrection) -> None:
    """A steering group member agrees: everybody reads that the result is wrong and why (of one that was stopped: when a
    newer one is public), and the votes can be counted again.

    Refuses who proposed it, others than members of the round, and what is agreed.
    """
    with acting(by, RESULT_CORRECTION_AGREED, round_id=round_.id, version=correction.version) as act:
        require_second_of_correction(by, round_, correction)
        act.require_as_shown(correction)
        correction.agreed_by, correction.agreed_at = by.account_id, clock.now()


def require_second_of_correction(by: Actor, round_: Round, correction: ResultCorrection) -> None:
    """Refuse who cannot be the second of the two."""
    if correction.agreed_at:
        raise Refusal(CORRECTION_IS_AGREED)
    require_may_agree(by, round_, correction.proposed_by)


RESULT_CORRECTION_WITHDRAWN = Act(
    "result.correction_withdrawn",
    _l("withdrew or turned down the proposal to correct the result"),
    only=(COORDINATOR, STEERING),
)


def withdraw_correction(by: Actor, correction: ResultCorrection) -> None:
    """The proposal is withdrawn by who made it, or turned down by a member. Refuses others, and once two people have agreed."""
    with acting(by, RESULT_CORRECTION_WITHDRAWN, round_id=correction.round_id, version=correction.version) as act:
        if correction.agreed_at:
            raise Refusal(CORRECTION_IS_AGREED)
        require_may_end(by, act.session.get_one(Round, correction.round_id), correction.proposed_by)
        act.session.delete(correction)

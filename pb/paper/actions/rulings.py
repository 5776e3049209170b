"""Rulings: two people decide on a doubtful paper, with a reason from the list; and set aside sheets that are not
ours.
"""

from __future__ import annotations

from contextlib import suppress

from pb.edits import NothingChanged
from pb.paper import queries
from pb.paper.models import Bundle, Paper, Ruling, Stray
from pb.paper.queries import PaperStatus
from pb.paper.rules import (
    BACK_TO_THE_BUNDLE,
    IN_THE_BOX_ALREADY,
    PaperReading,
    PaperState,
    RuledReading,
    common_reading,
)
from pb.paper.rules.rulings import LOOK_AT_THE_PAPER, TWO_WHO_DID_NOT_TYPE_IT, TYPISTS_DO_NOT_CORRECT, ruling_error
from pb.people.actions.who_acts import require_second
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.sealed import NotSealedHere, seal_for_desk
from pb.unicode_text import tidy
from pb.voting.queries import FrozenBallot, choices_error_now, require_frozen_ballot, withdrawn_numbers
from pb.words import Sentence
from pb.words import lazy_gettext as _l

RULING_PROPOSED = Act(
    "ruling.proposed", _l("proposed a ruling on a doubtful paper"), only=(COORDINATOR, COUNTER), impartial=True
)


def propose_ruling(by: Actor, bundle: Bundle, paper: Paper, *, reason: str, counts: PaperReading | None) -> None:
    """One person proposes how a doubtful paper is settled: it ``counts`` as this reading, or (None) it does not count.
    A paper that two people typed alike and wrongly can be proposed too, until the votes go in; it waits until another
    person agrees. A proposal that nobody has agreed to yet may be replaced.

    Refuses a paper that needs no ruling, numbers that the ballot does not allow, what the rule of the round decides
    already, and whoever typed the paper, where it is said to have been typed wrongly.
    """
    # Neither serial nor reason in the record: together they would tell for ever how somebody's paper was marked.
    with acting(by, RULING_PROPOSED, round_id=bundle.round_id, bundle=bundle.id) as act:
        paper_status = _status_of(bundle, paper)
        if paper_status.state != PaperState.TO_RULE and (reason, paper_status.may_be_corrected) != (
            "typed_wrong",
            True,
        ):
            raise Refusal(_l("This paper does not need a ruling now."), BACK_TO_THE_BUNDLE)
        ballot = require_frozen_ballot(bundle.round_id)
        if counts and (said := counting_error(ballot, counts)):
            raise Refusal(said, _l("Go back and check what you entered."), status=422)
        ruled = RuledReading(reason, counts)
        _require_no_typist_to_correct(by, paper_status, ruled)
        _require_left_open(ballot, paper_status, ruled)
        if paper_status.ruling:
            if _stands(paper_status.ruling, by, ruled):
                raise NothingChanged
            act.session.delete(paper_status.ruling)
            act.session.flush()
        act.session.add(
            Ruling(
                paper_id=paper.id,
                bundle_id=bundle.id,
                sealed=seal_for_desk(bundle.round_id, ruled.as_text),
                proposed_by=by.account_id,
            )
        )


def _require_no_typist_to_correct(by: Actor, paper_status: PaperStatus, ruled: RuledReading) -> None:
    """Two who typed a paper alike could else drop its vote, or change it, with nobody besides having looked at it."""
    if ruled.reason == "typed_wrong" and by.account_id in paper_status.typists:
        raise Refusal(TYPISTS_DO_NOT_CORRECT, TWO_WHO_DID_NOT_TYPE_IT, status=403)


def _require_left_open(ballot: FrozenBallot, paper_status: PaperStatus, ruled: RuledReading) -> None:
    if said := left_open_error(ballot, paper_status, ruled):
        raise Refusal(said, LOOK_AT_THE_PAPER, status=422)


def left_open_error(ballot: FrozenBallot, paper_status: PaperStatus, ruled: RuledReading) -> Sentence | None:
    """Why the rule does not leave it to people to decide so about this paper, as a sentence; None when it does."""
    typed = common_reading(paper_status.readings) if paper_status.disputed else None
    return ruling_error(ruled, typed, ballot.rules, withdrawn_numbers(ballot))


def _stands(ruling: Ruling, by: Actor, ruled: RuledReading) -> bool:
    """Whether this person has proposed the same, and nobody has agreed to it yet."""
    with suppress(NotSealedHere):
        return (ruling.proposed_by, ruling.agreed_by, ruling.decided) == (by.account_id, None, ruled)
    return False


def counting_error(ballot: FrozenBallot, counts: PaperReading) -> Sentence | None:
    """Why a paper cannot count as this on a ballot, as a sentence; None when it can. What a screen would refuse."""
    if said := choices_error_now(ballot, counts.choices):
        return _l("A paper can only count as a vote that follows the rules of the ballot. %(said)s", said=said)
    return None


RULING_AGREED = Act(
    "ruling.agreed",
    _l("agreed to the ruling on a doubtful paper"),
    only=(COORDINATOR, COUNTER),
    people=2,
    shows=lambda paper_status: (paper_status.ruling, *paper_status.entries),
    impartial=True,
)


def agree_ruling(by: Actor, bundle: Bundle, paper: Paper) -> None:
    """A second person has looked at the paper and agrees. Then the paper is settled. Refuses as to propose it."""
    with acting(by, RULING_AGREED, round_id=bundle.round_id, bundle=bundle.id) as act:
        paper_status = _status_of(bundle, paper)
        ruling = paper_status.ruling
        if ruling is None or ruling.agreed_by is not None:
            raise Refusal(_l("There is no ruling on this paper waiting for a second person to agree."))
        require_second(by, ruling.proposed_by)
        _require_no_typist_to_correct(by, paper_status, ruling.decided)
        _require_left_open(require_frozen_ballot(bundle.round_id), paper_status, ruling.decided)
        act.require_as_shown(paper_status)
        ruling.agreed_by = by.account_id


def _status_of(bundle: Bundle, paper: Paper) -> PaperStatus:
    paper_statuses = queries.paper_statuses([bundle.id], require_frozen_ballot(bundle.round_id))[bundle.id]
    found = next((paper_status for paper_status in paper_statuses if paper_status.paper.id == paper.id), None)
    if bundle.cast_at is not None:
        raise Refusal(IN_THE_BOX_ALREADY)
    if found is None:
        raise Refusal(_l("This paper has not been typed in this bundle."))
    return found


STRAY_PROPOSED = Act(
    "stray.proposed",
    _l("proposed to set aside a sheet that is not a ballot paper"),
    only=(COORDINATOR, COUNTER),
    impartial=True,
)


def propose_stray(by: Actor, bundle: Bundle, description: str) -> None:
    """A sheet in the box has no serial of ours: one person proposes to set it aside."""
    with acting(by, STRAY_PROPOSED, round_id=bundle.round_id, reason=description, bundle=bundle.id) as act:
        act.session.add(Stray(bundle_id=bundle.id, description=tidy(description), proposed_by=by.account_id))


STRAY_AGREED = Act(
    "stray.agreed",
    _l("agreed to set aside a sheet that is not a ballot paper"),
    only=(COORDINATOR, COUNTER),
    people=2,
    impartial=True,
)


def agree_stray(by: Actor, bundle: Bundle, stray: Stray) -> None:
    """A second person agrees to set a sheet aside. It does not count."""
    with acting(by, STRAY_AGREED, round_id=bundle.round_id, bundle=bundle.id, stray=stray.id) as act:
        if stray.agreed_by is not None:
            raise Refusal(_l("Two people have already set this sheet aside."))
        require_second(by, stray.proposed_by)
        act.require_as_shown(stray)
        stray.agreed_by = by.account_id

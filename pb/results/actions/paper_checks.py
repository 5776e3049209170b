"""The papers are checked again: it begins with the count; two people type the dice; two look at each paper; then what they
saw is compared with what was agreed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.counting import Outcome
from pb.edits import NothingChanged
from pb.marked import delete_rows
from pb.paper.queries import papers_in_box
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.papers_compared import (
    checked_count,
    compared,
    entries_agreed,
    is_as_begun,
    outcome_of,
    proofs_of,
)
from pb.results.models import CheckStage, Count, Dice, DiceEntry, PaperCheck
from pb.results.queries.corrections import is_open_again
from pb.results.queries.counts import latest_count, newest_publication_of
from pb.results.queries.elections import is_up_to_date
from pb.results.queries.paper_checks import (
    CheckState,
    PaperToLookAt,
    check_of,
    dice_entries,
    papers_to_look_at,
)
from pb.results.rules.lots import difference
from pb.results.rules.paper_checks import (
    Finding,
    Seen,
    all_hold,
    dice_error,
    finding_of_all,
    finding_of_sample,
    papers_to_draw,
    read_dice,
    seen_of,
)
from pb.results.rules.sentences import (
    BACK_TO_THE_LIST,
    CHECK_IS_OVER,
    COUNT_IS_NOT_VALID,
    COUNT_THE_VOTES_AGAIN,
    DICE_ONLY_ONCE,
    NO_CHECK_HERE,
    NO_DICE,
    ROLL_THE_DICE_FIRST,
)
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.rounds.models import Round
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def begin_check(session: Session, round_: Round, counted: Count, outcome: Outcome) -> dict[str, Any]:
    """Part of the count: what its check rests on, and facts for the record. Nothing where papers are not checked in this
    round, or none came in.
    """
    papers = len(papers_in_box(round_.id)) if round_.papers_checked else 0
    # When a published result is corrected or counted on, what was typed from the papers can no longer be read.
    if not papers or is_open_again(round_.id):
        return {}
    agreed = entries_agreed(round_.id)
    count = checked_count(round_, outcome, papers)
    key = {"round_id": round_.id, "version": counted.version}
    check = PaperCheck(
        **key,
        papers=papers,
        margin=count.margin,
        most=count.most,
        papers_left_out=count.left_out,
        drawn=papers_to_draw(count),
        entries_hash=agreed.hash,
        begun_at=counted.counted_at,
    )
    session.add(check)
    session.flush()
    if agreed.fault:
        _add_stage(session, Actor(counted.counted_by, COORDINATOR), check, 1, Seen(0), Finding(agreed.fault))
    return {"entries_hash": agreed.hash, "papers": papers, "to_look_at": check.drawn or papers}


def require_checking(round_: Round) -> tuple[Count, CheckState]:
    """The count that is checked now, and how far. Refuses where there is nothing to check, or any more."""
    counted = latest_count(round_.id)
    state = check_of(counted) if counted else None
    if counted is None or state is None:
        raise Refusal(NO_CHECK_HERE, BACK_TO_THE_LIST)
    if state.over or newest_publication_of(round_.id):
        raise Refusal(CHECK_IS_OVER, BACK_TO_THE_LIST)
    if not is_up_to_date(counted, round_):
        raise Refusal(COUNT_IS_NOT_VALID, COUNT_THE_VOTES_AGAIN)
    return counted, state


DICE_TYPED = Act(
    "dice.typed",
    _l("entered the dice for the check of the papers"),
    only=(COORDINATOR, STEERING, COUNTER),
    people=2,
    impartial=True,
)


def type_dice(by: Actor, round_: Round, typed: str) -> tuple[str, Sentence | str]:
    """Somebody types the dice that were rolled in public: at least 20. Returns "waiting" for a second, different person,
    "drawn", or "differs" with the sentence that says where; then both type again.

    Refuses a check without dice, and after the draw.
    """
    digits = read_dice(typed)
    if sentence := dice_error(digits):
        raise Refusal(sentence, status=422)
    with acting(by, DICE_TYPED, round_id=round_.id) as act:
        _counted, state = require_checking(round_)
        if not state.waits_for_dice:
            raise Refusal(DICE_ONLY_ONCE if state.dice else NO_DICE, BACK_TO_THE_LIST)
        act.require_as_shown(state.check)
        entries = dice_entries(state.check)
        other = next((each for each in entries if each.typed_by != by.account_id), None)
        own = next((each for each in entries if each.typed_by == by.account_id), None)
        if other is None and own is not None and own.digits == digits:
            raise NothingChanged
        key = {"round_id": round_.id, "version": state.check.version}
        of_check = DiceEntry.round_id == round_.id, DiceEntry.version == state.check.version
        delete_rows(act.session, DiceEntry, *of_check, DiceEntry.typed_by == by.account_id)
        act.session.add(DiceEntry(**key, typed_by=by.account_id, digits=digits, typed_at=clock.now()))
        act.session.flush()
        said: tuple[str, Sentence | str] = ("waiting", "")
        if other is not None and (sentence := difference(other.digits, digits)):
            delete_rows(act.session, DiceEntry, *of_check)
            said = "differs", sentence
        elif other is not None:
            typists = {"typed_by": other.typed_by, "also_typed_by": by.account_id}
            act.session.add(Dice(**key, digits=digits, **typists, rolled_at=clock.now()))
            act.facts["dice"] = digits
            said = "drawn", ""
        act.facts.update(state=said[0], digits=len(digits))
    return said


PAPERS_CHECKED = Act(
    "papers.checked",
    _l("compared the papers that were looked at again with what was counted (%(looked)s)"),
    only=(COORDINATOR, STEERING, COUNTER),
    impartial=True,
)


def conclude(by: Actor, round_: Round) -> Finding:
    """All papers of this stage have been looked at by two people: what they saw is compared with what was agreed.

    Refuses while one is left. Where what was agreed cannot be read any more, or has changed, the check ends without a result.
    """
    with acting(by, PAPERS_CHECKED, round_id=round_.id) as act:
        counted, state = require_checking(round_)
        papers = papers_to_look_at(state)
        if state.waits_for_dice:
            raise Refusal(ROLL_THE_DICE_FIRST, BACK_TO_THE_LIST)
        if left := sum(each.state != "done" for each in papers):
            raise Refusal(
                _ln("Two people must still look at one paper.", "Two people must still look at %(num)s papers.", left)
            )
        seen, finding = _found(round_, counted, state, papers)
        sights = sum(each.seen_otherwise for each in papers), sum(each.sights_again for each in papers)
        stage = _add_stage(act.session, by, state.check, len(state.stages) + 1, seen, finding, sights)
        names = ("number", "looked", "differ", "one_vote", "two_votes", "finding", "more", "otherwise", "again")
        act.facts.update({name: getattr(stage, name) for name in names})
    return finding


def _found(round_: Round, counted: Count, state: CheckState, papers: list[PaperToLookAt]) -> tuple[Seen, Finding]:
    agreed = entries_agreed(round_.id)
    if fault := is_as_begun(state.check, agreed):
        return Seen(0), Finding(fault)
    count, proofs = state.check.count, proofs_of(outcome_of(counted)) or []
    looked_at = compared(round_, papers, agreed.papers)
    seen = seen_of(proofs, looked_at, count.most)
    if state.turns is not None:
        return seen, finding_of_sample(count, seen)
    return seen, finding_of_all(count, seen, all_hold(proofs, looked_at, count.most, count.left_out))


def _add_stage(
    session: Session,
    by: Actor,
    check: PaperCheck,
    number: int,
    seen: Seen,
    finding: Finding,
    sights: tuple[int, int] = (0, 0),
) -> CheckStage:
    stage = CheckStage(
        round_id=check.round_id,
        version=check.version,
        number=number,
        looked=seen.looked,
        differ=seen.differ,
        one_vote=seen.one_vote,
        two_votes=seen.two_votes,
        finding=finding.kind,
        more=finding.more,
        otherwise=sights[0],
        again=sights[1],
        concluded_by=by.account_id,
        concluded_at=clock.now(),
    )
    session.add(stage)
    return stage

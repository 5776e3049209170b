"""The checklist after the close, computed from facts each time it is looked at."""

from __future__ import annotations

from datetime import datetime

from pb import clock
from pb.formats import day_time
from pb.paper.queries import Gap, gaps, papers_in_box, resolutions
from pb.paper.rules.sentences import AGREE_ON_THE_LIST, FOUND_FIRST
from pb.people.queries import names
from pb.results.models import Count
from pb.results.queries.corrections import correction_under_way, final_publication_of, waits_for_new_count
from pb.results.queries.counts import latest_count, lot_entries, newest_publication_of, recounts_of, signatures_of
from pb.results.queries.departures import waiting_departure
from pb.results.queries.elections import is_up_to_date, lot_for_count
from pb.results.queries.gap_sentences import KINDS, sentence_of_gap
from pb.results.queries.objections import objection_time_of, unanswered
from pb.results.queries.paper_checks import CheckState, check_state, dice_entries, papers_left
from pb.results.queries.public_times import public_from
from pb.results.rules.departures import AGREE_FIRST, DEPARTURE_WAITS
from pb.results.rules.offers import COUNTED_ON
from pb.results.rules.public_times import becomes_public
from pb.results.rules.recounts import RECOUNTS
from pb.results.rules.sentences import RESULT_IS_CORRECTED, TAKE_THE_BALLOTS, TOO_FEW_RECOUNTS
from pb.results.rules.steps import ChecklistStep, StepFact, steps_in_order
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, post_closes_at, votes_may_come_until
from pb.voting.queries import box_opening_of, key_destruction_of
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def checklist(round_: Round, known_gaps: list[Gap] | None = None) -> list[ChecklistStep]:
    """Every step with its state and what is missing; see ``pb.results.rules.steps``. ``known_gaps``: what ``gaps`` says of
    the round, where it was asked already.
    """
    facts = [fact(round_) for fact in (_box, _lot, _count, _check, _objections, _sign, _publish)]
    known = [each for each in facts if each is not None]
    return steps_in_order([_post(round_), *_papers(round_, known_gaps), *known])


def step(round_: Round, key: str) -> ChecklistStep:
    """One step of the checklist."""
    return next(each for each in checklist(round_) if each.key == key)


def key_copies(round_: Round) -> ChecklistStep | None:
    """Whether the copies of the key are destroyed: waits for the opening, and nothing waits for it. None for a round
    that never had a key.
    """
    if not round_.public_key:
        return None
    if box_opening_of(round_.id) is None:
        return ChecklistStep("key_copies", "waiting", ())
    destruction = key_destruction_of(round_.id)
    if destruction is None:
        return ChecklistStep("key_copies", "next", (_l("The copies of the ballot box key must be destroyed now."),))
    if destruction.agreed_by is not None:
        return ChecklistStep("key_copies", "done", ())
    said = _l(
        "%(person)s has said that every copy of the ballot box key is destroyed. Someone else must now confirm it.",
        person=names()[destruction.reported_by],
    )
    return ChecklistStep("key_copies", "next", (said,))


def _post(round_: Round) -> StepFact:
    if phase(round_, clock.now()) == Phase.CLOSED:
        return _grace(votes_may_come_until(round_))
    if round_.frozen_at is None:
        return StepFact("post", False, (NOT_FROZEN_YET,))
    return StepFact(
        "post", False, (_l("Postal votes can arrive until %(when)s.", when=day_time(post_closes_at(round_))),)
    )


def _grace(until: datetime) -> StepFact:
    """The last post may be in before those have finished who had their ballot open when screens closed."""
    if clock.now() >= until:
        return StepFact("post", True)
    said = _l("Voters who had their ballot open when voting closed can finish until %(when)s.", when=day_time(until))
    return StepFact("post", False, (said,))


def _papers(round_: Round, known_gaps: list[Gap] | None) -> list[StepFact]:
    """Sessions, bundles and what two people decide, from every right, session, paper, account and held vote."""
    if box_opening_of(round_.id):
        return [StepFact(key, True) for key in KINDS]
    found = gaps(round_.id) if known_gaps is None else known_gaps
    of_step = {key: [each for each in found if each.kind in kinds] for key, kinds in KINDS.items()}
    return [StepFact(key, not here, tuple(map(sentence_of_gap, here))) for key, here in of_step.items()]


def _box(round_: Round) -> StepFact:
    return StepFact("box", box_opening_of(round_.id) is not None)


def _lot(round_: Round) -> StepFact:
    if lot_for_count(round_.id):
        return StepFact("lot", True)
    people = names()
    waiting = tuple(
        _l("%(person)s has entered the digits. Someone else must now enter them too.", person=people[entry.typed_by])
        for entry in lot_entries(round_.id)
    )
    return StepFact("lot", False, waiting)


def _count(round_: Round) -> StepFact:
    counted = latest_count(round_.id)
    if counted is None:
        return StepFact("count", False)
    if waits_for_new_count(counted):
        why = RESULT_IS_CORRECTED if correction_under_way(round_.id) else COUNTED_ON
        return StepFact("count", False, (why,))
    if final_publication_of(round_.id) or is_up_to_date(counted, round_):
        return StepFact("count", True)
    return StepFact(
        "count",
        False,
        (
            _l(
                "Something has changed since the count, so the count and its signatures are no longer valid. Count "
                "again."
            ),
        ),
    )


def _check(round_: Round) -> StepFact | None:
    """Not a step where papers are not checked in this round, nor once it is known that none came in."""
    state = check_state(round_.id)
    if state is None:
        waits = round_.papers_checked and latest_count(round_.id) is None and _papers_may_come(round_.id)
        return StepFact("check", False) if waits else None
    if state.over or newest_publication_of(round_.id):
        return StepFact("check", True)
    if not state.waits_for_dice:
        return StepFact("check", False, (_still_to_look_at(state),))
    people = names()
    waiting = [
        _l("%(person)s has entered the dice. Someone else must now enter them too.", person=people[each.typed_by])
        for each in dice_entries(state.check)
    ]
    roll = _l("Roll dice to choose which papers are looked at again.")
    return StepFact("check", False, tuple(waiting) or (roll,))


def _still_to_look_at(state: CheckState) -> Sentence:
    """How many papers two people have not looked at yet; at the end of them that what they saw is compared."""
    if left := papers_left(state):
        return _ln("Two people must still look at one paper.", "Two people must still look at %(num)s papers.", left)
    return _l("Two people have looked at every paper. Now compare what they saw with what was counted.")


def _papers_may_come(round_id: int) -> bool:
    return box_opening_of(round_id) is None or bool(papers_in_box(round_id))


def _objections(round_: Round) -> StepFact | None:
    """Not a step where nobody can object in this round. Its time may be over with nothing to answer, or not."""
    if not round_.objection_days:
        return None
    counted = latest_count(round_.id)
    until = objection_time_of(counted) if counted else None
    if until is None or newest_publication_of(round_.id):
        return StepFact("objections", until is not None)
    waiting = []
    if clock.now() < until:
        waiting.append(_l("Everyone can object until %(when)s.", when=day_time(until)))
    if left := len(unanswered(round_.id)):
        waiting.append(
            _ln("Two people must still answer one objection.", "Two people must still answer %(num)s objections.", left)
        )
    return StepFact("objections", not waiting, tuple(waiting))


def _sign(round_: Round) -> StepFact:
    counted = latest_count(round_.id)
    if counted and final_publication_of(round_.id):
        return StepFact("sign", True)
    signed = signatures_of(counted) if counted else []
    people, needed = names(), round_.signatures_needed - len(signed)
    missing = [_l("%(person)s has signed.", person=people[each.account_id]) for each in signed]
    if counted and needed > 0:
        missing.append(_ln("One more signature is needed.", "%(num)s more signatures are needed.", needed))
    return StepFact("sign", needed <= 0, tuple(missing) if needed > 0 else ())


def _publish(round_: Round) -> StepFact:
    if final_publication_of(round_.id):
        until = public_from(round_.id)
        return StepFact("publish", until is None, (becomes_public(until),) if until else ())
    counted = latest_count(round_.id)
    if counted and waiting_departure(counted):
        return StepFact("publish", False, (DEPARTURE_WAITS, AGREE_FIRST))
    if any(each.matter == "found" and each.agreed_by is None for each in resolutions(round_.id)):
        return StepFact("publish", False, (FOUND_FIRST, AGREE_ON_THE_LIST))
    missing = recounts_missing(round_, counted) if counted else 0
    return StepFact("publish", False, (TOO_FEW_RECOUNTS, TAKE_THE_BALLOTS) if missing else ())


def recounts_missing(round_: Round, counted: Count) -> int:
    """How many members have to count all ballots again before the count can be published."""
    return max(0, RECOUNTS - len(recounts_of(counted))) if round_.least_alike else 0

"""What guards of the check of papers must refuse (``guarded``), and such checks; rows for every table of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.mark_keeping import without_guards
from pb.paper.models import Bundle, Entry
from pb.results.models import CheckStage, Count, Dice, DiceEntry, PaperCheck, Sighting

_NOW = "'2026-06-01 12:00:00'"
_DICE = "'11111111111111111111'"
_SIGHTING = "INSERT INTO sighting (round_id, version, paper_id, seen_by, turn, sealed, seen_at) "

#: By the guard's name. ``checked``: a round whose check is over; ``checking``: one whose check has begun.
OF_CHECKS = {
    "paper_check_stays": "UPDATE paper_check SET papers = 9 WHERE round_id = :checked",
    "paper_check_kept": "DELETE FROM paper_check WHERE round_id = :checked",
    "dice_stays": f"UPDATE dice SET digits = {_DICE} WHERE round_id = :checked",
    "dice_kept": "DELETE FROM dice WHERE round_id = :checked",
    "dice_entry_stays": "UPDATE dice_entry SET digits = '6' WHERE round_id = :checked",
    "dice_entry_before_the_dice": "INSERT INTO dice_entry (round_id, version, typed_by, digits, typed_at) "
    f"VALUES (:checked, 1, :typist, '6', {_NOW})",
    "dice_typed_by_two": "INSERT INTO dice (round_id, version, digits, typed_by, also_typed_by, rolled_at) "
    f"VALUES (:checking, 1, {_DICE}, :typist, :steering, {_NOW})",
    "who_typed_a_paper_does_not_look": f"{_SIGHTING}SELECT bundle.round_id, 1, entry.paper_id, entry.typed_by, 1, 's', {_NOW} "
    "FROM entry JOIN bundle ON bundle.id = entry.bundle_id WHERE bundle.round_id = :checking",
    "who_ruled_on_a_paper_does_not_look": f"{_SIGHTING}SELECT bundle.round_id, 1, ruling.paper_id, ruling.agreed_by, 1, 's', {_NOW} "
    "FROM ruling JOIN bundle ON bundle.id = ruling.bundle_id WHERE bundle.round_id = :checking",
    "sighting_before_the_end": f"{_SIGHTING}SELECT round_id, version, paper_id, seen_by, 2, 's', {_NOW} FROM sighting "
    "WHERE round_id = :checked",
    "sighting_stays": "UPDATE sighting SET sealed = 'another' WHERE round_id = :checked",
    "sighting_kept": "DELETE FROM sighting WHERE round_id = :checked",
    "check_stage_stays": "UPDATE check_stage SET differ = 9 WHERE round_id = :checked",
    "check_stage_kept": "DELETE FROM check_stage WHERE round_id = :checked",
    "check_stage_before_the_end": "INSERT INTO check_stage (round_id, version, number, looked, differ, one_vote, two_votes, "
    f"finding, more, concluded_at) VALUES (:checked, 1, 2, 0, 0, 0, 0, 'confirmed', 0, {_NOW})",
    "signed_when_papers_are_checked": "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) "
    f"SELECT round_id, version, :steering, {_NOW}, outcome_hash FROM counting WHERE round_id = :checking",
}


def checks(make: Any) -> dict[str, int]:
    """A check that has begun, and one that is over, with dice."""
    checking, checked = make.with_papers_to_check("1 2", ruled={"1 2": "1 3"}), make.opened_with_papers("1")
    make.counted(checked)
    make.check_of_a_sample(checked, drawn=4)
    make.rolled(checked)
    assert make.looked_at(checked).kind == "confirmed"
    return {"checking": checking.id, "checked": checked.id}


def rows_of_checks(session: Session, one: int, two: int) -> None:
    """A row in each table of a check, for the first counts of two rounds, as if before their publication."""
    session.flush()
    with without_guards(session, ["paper_check", "dice_entry", "dice", "sighting", "check_stage"]):
        counted = select(Count.round_id).order_by(Count.round_id).limit(2)
        for n, round_id in enumerate(session.scalars(counted).all(), start=1):
            _rows_of_a_check(session, round_id, n, one, two)


def _rows_of_a_check(session: Session, round_id: int, n: int, one: int, two: int) -> None:
    """A row in each table of a check of this round's first count; ``n`` (1, 2 …) makes them differ."""
    key, now = {"round_id": round_id, "version": 1}, clock.now()
    fixed = {"papers": n + 1, "margin": n, "most": n, "papers_left_out": n, "drawn": n, "entries_hash": f"{n}" * 64}
    session.add(PaperCheck(**key, **fixed, begun_at=now))
    session.flush()
    digits = f"{n}" * 20
    session.add_all(DiceEntry(**key, typed_by=who, digits=digits, typed_at=now) for who in (one, two))
    session.flush()
    session.add(Dice(**key, digits=digits, typed_by=one, also_typed_by=two, rolled_at=now))
    papers = session.scalars(select(Entry.paper_id).join(Bundle, Bundle.id == Entry.bundle_id).distinct()).all()
    session.add(Sighting(**key, paper_id=sorted(papers)[-n], seen_by=one, turn=n, sealed=f"sealed {n}", seen_at=now))
    session.flush()
    numbers = {"looked": n, "differ": n, "one_vote": n, "two_votes": n, "more": n}
    session.add(CheckStage(**key, number=n, **numbers, finding="more", concluded_by=one, concluded_at=now))
    session.flush()

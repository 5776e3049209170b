"""What guards of a corrected result must refuse, and the rounds that their statements name (``guarded``)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import exclusive_transaction
from pb.mark_keeping import without_guards
from pb.projects.models import Project
from pb.results.actions import propose_correction
from pb.results.models import OfferAnswer, Publication, ResultCorrection
from pb.roles import Role
from pb.rounds.models import Decision, RoundMember
from tests.support.safety.guarded_times import times_of

_NOW = "'2026-06-01 12:00:00'"
_INSERT = "INSERT INTO result_correction (round_id, version, reason, proposed_by, proposed_at, agreed_by, agreed_at) "
_AGREE = f"UPDATE result_correction SET agreed_by = :{{who}}, agreed_at = {_NOW} WHERE round_id = :to_correct"

#: By the guard's name.
OF_CORRECTIONS = {
    "result_correction_stays": "UPDATE result_correction SET reason = 'another' WHERE round_id = :corrected",
    "result_correction_kept": "DELETE FROM result_correction WHERE round_id = :corrected",
    "newest_result_is_corrected": f"{_INSERT}VALUES (:published, 2, 'why', :steering, {_NOW}, NULL, NULL)",
    "corrected_by_a_member_insert": f"{_INSERT}VALUES (:not_to_correct, 1, 'why', :steering, {_NOW}, :typist, {_NOW})",
    "corrected_by_a_member_update": _AGREE.format(who="typist"),
    "who_acts_corrects_insert": f"{_INSERT}VALUES (:not_to_correct, 1, 'why', :steering, {_NOW}, :idle_substitute, {_NOW})",
    "offer_answer_stays": "UPDATE offer_answer SET answer = 'accepted' WHERE round_id = :corrected",
    "offer_answer_kept": "DELETE FROM offer_answer WHERE round_id = :corrected",
    "newest_offer_is_answered": "INSERT INTO offer_answer (round_id, version, project_id, amount_pence, answer, came_by, said_by, "
    f"received_at, made_at) VALUES (:corrected, 2, 1, 1, 'accepted', 'online', '', {_NOW}, {_NOW})",
    "who_acts_corrects_update": _AGREE.format(who="idle_substitute"),
}


def published_results(make: Any, steering: int) -> dict[str, int]:
    """Published rounds with a list and a substitute who does not act: nobody corrects the one, somebody proposes to correct
    the second, and two agreed to correct the third. Two more wait for their time, and of one another time is proposed.
    """
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    found = {}
    for name in ("not_to_correct", "to_correct", "corrected", "waits_for_its_time", "moving_its_time"):
        people = [
            RoundMember(account_id=each.id, name=each.name, substitute=each is substitute)
            for each in (member, substitute)
        ]
        round_ = make.voting_round(projects=1, costs=[100], members=people)
        make.counted(make.opened_box(round_, (1,)))
        found[name] = round_.id
        with exclusive_transaction() as session, without_guards(session, ["publication"]):
            if name.endswith("its_time"):
                times_of(session, round_.id, steering, moving=name == "moving_its_time")
            said = {"record_head": "0" * 64, "facts": "{}", "published_at": clock.now()}
            session.add(Publication(round_id=round_.id, version=1, **said))
            session.flush()
    with exclusive_transaction() as session:
        for name, agreed in (("to_correct", {}), ("corrected", {"agreed_by": member.id, "agreed_at": clock.now()})):
            why = {"reason": "why", "proposed_by": steering, "proposed_at": clock.now()}
            session.add(ResultCorrection(round_id=found[name], version=1, **why, **agreed))
        session.add(_an_offer_taken(session, found["corrected"]))
    return found | {"idle_substitute": substitute.id}


def _an_offer_taken(session: Any, round_id: int) -> OfferAnswer:
    project_id = session.scalar(select(Project.id).where(Project.round_id == round_id))
    said = {"answer": "accepted", "came_by": "online", "received_at": clock.now(), "made_at": clock.now()}
    return OfferAnswer(round_id=round_id, version=1, project_id=project_id, amount_pence=1, **said)


def wrong_results(make: Any) -> None:
    """Two published results that somebody says are wrong."""
    for number in (1, 2):
        round_ = make.published(make.voting_round(projects=1), (1,))
        propose_correction(make.actor(Role.COORDINATOR), round_, f"Found {number} days later.")
        with exclusive_transaction() as session:
            session.add(_an_offer_taken(session, round_.id))


def decisions_undone(session: Any, round_id: int, by: int) -> None:
    """Each decision of a round, and that it was undone."""
    session.flush()
    for each in session.scalars(select(Decision.id).where(Decision.round_id == round_id)).all():
        said = {"reason": f"No {each}", "proposed_by": by, "proposed_at": clock.now()}
        session.add(Decision(round_id=round_id, kind="undo", undoes_id=each, **said))

"""What guards of objections must refuse (``guarded``), and rounds to whose count somebody objects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pb import clock
from pb.database import exclusive_transaction
from pb.results.actions import agree_to_answer, object_to, propose_answer
from pb.results.models import Objection, ObjectionAnswer, ObjectionWords
from pb.roles import Actor, Role
from pb.rounds.models import RoundMember

PUBLIC = Actor(None, Role.PUBLIC)
_NOW = "'2026-06-01 12:00:00'"
_LATE = "'2099-06-01 12:00:00'"
_OBJECTION = "INSERT INTO objection (round_id, number, way, came_at, written_by) VALUES "
_ANSWER = "INSERT INTO objection_answer (round_id, number, about, answer, upheld, proposed_by, proposed_at, agreed_by, agreed_at) VALUES "
_AGREE = (
    f"UPDATE objection_answer SET agreed_by = :{{who}}, agreed_at = {_NOW} WHERE round_id = :objected_to AND number = 2"
)

#: By the guard's name.
OF_OBJECTIONS = {
    "objection_time_stays": f"UPDATE objection_time SET closes_at = {_NOW} WHERE round_id = :objected_to",
    "objection_time_kept": "DELETE FROM objection_time WHERE round_id = :not_objected_to",
    "objection_stays": "UPDATE objection SET way = 'form' WHERE round_id = :objected_to AND number = 3",
    "objection_kept": "DELETE FROM objection WHERE round_id = :objected_to AND number = 3",
    "objection_answer_stays": "UPDATE objection_answer SET answer = 'another' WHERE round_id = :objected_to AND number = 1",
    "objection_answer_kept": "DELETE FROM objection_answer WHERE round_id = :objected_to AND number = 1",
    "objected_in_time": f"{_OBJECTION}(:objected_to, 4, 'form', {_LATE}, NULL)",
    "words_are_of_an_objection": "INSERT INTO objection_words (round_id, number, message, name, phone) VALUES "
    "(:objected_to, 9, 'why', '', '')",
    "answered_by_a_member_insert": f"{_ANSWER}(:objected_to, 3, 'a', 'b', false, :steering, {_NOW}, :typist, {_NOW})",
    "answered_by_a_member_update": _AGREE.format(who="typist"),
    "who_acts_answers_insert": f"{_ANSWER}(:objected_to, 3, 'a', 'b', false, :steering, {_NOW}, :no_voice, {_NOW})",
    "who_acts_answers_update": _AGREE.format(who="no_voice"),
    "signed_after_the_objections": "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) "
    f"SELECT round_id, version, :voice, {_LATE}, outcome_hash FROM counting WHERE round_id = :objected_to",
}


def objected_to(make: Any, steering: int) -> dict[str, int]:
    """A count to which three objected: one is answered, one has a proposal. And a count to which nobody did."""
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    found = {}
    for name in ("objected_to", "not_objected_to"):
        people = [
            RoundMember(account_id=each.id, name=each.name, substitute=each is substitute)
            for each in (member, substitute)
        ]
        round_ = make.voting_round(projects=1, costs=[100], members=people, objection_days=3)
        make.counted(make.opened_box(round_, (1,)))
        found[name] = round_.id
    with exclusive_transaction() as session:
        for number in (1, 2, 3):
            here = {"round_id": found["objected_to"], "number": number}
            session.add(Objection(**here, way="form", came_at=clock.now()))
            session.flush()
            session.add(ObjectionWords(**here, message="why"))
            if number < 3:
                agreed = {"agreed_by": member.id, "agreed_at": clock.now()} if number == 1 else {}
                said = {"about": "a", "answer": "b", "upheld": False}
                who = {"proposed_by": steering, "proposed_at": clock.now()}
                session.add(ObjectionAnswer(**here, **said, **who, **agreed))
    return found | {"voice": member.id, "no_voice": substitute.id}


def objections(make: Any) -> None:
    """Two objections to a count of a whole programme, one of them written down for somebody, with their answers."""
    round_ = make.counted(make.opened_box(make.voting_round(projects=1, objection_days=3), (1,)))
    make.counted(make.opened_box(make.voting_round(projects=1, objection_days=4), (1,)))
    object_to(PUBLIC, make.fresh(round_), "The box stood open.", name="Rose", phone="0131 496 0000")
    by = make.actor(Role.COORDINATOR)
    object_to(by, make.fresh(round_), "It was too loud.", way="letter", name="Jim")
    for number in (1, 2):
        answer = propose_answer(by, make.fresh(round_), number, f"Matter {number}.", "We looked.", upheld=number == 1)
        if number == 1:
            with clock.moved(clock.now() + timedelta(minutes=1)):
                agree_to_answer(make.actor(Role.STEERING), make.fresh(round_), answer)

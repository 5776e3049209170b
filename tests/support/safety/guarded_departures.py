"""What guards of decisions beside a count must refuse (``guarded``), and the counts from which a steering group departs."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.database import exclusive_transaction
from pb.projects.queries import ballot_lines
from pb.results.actions import agree_to_departure, propose_departure, sign
from pb.results.models import Departure, Signature
from pb.results.queries.counts import latest_count
from pb.results.queries.departures import decided_fingerprint
from pb.roles import Role
from pb.rounds.models import RoundMember

_NOW = "'2026-06-01 12:00:00'"
_ZEROS = f"'{'0' * 64}'"
_INSERT = (
    "INSERT INTO departure (round_id, version, number, project_id, counted_pence, gives_pence, left_pence, reason, proposed_by, "
    "proposed_at, agreed_by, agreed_at, fingerprint) VALUES "
)
_ROW = "1, {number}, :departing_project, 100, 0, 0, 'why', {who}, " + _NOW
_WAITS = f"{_INSERT}({{where}}, {_ROW}, NULL, NULL, NULL)"
_AGREED = f"agreed_by = {{who}}, agreed_at = {_NOW}, fingerprint = {_ZEROS}"
_AGREE = f"UPDATE departure SET {_AGREED} WHERE round_id = {{where}} AND number = {{number}}"

#: By the guard's name.
OF_DEPARTURES = {
    "departure_stays": "UPDATE departure SET reason = 'another' WHERE round_id = :departed AND number = 1",
    "departure_kept": "DELETE FROM departure WHERE round_id = :departed AND number = 1",
    "one_departure_waits": _WAITS.format(where=":departed", number=3, who=":decides"),
    "departs_before_the_signing_insert": _WAITS.format(where=":published", number=1, who=":steering"),
    "departs_before_the_signing_update": "UPDATE departure SET reason = 'another' WHERE round_id = :departs_late",
    "the_steering_group_departs_insert": _WAITS.format(where=":not_departed", number=1, who=":typist"),
    "the_steering_group_departs_update": _AGREE.format(where=":departing", number=1, who=":typist"),
    "members_of_the_round_depart_insert": _WAITS.format(where=":not_objected_to", number=1, who=":steering"),
    "members_of_the_round_depart_update": _AGREE.format(where=":departed", number=2, who=":steering"),
    "who_acts_departs_insert": f"{_INSERT}(:not_objected_to, {_ROW}, :no_voice, {_NOW}, {_ZEROS})".format(
        number=1, who=":voice"
    ),
    "who_acts_departs_update": _AGREE.format(where=":departed", number=2, who=":idle"),
    "signed_what_was_decided": "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) "
    f"SELECT round_id, version, :decides, {_NOW}, outcome_hash FROM counting WHERE round_id = :departed",
}


def departed(make: Any, steering: int) -> dict[str, int]:
    """A count with a decision beside it and a proposal; one with a proposal alone; one with a proposal that all have signed past;
    and one from which nobody departs.
    """
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    people = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute) for each in (member, substitute)
    ]
    found = {"decides": member.id, "idle": substitute.id}
    for name, more in (
        ("departed", {"members": people}),
        ("departing", {}),
        ("departs_late", {}),
        ("not_departed", {}),
    ):
        round_ = make.voting_round(projects=1, costs=[100], **more)
        make.counted(make.opened_box(round_, (1,)))
        found[name] = round_.id
    with exclusive_transaction() as session:
        for name, number, agreed in (
            ("departed", 1, True),
            ("departed", 2, False),
            ("departing", 1, False),
            ("departs_late", 1, False),
        ):
            project = ballot_lines(found[name])[0].project_id
            found["departing_project"] = project
            by = {"agreed_by": member.id, "agreed_at": clock.now(), "fingerprint": "0" * 64} if agreed else {}
            proposed_by = substitute.id if name == "departed" else steering
            row = {"project_id": project, "counted_pence": 100, "gives_pence": 0, "left_pence": 100, "reason": "why"}
            when = {"proposed_by": proposed_by, "proposed_at": clock.now()}
            session.add(Departure(round_id=found[name], version=1, number=number, **row, **when, **by))
            session.flush()
        late = latest_count(found["departs_late"])
        for who in (member.id, steering):
            here = {"round_id": late.round_id, "version": 1, "account_id": who, "outcome_hash": late.outcome_hash}
            session.add(Signature(**here, signed_at=clock.now()))
            session.flush()
    return found


def departures(make: Any) -> None:
    """A count of a whole programme with a decision beside it that somebody has signed, and a proposal."""
    round_ = make.voting_round(projects=2, costs=[100_00, 100_00])
    make.counted(make.opened_box(round_, (1, 2)))
    one, other = make.actor(Role.STEERING), make.actor(Role.STEERING)
    found = propose_departure(one, make.fresh(round_), 1, 0, "It has folded.")
    agree_to_departure(other, make.fresh(round_), found)
    sign(one, make.fresh(round_), decided_fingerprint(latest_count(round_.id)))
    propose_departure(other, make.fresh(round_), 2, 0, "It has folded too.")

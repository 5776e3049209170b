"""What guards of a result that waits for its time must refuse (``guarded``), and such results."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pb import clock
from pb.results.actions import propose_time, publish_from
from pb.results.models import PublicTime
from pb.roles import Role

#: Far behind every clock of a test.
FAR = datetime(2099, 1, 1, tzinfo=UTC)
_NOW = "'2026-06-01 12:00:00'"
_INSERT = "INSERT INTO public_time (round_id, version, number, public_from, proposed_by, proposed_at, agreed_by, agreed_at) VALUES "
_AGREE = (
    f"UPDATE public_time SET agreed_by = :{{who}}, agreed_at = {_NOW} WHERE round_id = :moving_its_time AND number = 2"
)

#: By the guard's name.
OF_TIMES = {
    "public_time_stays": "UPDATE public_time SET public_from = '2098-01-01' WHERE round_id = :waits_for_its_time",
    "public_time_kept": "DELETE FROM public_time WHERE round_id = :waits_for_its_time",
    "public_time_is_set_first": f"{_INSERT}(:not_to_correct, 1, 1, '2099-02-01', :steering, {_NOW}, NULL, NULL)",
    "one_new_time_waits": f"{_INSERT}(:moving_its_time, 1, 3, '2099-02-01', :steering, {_NOW}, NULL, NULL)",
    "moved_before_its_time_insert": f"{_INSERT}(:not_to_correct, 1, 2, '2099-02-01', :steering, {_NOW}, NULL, NULL)",
    "moved_before_its_time_update": "UPDATE public_time SET proposed_at = '2099-06-01', public_from = '2099-07-01' "
    "WHERE round_id = :moving_its_time AND number = 2",
    "moved_by_a_member_insert": f"{_INSERT}(:waits_for_its_time, 1, 2, '2099-02-01', :steering, {_NOW}, :typist, {_NOW})",
    "moved_by_a_member_update": _AGREE.format(who="typist"),
    "who_acts_moves_insert": f"{_INSERT}(:waits_for_its_time, 1, 2, '2099-02-01', :steering, {_NOW}, :idle_substitute, {_NOW})",
    "who_acts_moves_update": _AGREE.format(who="idle_substitute"),
}


def times_of(session: Any, round_id: int, steering: int, *, moving: bool) -> None:
    """The time of a result that waits; where it is ``moving``, another one that somebody proposes."""
    for number in (1, 2) if moving else (1,):
        at = FAR + timedelta(days=number)
        said = {"proposed_by": steering, "proposed_at": clock.now()}
        session.add(PublicTime(round_id=round_id, version=1, number=number, public_from=at, **said))
        session.flush()


def results_that_wait(make: Any) -> None:
    """Two signed results that wait for their time, and for each another time is proposed."""
    for hours in (5, 6):
        round_ = make.voting_round(projects=1)
        make.opened_box(round_, (1,))
        with clock.moved(round_.post_closes_at + timedelta(hours=2)):
            make.signed(make.counted(round_))
            until = clock.now() + timedelta(hours=hours)
            publish_from(make.actor(Role.COORDINATOR), make.fresh(round_), until)
            propose_time(make.actor(Role.STEERING), make.fresh(round_), until + timedelta(hours=1))

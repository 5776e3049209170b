"""Before a day of sessions: which car takes the box of which session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pb.edits import require_unedited, requires_change
from pb.paper.queries.packing import cars_as_edited, sessions_on
from pb.record.actions import acting
from pb.record.acts import Act
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

CARS_CHOSEN = Act(
    "session.cars_chosen",
    _l("said which car goes to which session. Sessions: %(sessions)s"),
    only=(COORDINATOR, COUNTER),
)


def choose_cars(by: Actor, round_id: int, day: date, cars: Mapping[int, str]) -> None:
    """Whoever packs says which car takes the boxes of the sessions that begin on a day, by session id; "": none yet.

    Sessions that are not named keep theirs. Refuses what somebody else has saved meanwhile.
    """
    with (
        acting(by, CARS_CHOSEN, round_id=round_id) as act,
        requires_change(lambda: cars_as_edited(sessions_on(round_id, day))),
    ):
        here = sessions_on(round_id, day)
        require_unedited(by, cars_as_edited(here))
        chosen = {each: tidy(cars[each.id]) or None for each in here if each.id in cars}
        changed = {each: car for each, car in chosen.items() if each.car != car}
        for each, car in changed.items():
            each.car = car
        act.facts["sessions"] = len(changed)

"""Papers that lie in another box than they were printed for: one person says how they came there, another agrees."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.database import db
from pb.pages.papers_moved import OFFICE, place_name
from pb.paper import queries
from pb.paper.models import Batch, Bundle, Movement
from pb.venues.models import VotingSession
from pb.venues.queries import sessions_of
from pb.words import lazy_gettext as _l

#: How papers came, as a form sends it.
BLANK, FILLED_IN = "blank", "filled_in"


class HowTheyCame(FlaskForm):
    """How papers of one batch came into a box: blank or filled in, and from which of the places where it was."""

    how = RadioField(_l("How did they come here?"), [InputRequired(_l("Select how the papers came here."))])

    def __init__(self, batch_id: int, places: dict[int, str], **more: object) -> None:
        super().__init__(**more)
        self.how.id = f"how-{batch_id}"
        self.how.choices = []
        for place, name in places.items():
            self.how.choices += [
                SelectChoice(f"{BLANK}-{place}", _("Blank: they were lent by %(where)s", where=name)),
                SelectChoice(f"{FILLED_IN}-{place}", _("Filled in: voters brought them from %(where)s", where=name)),
            ]

    @property
    def filled_in(self) -> bool:
        """Whether voters brought them."""
        return bool(self.how.data.startswith(FILLED_IN))

    @property
    def place(self) -> int:
        """From where, by the id of the session; 0 for the office."""
        return int(self.how.data.rpartition("-")[2])


class FromElsewhere(NamedTuple):
    """Papers of one batch in a bundle of another place. ``papers``: how many of them nobody has explained;
    ``waiting``: what somebody has said of so many, and from where; None where nobody has.
    """

    batch: Batch
    papers: int
    printed_for: str
    form: HowTheyCame
    waiting: Movement | None
    waits_from: str


def papers_from_elsewhere(bundle: Bundle, answered: tuple[int, HowTheyCame] | None = None) -> list[FromElsewhere]:
    """What has to be explained before a bundle can go into the ballot box. ``answered``: a form that was sent, by its
    batch.
    """
    found = {
        batch: papers
        for (place, batch), papers in queries.unexplained(bundle.round_id).items()
        if place == bundle.session_id
    }
    if not found or bundle.cast_at:
        return []
    sessions = {each.id: each for each in sessions_of(bundle.round_id, with_team=False)}
    said = {
        each.batch_id: each
        for each in queries.waiting_movements(bundle.round_id)
        if each.to_session_id == bundle.session_id and each.papers == found.get(each.batch_id)
    }
    told = []
    for batch_id, papers in sorted(found.items()):
        batch, waiting = db.session.get_one(Batch, batch_id), said.get(batch_id)
        places = places_of_batch(bundle, batch, sessions)
        is_this = answered is not None and answered[0] == batch_id
        form = answered[1] if answered and is_this else HowTheyCame(batch_id, places, formdata=None)
        waits_from = place_name(sessions.get(waiting.from_session_id or 0)) if waiting else ""
        told.append(FromElsewhere(batch, papers, _printed_for(batch, sessions), form, waiting, waits_from))
    return told


def _printed_for(batch: Batch, sessions: dict[int, VotingSession]) -> str:
    if batch.session_id:
        return place_name(sessions.get(batch.session_id))
    return _("the post") if batch.is_for_post else _("whichever session needs them")


def places_of_batch(bundle: Bundle, batch: Batch, sessions: dict[int, VotingSession]) -> dict[int, str]:
    """Where papers of this batch have been, but here: the place that it was printed for first."""
    moved = [each.to_session_id for each in queries.movements_in(bundle.round_id) if each.batch_id == batch.id]
    places = [place for place in dict.fromkeys([batch.session_id, *moved]) if place != bundle.session_id]
    return {place or OFFICE: place_name(sessions.get(place or 0)) for place in places}

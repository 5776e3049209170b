"""Papers that went to another place, as pages say it: where papers are, where they can go, and what was written down."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from pb.formats import clock_time, short_day
from pb.paper.models import Movement
from pb.paper.queries import held, movements_in
from pb.paper.rules.movements import SAME_PLACE, WHO_TOOK_THEM
from pb.paper.rules.papers import MOST_PAPERS
from pb.people.queries import names
from pb.rounds.queries import is_abandoned
from pb.unicode_text import isolated
from pb.venues.models import VotingSession
from pb.venues.queries import sessions_of
from pb.voting.queries import box_opening_of
from pb.web.fields import ChooseField, WholeNumberField, at_most
from pb.words import lazy_gettext as _l

#: The office in a form.
OFFICE = 0


def can_still_move(round_id: int) -> bool:
    """Whether papers of a round can go somewhere: not once its ballot box was opened, or it was abandoned."""
    return not is_abandoned(round_id) and box_opening_of(round_id) is None


def place_name(voting_session: VotingSession | None) -> str:
    """A session by its venue, day and time, or the office."""
    if voting_session is None:
        return _("The office")
    starts = voting_session.starts_at
    return f"{isolated(voting_session.venue.name)}, {short_day(starts)}, {clock_time(starts)}"


class ToldMovement(NamedTuple):
    """A movement as a list shows it: from where, to where, written down by whom."""

    movement: Movement
    left: str
    came: str
    by: str


def told_movements(round_id: int, session_id: int | None = None) -> list[ToldMovement]:
    """What was written down in a round, newest first; of one session what went there or left it."""
    sessions, known = {each.id: each for each in sessions_of(round_id, with_team=False)}, names()
    return [
        ToldMovement(
            each,
            place_name(sessions.get(each.from_session_id or 0)),
            place_name(sessions.get(each.to_session_id or 0)),
            known.get(each.recorded_by or 0, "–"),
        )
        for each in reversed(movements_in(round_id))
        if session_id in (None, each.from_session_id, each.to_session_id)
    ]


class MovePapersForm(FlaskForm):
    """Which papers go, where to, how many of them, and who takes them. ``here``: one end is this session; ``by_its_team``:
    who moves them may take none from another one.
    """

    what = SelectField(_l("Which papers?"), [InputRequired(_l("Choose which papers."))])
    to = ChooseField(_l("Where do they go?"), _l("Choose where they go."))
    papers = WholeNumberField(
        _l("How many papers?"),
        _l("Enter how many papers go, from 1 to %(most)s.", most=f"{MOST_PAPERS:,}"),
        1,
        MOST_PAPERS,
        _l("Count them. Only blank papers: a paper that is filled in goes into a session box."),
    )
    handed_to = StringField(_l("Who takes them?"), validators=[InputRequired(WHO_TOOK_THEM), at_most(100)])

    def __init__(
        self, round_id: int, here: VotingSession | None = None, *, by_its_team: bool = False, **more: object
    ) -> None:
        super().__init__(**more)
        self.here, self.sessions = here, {each.id: each for each in sessions_of(round_id, with_team=False)}
        there = sorted(
            (
                (place, batch, papers)
                for (place, batch), papers in held(round_id).items()
                if papers > 0
                if not by_its_team or place is None or (here and place == here.id)
            ),
            key=lambda each: (self._comes_later(each[0]), each[1]),
        )
        self.what.choices = [
            SelectChoice("", _("Choose…")),
            *(
                SelectChoice(f"{place or OFFICE}-{batch}", self._lot(place, batch, papers))
                for place, batch, papers in there
            ),
        ]
        open_ = [each for each in self.sessions.values() if not each.cancelled_at]
        places = [(each.id, place_name(each)) for each in sorted(open_, key=lambda each: self._comes_later(each.id))]
        self.to.offer([*places, (OFFICE, place_name(None))])

    def _comes_later(self, place: int | None) -> tuple[bool, float]:
        """This session first, then the office, then the others in order of time."""
        if self.here and place == self.here.id:
            return (False, 0)
        return (True, self.sessions[place].starts_at.timestamp() if place in self.sessions else 0)

    def _lot(self, place: int | None, batch: int, papers: int) -> str:
        where = place_name(self.sessions.get(place or 0))
        return _("%(where)s: batch %(batch)s, %(papers)s papers", where=where, batch=batch, papers=papers)

    @property
    def left(self) -> VotingSession | None:
        """From where they go; None for the office."""
        return self.sessions.get(int(self.what.data.partition("-")[0]))

    @property
    def batch_id(self) -> int:
        """Of which batch they are."""
        return int(self.what.data.partition("-")[2])

    @property
    def came(self) -> VotingSession | None:
        """Where they go; None for the office."""
        return self.sessions.get(self.to.data)

    def validate_to(self, field: ChooseField) -> None:
        if not self.what.data or field.data is None:
            return
        if self.what.data.partition("-")[0] == str(field.data):
            raise ValidationError(str(SAME_PLACE))
        if self.here and self.here not in (self.left, self.came):
            raise ValidationError(_("Choose papers of this session, or choose that they go to it."))


def papers_written_down(papers: int) -> str:
    """What is said after the press."""
    return ngettext("One paper has been recorded as moved.", "%(num)s papers have been recorded as moved.", papers)

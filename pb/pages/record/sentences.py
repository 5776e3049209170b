"""Lines of the record as sentences: facts are ids and numbers there, and get their words when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from babel import Locale
from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import lazyload

from pb import formats
from pb.database import db
from pb.pages.people.proposal_sentences import proposal_in_words
from pb.pages.rounds.forms import field_of
from pb.paper.models import Bundle
from pb.people.models import AppointmentProposal
from pb.people.queries import invited_names, names
from pb.people.rules import ROLE_NAMES
from pb.record.acts import sentence_of_act
from pb.record.models import RecordLine
from pb.rounds.models import Round
from pb.rounds.rules.sections import SECTION_NAMES
from pb.rounds.rules.sentences import HOW_MANY_IN_EACH_POT
from pb.unicode_text import isolated
from pb.venues.models import Venue, VotingSession
from pb.web.access import Role
from pb.words import lazy_gettext as _l

#: In which role somebody acted.
ROLES = {
    Role.COORDINATOR: _l("coordinator"),
    Role.STEERING: _l("steering group member"),
    Role.FACILITATOR: _l("facilitator"),
    Role.COUNTER: _l("counter"),
    Role.FINANCE: _l("finance"),
    Role.EVALUATOR: _l("evaluator"),
    Role.APPLICANT: _l("a group"),
    Role.VOTER: _l("a voter"),
    Role.KIOSK: _l("someone at a kiosk"),
    Role.PUBLIC: _l("someone without an account"),
    Role.COMMAND: _l("the command line"),
}


#: Settings whose field in the form has no label of its own.
_SETTINGS = {
    "pots": _l("The money"),
    "pot_choices": HOW_MANY_IN_EACH_POT,
    "satisfaction": _l("The count"),
    "add_one_step_pence": _l("The count"),
}


def lines_in_words(lines: Iterable[RecordLine]) -> list[tuple[RecordLine, str]]:
    """Each line with what was done, in the reader's language."""
    shown = _shown()
    return [(line, sentence_of_act(line.act, line.facts, shown)) for line in lines]


class ToldAct(NamedTuple):
    """What somebody did, as it is told to others: the first line of it, in words; ``times`` and ``until``: they did the same
    so often, the last time then.
    """

    line: RecordLine
    sentence: str
    times: int
    until: datetime


#: What one person does again and again with one thing, as with the pages of a form, is told once for so long.
_TOLD_ONCE = timedelta(hours=1)


def what_was_done(lines: Iterable[RecordLine], most: int) -> tuple[list[ToldAct], int]:
    """What these lines say, the oldest first, for whoever was away: no more than ``most`` things, and how many of the lines
    they stand for. The record keeps each line.
    """
    found: list[ToldAct] = []
    places: dict[tuple[Any, ...], int] = {}
    for number, (line, sentence) in enumerate(lines_in_words(lines)):
        same = (line.act, line.actor_id, line.role, line.round_id, sentence)
        place = places.get(same)
        if place is not None and line.at - found[place].until <= _TOLD_ONCE:
            found[place] = found[place]._replace(times=found[place].times + 1, until=line.at)
        elif len(found) == most:
            return found, number
        else:
            places[same] = len(found)
            found.append(ToldAct(line, sentence, 1, line.at))
    return found, number + 1 if found else 0


def _shown() -> Mapping[str, Callable[[Any], str]]:
    """How a fact is written for people, by its name in the record."""
    people, invited = names(), invited_names()
    return {
        "account": lambda id_: people.get(id_, _("someone")),
        "team": lambda ids: _listed(people.get(id_, _("someone")) for id_ in ids) or _("nobody yet"),
        "members": lambda ids: _listed(people.get(id_, _("someone")) for id_ in ids),
        "substitute": lambda id_: people.get(id_, _("nobody")),
        "invitation": lambda id_: invited.get(id_, _("someone")),
        "role": _role,
        "roles": lambda roles: _listed(map(_role, roles)) or _("no role"),
        "proposal": _proposal,
        "session": _session,
        "bundle": _bundle,
        **dict.fromkeys(("left", "came"), _place),
        "follows": lambda id_: getattr(db.session.get(Round, id_), "name", "?"),
        "venue": lambda id_: getattr(db.session.get(Venue, id_), "name", "?"),
        "changed": _changes,
        "section": lambda section: str(SECTION_NAMES.get(section, section)),
        "language": lambda code: Locale.parse(code).get_display_name(get_locale()) or code,
        "made": lambda moment: _moment(moment) if moment else _("not known"),
        **dict.fromkeys(("starts", "until", "was", "voting_closes", "post_closes"), _moment),
        **dict.fromkeys(("cards", "papers", "counted", "projects", "sessions", "voters"), _number),
    }


def _listed(words: Iterable[str]) -> str:
    return format_list([isolated(str(word)) for word in words], locale=get_locale())


def _role(role: str) -> str:
    return str(ROLE_NAMES[Role(role)])


def _changes(changes: Iterable[str | list[str]]) -> str:
    """Settings of a round by the labels of their form; dates with what they were and are."""
    said = []
    for change in changes:
        name, *moments = [change] if isinstance(change, str) else change
        label = str(_SETTINGS.get(name) or field_of(name).args[0])
        if moments:
            was, now = map(_moment, moments)
            label = _("%(what)s, from %(was)s to %(now)s", what=label, was=was, now=now)
        said.append(label)
    return "; ".join(said) or _("nothing")


def _proposal(id_: int) -> str:
    proposal = db.session.get(AppointmentProposal, id_)
    return proposal_in_words(proposal) if proposal else "?"


def _session(id_: int | None) -> str:
    found = db.session.get(VotingSession, id_, options=[lazyload(VotingSession.team)]) if id_ else None
    return f"{isolated(found.venue.name)}, {_moment(found.starts_at.isoformat())}" if found else _("post")


def _place(id_: int | None) -> str:
    return _session(id_) if id_ else _("the office")


def _bundle(id_: int) -> str:
    found = db.session.get(Bundle, id_)
    return _session(found.session_id) if found else "?"


def _moment(moment: str) -> str:
    return formats.day_time(datetime.fromisoformat(moment))


def _number(value: Any) -> str:
    return formats.number(value) if isinstance(value, int) else str(value)

"""What waits in a round, for whoever reads it: in words, with the page on which it is done and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from babel.lists import format_list
from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.chore_sentences import chore_in_words
from pb.pages.due import who_opens
from pb.pages.impartial import kept_off
from pb.pages.more_people import more_people, without_the_interested
from pb.people.queries import has_declared, names, people
from pb.programme.queries.chores import chores_of
from pb.programme.queries.overview import RoundStatus
from pb.programme.rules.chores import Chore, ChoreKind
from pb.programme.rules.round_status import RoundState
from pb.roles import Role
from pb.rounds.models import Round
from pb.unicode_text import by_name
from pb.web.access import COORDINATOR, granted_to, may_open, roles_of
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class ChorePlace(NamedTuple):
    """Where a kind of work is done: ``act`` is the view that does it, ``page`` where it is offered, ``many`` where it is
    for several places at once. ``team``: on the page of a session, for its team and coordinators; ``only``: for named
    people alone.
    """

    act: str
    page: str
    many: str = ""
    team: bool = False
    only: bool = False


_ORDERS = "cards.order"
_OFFER = "after_close.offer_answer"
_TEXTS = ("ballot_texts.check", "ballot_texts.index")
_BUNDLE = ("paper_desk.bundle", "paper_desk.desk")
_RESOLUTIONS = "after_close.resolutions"
_ACCOUNT = ("session_desk.ballot_paper_account", "sessions.index")

PLACES: dict[ChoreKind, ChorePlace] = {
    ChoreKind.INVITE_MEMBERS: ChorePlace("invitations.invite", "invitations.invite"),
    ChoreKind.SUBSTITUTE: ChorePlace("decisions.propose_substitute", "decisions.index"),
    ChoreKind.MORE_COUNTERS: ChorePlace("people.person", "people.index"),
    ChoreKind.MORE_COORDINATORS: ChorePlace("people.person", "people.index"),
    ChoreKind.MORE_ON_TEAM: ChorePlace("sessions.change", "sessions.change", "sessions.index"),
    ChoreKind.AGREE_RELEASE: ChorePlace("interests.agree_to_release", "interests.interests"),
    ChoreKind.DECIDE: ChorePlace("applications.assess", "applications.index"),
    ChoreKind.AGREE_CORRECTION: ChorePlace("ballot_texts.agree_to_correction", "ballot_texts.correct", _TEXTS[1]),
    ChoreKind.INVITE_ANSWERERS: ChorePlace("invitations.invite", "invitations.invite"),
    ChoreKind.ANSWER_APPEAL: ChorePlace("applications.assess", "applications.application", "applications.index"),
    ChoreKind.CHANGE_TEXT: ChorePlace("ballot_texts.ballot_text", "ballot_texts.ballot_text", "ballot_texts.index"),
    ChoreKind.CHECK_TEXTS: ChorePlace(*_TEXTS),
    ChoreKind.CHECK_TRANSLATIONS: ChorePlace("ballot_texts.approve_translation", *_TEXTS),
    ChoreKind.CHANGE_TRANSLATIONS: ChorePlace("ballot_texts.translation", *_TEXTS),
    ChoreKind.MAKE_LETTERS: ChorePlace("letters.index", "letters.index"),
    ChoreKind.ORDER_FAILED: ChorePlace("cards.try_again", _ORDERS, "cards.index", only=True),
    ChoreKind.BEING_MADE: ChorePlace("cards.order", _ORDERS, "cards.index", only=True),
    ChoreKind.PRINT_CARDS: ChorePlace("cards.print_part", _ORDERS, "cards.index", only=True),
    ChoreKind.RELEASE: ChorePlace("cards.release", "cards.index"),
    ChoreKind.CHOOSE_TEAM: ChorePlace("sessions.change", "sessions.change", "sessions.index"),
    ChoreKind.TWO_PLACES: ChorePlace("sessions.change", "sessions.change", "sessions.index"),
    ChoreKind.PRINT_PAPERS: ChorePlace("paper_desk.batches", "paper_desk.batches"),
    ChoreKind.PRINT_AGAIN: ChorePlace("paper_desk.batches", "paper_desk.batches"),
    ChoreKind.RUN: ChorePlace("session_desk.desk", "session_desk.desk", team=True),
    ChoreKind.END_TURNS: ChorePlace("session_desk.stop_kiosk", "session_desk.desk", "sessions.index", team=True),
    ChoreKind.SUBMIT_ACCOUNT: ChorePlace("session_desk.submit_ballot_paper_account", *_ACCOUNT, team=True),
    ChoreKind.AGREE_ACCOUNT: ChorePlace("session_desk.agree_ballot_paper_account", *_ACCOUNT, team=True),
    ChoreKind.OPEN_SESSION_BOX: ChorePlace("paper_desk.open_bundle", "paper_desk.open_bundle", "paper_desk.desk"),
    ChoreKind.OPEN_ENVELOPES: ChorePlace("paper_desk.open_post_bundle", "paper_desk.open_post_bundle"),
    ChoreKind.COUNT_TOO: ChorePlace("paper_desk.confirm_count", *_BUNDLE),
    ChoreKind.AGREE_STRAY: ChorePlace("paper_desk.agree_stray", *_BUNDLE),
    ChoreKind.TYPE_FIRST: ChorePlace("paper_desk.typing", *_BUNDLE),
    ChoreKind.TYPE_SECOND: ChorePlace("paper_desk.typing", *_BUNDLE),
    ChoreKind.FIND_PAPER: ChorePlace("paper_desk.remove_entry", *_BUNDLE),
    ChoreKind.EXPLAIN_PAPERS: ChorePlace("paper_desk.say_how_they_came", *_BUNDLE),
    ChoreKind.AGREE_MOVEMENT: ChorePlace("paper_desk.agree_how_they_came", *_BUNDLE),
    ChoreKind.CHECK_PAPERS: ChorePlace("paper_desk.third_look", *_BUNDLE),
    ChoreKind.RULE: ChorePlace("paper_desk.propose_ruling", *_BUNDLE),
    ChoreKind.AGREE_RULING: ChorePlace("paper_desk.agree_ruling", *_BUNDLE),
    ChoreKind.LOOK_OVER: ChorePlace("paper_desk.bundle", *_BUNDLE),
    ChoreKind.PUT_IN_BOX: ChorePlace("paper_desk.cast_bundle", *_BUNDLE),
    ChoreKind.PROPOSE_RESOLUTION: ChorePlace("after_close.propose_resolution", _RESOLUTIONS),
    ChoreKind.AGREE_RESOLUTION: ChorePlace("after_close.agree_resolution", _RESOLUTIONS),
    ChoreKind.PUT_BACK: ChorePlace("after_close.propose_put_back", "after_close.checklist"),
    ChoreKind.PLACE_CARDS: ChorePlace("cards.send_out", "cards.stacks"),
    ChoreKind.COUNT_STACK: ChorePlace("cards.count", "cards.stack", "cards.stacks"),
    ChoreKind.CONFIRM_STACK: ChorePlace("cards.confirm", "cards.stack", "cards.stacks"),
    ChoreKind.AGREE_TO_CORRECT: ChorePlace("after_close.agree_to_correct", "after_close.correction"),
    ChoreKind.AGREE_TO_ANSWER: ChorePlace("after_close.agree_to_answer", "after_close.objection"),
    ChoreKind.AGREE_TO_DEPARTURE: ChorePlace("after_close.agree_to_departure", "after_close.departures"),
    ChoreKind.WRITE_OFFER_ANSWER: ChorePlace(_OFFER, _OFFER, "after_close.offers"),
    ChoreKind.OFFER_IS_OVER: ChorePlace("after_close.note_silence", "after_close.offers"),
    ChoreKind.AGREE_TO_TIME: ChorePlace("after_close.agree_to_time", "after_close.public_time"),
    ChoreKind.DESTROY_KEYS: ChorePlace("after_close.report_key_copies", "after_close.checklist"),
    ChoreKind.CONFIRM_KEYS: ChorePlace("after_close.confirm_key_copies", "after_close.checklist"),
}


class ChoreLine(NamedTuple):
    """A piece of work as the dashboard shows it. ``url`` is None for whoever may not open its page."""

    kind: ChoreKind
    title: Sentence
    who: str
    url: str | None
    why: Sentence | str
    at: datetime | None
    is_yours: bool


class Chores(NamedTuple):
    """What waits in a round. ``say_it_all``: what is due in the round is said by them, place by place."""

    lines: list[ChoreLine]
    say_it_all: bool


#: Whether whoever asks does the work of every team, and declares no interests.
_oversees = granted_to(COORDINATOR)
#: Who can do a team's work in its place.
_BESIDE_THE_TEAM = {COORDINATOR: _l("the coordinator")}

_NUMBERS = {ChoreKind.PROPOSE_RESOLUTION, ChoreKind.AGREE_RESOLUTION}
_AT_THE_DESK = {
    ChoreKind.OPEN_SESSION_BOX,
    ChoreKind.OPEN_ENVELOPES,
    *(kind for kind, place in PLACES.items() if place.page == "paper_desk.bundle"),
}
#: The kinds of work that are what is due in a state.
_OF_STATES = {
    RoundState.SESSIONS_TO_ACCOUNT: {ChoreKind.END_TURNS, ChoreKind.SUBMIT_ACCOUNT, ChoreKind.AGREE_ACCOUNT, *_NUMBERS},
    RoundState.BUNDLES_TO_SETTLE: _AT_THE_DESK,
    RoundState.NUMBERS_TO_RESOLVE: _NUMBERS,
}


def chores_for_reader(status: RoundStatus) -> Chores:
    """What waits in a round, as whoever asks for this page reads it."""
    declared = _oversees() or has_declared(current_user.id, status.round.id)
    people, found = _People(), chores_of(status.round, current_user.id, status.known_gaps)
    waiting = without_the_interested(status.round.id, found)
    waiting = [*more_people(waiting, people.who_can), *waiting]
    lines = [_line(status.round, each, people, is_declared=declared) for each in waiting]
    return Chores(lines, any(each.kind in _OF_STATES.get(status.due.state, ()) for each in lines))


def lines_of(round_: Round, chores: Iterable[Chore]) -> list[ChoreLine]:
    """These pieces of work as whoever asks for this page reads them, in the same order."""
    declared = _oversees() or has_declared(current_user.id, round_.id)
    people, found = _People(), without_the_interested(round_.id, list(chores))
    return [_line(round_, each, people, is_declared=declared) for each in found]


class _People:
    """Names, and who holds which roles: read once for all lines."""

    def __init__(self) -> None:
        self._names = names()
        self._in: dict[Role, set[int]] = {}

    def named(self, ids: Iterable[int]) -> list[str]:
        """Their names, those that are known."""
        return sorted((self._names[each] for each in ids if each in self._names), key=by_name)

    def holders(self, roles: Iterable[Role]) -> set[int]:
        """Everybody with an open account who holds one of these."""
        for each in roles:
            if each not in self._in:
                self._in[each] = {person.id for person in people() if person.holds(each) and person.is_active}
        return set().union(*(self._in[each] for each in roles))

    def who_can(self, chore: Chore) -> set[int]:
        """Everybody who may do this, and is not kept from it."""
        place = PLACES[chore.kind]
        can = self.holders(roles_of(place.act))
        if chore.people is not None:
            can &= chore.people | (self.holders(_BESIDE_THE_TEAM) if place.team else set())
        return can - chore.besides


def _line(round_: Round, chore: Chore, people: _People, *, is_declared: bool) -> ChoreLine:
    place = PLACES[chore.kind]
    mine = _is_theirs(place, chore)
    address = _address(round_, chore, place) if mine or not (place.team or place.only) else None
    waits_for_interests = not is_declared and address is not None and _asks_first(place)
    url = None if waits_for_interests else address
    is_offered = mine and not kept_off(place.act, round_.id)
    return ChoreLine(
        chore.kind,
        chore_in_words(chore),
        _who(place, chore, people),
        url,
        chore.why,
        chore.at,
        is_offered and url is not None and current_user.id not in chore.besides and chore.kind != ChoreKind.BEING_MADE,
    )


def _is_theirs(place: ChorePlace, chore: Chore) -> bool:
    """Whether it is the work of whoever asks: by their role, and where it has people of its own, as one of them."""
    if not may_open(place.act):
        return False
    if chore.people is None or (place.team and _oversees()):
        return True
    return current_user.id in chore.people


def _asks_first(place: ChorePlace) -> bool:
    """Whether its page opens only after somebody has declared their interests."""
    return any(
        getattr(current_app.view_functions[page], "asks_for_interests", False) for page in (place.page, place.act)
    )


def _address(round_: Round, chore: Chore, place: ChorePlace) -> str | None:
    page = place.page if chore.address or not place.many else place.many
    if not (may_open(place.act) and may_open(page)):
        return None
    parts: dict[str, Any] = {"round_id": round_.id, **chore.address}
    return url_for(page) if page in ("invitations.invite", "people.index") else url_for(page, **parts)


def _who(place: ChorePlace, chore: Chore, people: _People) -> str:
    """Names where they are known, else roles; never somebody who cannot do it."""
    if chore.people is not None and chore.places == 1:
        known = people.named((chore.people - chore.besides) & people.holders(roles_of(place.act)))
        if known and place.team:
            known += [str(words) for role, words in _BESIDE_THE_TEAM.items() if role in roles_of(place.act)]
        if known:
            return _or(known)
    role = who_opens(place.act)
    besides = _or(people.named(chore.besides & people.holders(roles_of(place.act)))) if chore.besides else ""
    return _("%(role)s, but not %(names)s", role=role, names=besides) if besides else role


def _or(said: list[str]) -> str:
    return format_list(said, style="or", locale=get_locale())

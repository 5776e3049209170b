"""The checklist after the close, computed from facts each time it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import exists, func, select

from pb import clock
from pb.database import db
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.queries import missing_accounts_of_round, post
from pb.people.queries import names
from pb.results.queries.counts import latest_count, lot_entries, publication_of, signatures_of
from pb.results.queries.elections import is_up_to_date, lot_of
from pb.results.rules.steps import Fact, Step, in_order
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, post_closes_at
from pb.venues.models import VotingSession
from pb.voting.queries import key_destruction_of, open_turns, opening_of
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.wording import day_time, short_day
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def checklist(round_: Round) -> list[Step]:
    """Every step with its state and what is missing; see ``pb.results.rules.steps``."""
    facts = (_post, _sessions, _bundles, _box, _lot, _count, _sign, _publish)
    return in_order(fact(round_) for fact in facts)


def step(round_: Round, key: str) -> Step:
    """One step of the checklist."""
    return next(each for each in checklist(round_) if each.key == key)


def key_copies(round_: Round) -> Step | None:
    """Whether the copies of the key are destroyed: waits for the opening, and nothing waits for it. None for a round
    that never had a key.
    """
    if not round_.public_key:
        return None
    if opening_of(round_.id) is None:
        return Step("key_copies", "waiting", ())
    destruction = key_destruction_of(round_.id)
    if destruction is None:
        return Step("key_copies", "next", (_l("The copies of the ballot box key must be destroyed now."),))
    if destruction.second_by is not None:
        return Step("key_copies", "done", ())
    said = _l(
        "%(person)s has said that every copy of the ballot box key is destroyed. Someone else must now confirm it.",
        person=names()[destruction.first_by],
    )
    return Step("key_copies", "next", (said,))


def _post(round_: Round) -> Fact:
    if phase(round_, clock.now()) == Phase.CLOSED:
        return Fact("post", True)
    if round_.frozen_at is None:
        return Fact("post", False, (NOT_FROZEN_YET,))
    return Fact("post", False, (_l("Postal votes can arrive until %(when)s.", when=day_time(post_closes_at(round_))),))


def _sessions(round_: Round) -> Fact:
    """Every session at which somebody could vote is accounted for, and no kiosk turn is open."""
    if opening_of(round_.id):
        return Fact("sessions", True)
    missing = [
        _NOT_ACCOUNTED[lacks](venue=each.venue.name, day=short_day(each.starts_at))
        for each, lacks in missing_accounts_of_round(round_.id)
    ]
    if number := open_turns(round_.id):
        missing.append(
            _ln("One ballot is still open on a tablet.", "%(num)s ballots are still open on tablets.", number)
        )
    return Fact("sessions", not missing, tuple(missing))


#: What is said of a session, by what its account lacks.
_NOT_ACCOUNTED: dict[str, Callable[..., Sentence]] = {
    "missing": lambda **where: _l("%(venue)s, %(day)s: there is no ballot paper account yet.", **where),
    "second_person": lambda **where: _l(
        "%(venue)s, %(day)s: the ballot paper account needs a second person to agree it.", **where
    ),
}


def _bundles(round_: Round) -> Fact:
    """Every paper that lies in a box of a session, or came by post, went through the desk."""
    if opening_of(round_.id):
        return Fact("bundles", True)
    boxes = select(VotingSession).join(BallotPaperAccount, BallotPaperAccount.session_id == VotingSession.id)
    boxes = boxes.where(
        VotingSession.round_id == round_.id,
        BallotPaperAccount.in_the_box > 0,
        ~exists().where(Bundle.session_id == VotingSession.id),
    )
    missing = [
        _l(
            "%(venue)s, %(day)s: nobody has started typing the papers.",
            venue=each.venue.name,
            day=short_day(each.starts_at),
        )
        for each in db.session.scalars(boxes.order_by(VotingSession.starts_at))
    ]
    open_bundles = select(func.count()).where(Bundle.round_id == round_.id, Bundle.cast_at.is_(None))
    if number := db.session.scalar(open_bundles):
        missing.append(
            _ln(
                "One bundle of papers is not in the ballot box yet.",
                "%(num)s bundles of papers are not in the ballot box yet.",
                number,
            )
        )
    if number := post(round_.id).waiting:
        missing.append(
            _ln(
                "One reply envelope is not in the ballot box yet.",
                "%(num)s reply envelopes are not in the ballot box yet.",
                number,
            )
        )
    return Fact("bundles", not missing, tuple(missing))


def _box(round_: Round) -> Fact:
    return Fact("box", opening_of(round_.id) is not None)


def _lot(round_: Round) -> Fact:
    if lot_of(round_.id):
        return Fact("lot", True)
    people = names()
    waiting = tuple(
        _l("%(person)s has entered the digits. Someone else must now enter them too.", person=people[entry.typed_by])
        for entry in lot_entries(round_.id)
    )
    return Fact("lot", False, waiting)


def _count(round_: Round) -> Fact:
    counted = latest_count(round_.id)
    if counted is None:
        return Fact("count", False)
    if publication_of(round_.id) or is_up_to_date(counted, round_):
        return Fact("count", True)
    return Fact(
        "count",
        False,
        (
            _l(
                "Something has changed since the count, so the count and its signatures are no longer valid. Count "
                "again."
            ),
        ),
    )


def _sign(round_: Round) -> Fact:
    counted = latest_count(round_.id)
    if counted and publication_of(round_.id):
        return Fact("sign", True)
    signed = signatures_of(counted) if counted else []
    people, needed = names(), round_.signatures_needed - len(signed)
    missing = [_l("%(person)s has signed.", person=people[each.account_id]) for each in signed]
    if counted and needed > 0:
        missing.append(_ln("One more signature is needed.", "%(num)s more signatures are needed.", needed))
    return Fact("sign", needed <= 0, tuple(missing) if needed > 0 else ())


def _publish(round_: Round) -> Fact:
    return Fact("publish", publication_of(round_.id) is not None)

"""What a kiosk that seals votes itself and this server say to each other: how it goes, and the votes. JSON, signed like
every request of a kiosk; nobody sees these answers.
"""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64decode
from datetime import datetime
from typing import Any

from flask import abort, request

from pb import clock
from pb.database import db
from pb.pages.device_cookie import paired_kiosk
from pb.pages.kiosk import bp
from pb.pages.kiosk.screens import screens_version
from pb.paper.queries import ballot_paper_account_of
from pb.rounds.rules import Phase, closes_at, phase, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import hours_at, is_by_tomorrow, is_over
from pb.voting import actions
from pb.voting.actions.group_commit import busy_if_out_of_reach
from pb.voting.models import Kiosk
from pb.voting.queries import FrozenBallot, dates_of, frozen_ballot, withdrawn_numbers, wrong_pins_in_a_row
from pb.voting.rules.card_sealing import SEALED_CARD
from pb.voting.rules.sealing import choices_in
from pb.voting.rules.stock import MOST_CHECKS, MOST_KEYS, MOST_VOTES, SCALAR, SEALED
from pb.web.access import KIOSK, open_to
from pb.web.request_setup import csrf

_KEY = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: More votes than this are on no tablet; nor are so many wrong PINs typed.
_MOST = 100_000


@bp.post("/kiosk/contact")
@csrf.exempt
@open_to(KIOSK)
def contact():
    """How it goes on the device, in numbers and keys of openings; what it needs to go on without a network. For a kiosk
    that was stopped too, as it may have votes to send.
    """
    with busy_if_out_of_reach():
        kiosk, voting_session = _sender()
        said = _what_it_says(_json())
        ballot, accounted = frozen_ballot(voting_session.round_id), _is_accounted(voting_session)
        ended = accounted or _has_ended(kiosk, voting_session, ballot)
        may_begin = not ended and _may_have_stock(voting_session, ballot)
        stock = actions.take_contact(voting_session, kiosk, said, accounted=accounted, may_begin=may_begin)
        version = screens_version(kiosk, voting_session, ballot)
        in_a_row = wrong_pins_in_a_row(kiosk.id)
        told = {"stock": stock, "ended": ended, "version": version, "wrong_in_a_row": in_a_row}
        return {**told, **_times_and_lines(voting_session, ballot)}


@bp.post("/kiosk/votes")
@csrf.exempt
@open_to(KIOSK)
def take_votes():
    """Sealed votes, each answered for itself. What has no answer is to be sent again."""
    with busy_if_out_of_reach():
        kiosk, voting_session = _sender()
        sent = _votes_in(_json())
        found = actions.take_votes(voting_session, kiosk, sent, accounted=_is_accounted(voting_session))
        return {"answers": [{"right": key, "answer": answer} for key, answer in found.items()]}


def _sender() -> tuple[Kiosk, VotingSession]:
    kiosk = paired_kiosk()
    assert kiosk is not None  # open_to(KIOSK) has seen to it
    return kiosk, db.session.get_one(VotingSession, kiosk.session_id)


def _is_accounted(voting_session: VotingSession) -> bool:
    return ballot_paper_account_of(voting_session.id) is not None


def _has_ended(kiosk: Kiosk, voting_session: VotingSession, ballot: FrozenBallot | None) -> bool:
    """Whether no turn will begin there any more."""
    if kiosk.revoked_at is not None or voting_session.cancelled_at is not None or ballot is None:
        return True
    at = phase(dates_of(ballot), clock.now())
    return at not in (Phase.READY, Phase.VOTING) or is_over(voting_session, clock.now(), session_margin(ballot))


def _may_have_stock(voting_session: VotingSession, ballot: FrozenBallot | None) -> bool:
    """A tablet is made ready on the day before at most."""
    return ballot is not None and is_by_tomorrow(voting_session, clock.now())


def _times_and_lines(voting_session: VotingSession, ballot: FrozenBallot | None) -> dict[str, Any]:
    """From when until when a ballot may be begun here today; the projects that were withdrawn."""
    now = clock.now()
    hours = hours_at(voting_session, now, session_margin(ballot)) if ballot else None
    opens = closes = None
    if ballot and hours:
        opens, closes = max(hours[0], ballot.voting_opens_at), min(hours[1], closes_at(dates_of(ballot)))
    return {
        "now": _text(now),
        "opens_at": opens and _text(opens),
        "closes_at": closes and _text(closes),
        "withdrawn": sorted(withdrawn_numbers(ballot)) if ballot else [],
    }


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


# What comes is looked at whole: of a request with one fault nothing is done ------------------------------------------


def _json() -> dict[str, Any]:
    read = request.get_json(silent=True)
    return read if isinstance(read, dict) else abort(400)


def _what_it_says(read: dict[str, Any]) -> actions.KioskReport:
    numbers = {name: read.get(name, 0) for name in ("waiting", "wanted", "wrong_pins_in_all", "wrong_in_a_row")}
    if not all(type(each) is int and 0 <= each <= _MOST for each in numbers.values()):
        abort(400)
    if (quick := read.get("quick")) is not None and not (type(quick) is int and 0 <= quick <= _MOST):
        abort(400)
    begun, unused = _keys(read.get("begun", [])), _keys(read.get("unused", []))
    return actions.KioskReport(begun, unused, **numbers, quick=quick, checks=_checks_in(read.get("checks", [])))


def _keys(read: Any) -> list[str]:
    if not isinstance(read, list) or len(read) > MOST_KEYS or not all(map(_is_key, read)):
        abort(400)
    return read


def _is_key(read: Any) -> bool:
    return isinstance(read, str) and _KEY.fullmatch(read) is not None


def _checks_in(read: Any) -> list[actions.SentCheck]:
    if not isinstance(read, list) or len(read) > MOST_CHECKS:
        abort(400)
    return [_check_in(each) for each in read]


def _check_in(read: Any) -> actions.SentCheck:
    if not isinstance(read, dict) or not _is_key(read.get("right")):
        abort(400)
    try:
        sealed = b64decode(str(read.get("sealed")), validate=True)
        ephemeral = urlsafe_b64decode(f"{read.get('key')}=")
        choices = choices_in(read.get("choices"))
    except ValueError:
        abort(400)
    if len(sealed) != SEALED or len(ephemeral) != SCALAR:
        abort(400)
    return actions.SentCheck(read["right"], sealed, int.from_bytes(ephemeral, "big"), choices, _digest_in(read))


def _votes_in(read: dict[str, Any]) -> list[actions.SentVote]:
    votes = read.get("votes")
    if not isinstance(votes, list) or len(votes) > MOST_VOTES:
        abort(400)
    sent = [_vote_in(each) for each in votes]
    if len({each.right_key for each in sent}) != len(sent):
        abort(400)
    return sent


def _vote_in(read: Any) -> actions.SentVote:
    if not isinstance(read, dict) or not _is_key(read.get("right")) or not _is_key(read.get("attempt")):
        abort(400)
    try:
        sealed = b64decode(str(read.get("sealed")), validate=True)
    except ValueError:
        sealed = b""  # it is refused by itself, so that the others go in
    is_assisted = read.get("assisted") is True
    return actions.SentVote(read["right"], read["attempt"], sealed, is_assisted, _digest_in(read), _card_in(read))


def _card_in(read: dict[str, Any]) -> bytes | None:
    """The sealed code of a card. None: there is none, or it cannot be one; then the vote waits for two people."""
    try:
        sealed = b64decode(str(read.get("card", "")), validate=True)
    except ValueError:
        return None
    return sealed if len(sealed) == SEALED_CARD else None


def _digest_in(read: dict[str, Any]) -> str | None:
    """Of the code that was shown. None: an older script tells none."""
    digest = read.get("digest")
    if digest is not None and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        abort(400)
    return digest

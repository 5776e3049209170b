"""A tablet tells of ballots that were checked instead of cast: it gives up the keys with which it sealed them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pb.codes import code_of_digest, older_check_code_of
from pb.marked import insert_rows
from pb.voting.models import HeldEnvelope, Kiosk, TabletCheck, VotingRight
from pb.voting.queries import FrozenBallot, box_opening_of
from pb.voting.rules.envelope_digest import envelope_digest, is_same_digest
from pb.voting.rules.sealing import PADDED, Choices, written_ballot
from pb.voting.rules.tablet_checks import is_as_shown


@dataclass(frozen=True)
class SentCheck:
    """A check as it came: the key of its opening, the envelope whose code was shown, the private key with which the tablet
    says that it sealed it, what it says is in it, and the digest whose code it showed (None: of an older script).
    """

    right_key: str
    sealed: bytes
    ephemeral: int
    choices: Choices
    digest: str | None = None


def take_checks(session: Session, kiosk: Kiosk, ballot: FrozenBallot, checks: Collection[SentCheck]) -> None:
    """Seal each ballot once more and note whether the same comes out. Part of a bigger transaction, which has locked the
    kiosk and ended the openings. Passed by: an opening that is not this kiosk's, or did not end without a vote; one that was
    checked before; all once the box is open, as the number may have been published.
    """
    if not checks or box_opening_of(ballot.round_id):
        return
    keys = {each.right_key for each in checks}
    ended = select(VotingRight.key).where(
        VotingRight.key.in_(keys),
        VotingRight.kiosk_id == kiosk.id,
        VotingRight.status == "unused",
        # Two people may still let that vote in: then it was no check.
        ~exists().where(HeldEnvelope.right_key == VotingRight.key),
    )
    known = set(session.scalars(select(TabletCheck.right_key).where(TabletCheck.right_key.in_(keys))))
    new = {each.right_key: each for each in checks if each.right_key not in known}
    rows = [_row(kiosk, ballot, new[key]) for key in session.scalars(ended) if key in new]
    insert_rows(session, TabletCheck, rows)


def _row(kiosk: Kiosk, ballot: FrozenBallot, check: SentCheck) -> dict[str, object]:
    what = (check.sealed, check.ephemeral, ballot.public_key, ballot.round_id, check.right_key, check.choices)
    written = written_ballot(check.choices)
    code, is_its_code = _code(kiosk, ballot, check)
    return {
        "code": code,
        "right_key": check.right_key,
        "round_id": ballot.round_id,
        "kiosk_id": kiosk.id,
        "sealed": written if is_its_code and len(written) <= PADDED and is_as_shown(*what) else None,
    }


def _code(kiosk: Kiosk, ballot: FrozenBallot, check: SentCheck) -> tuple[str, bool]:
    """The code of the envelope, and whether the tablet showed this one, as it says."""
    if check.digest is None and not kiosk.tells_codes:
        return older_check_code_of(check.sealed), True
    digest = envelope_digest(ballot.round_id, check.right_key, check.sealed)
    return code_of_digest(digest), is_same_digest(check.digest, digest)

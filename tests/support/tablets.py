"""A tablet that seals votes itself, as far as the server meets it: it begins turns from its stock and sends votes."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pb import clock
from pb.database import db
from pb.paper.queries import ballot_paper_account_of
from pb.record.actions import acting
from pb.rounds.rules import Phase, phase
from pb.venues.models import VotingSession
from pb.voting import actions
from pb.voting.models import Kiosk
from pb.voting.queries import dates_of, public_card_key, require_frozen_ballot
from pb.voting.rules.card_sealing import card_context
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.sealing import seal_ballot
from pb.voting.rules.tablet_checks import sealed_with
from tests.support.acts import SOMETHING_DONE
from tests.support.makers.voting import COMMAND


def sealed_card(round_id: int, right_key: str, code: str) -> bytes:
    """The code of a card as a tablet seals it."""
    point = bytes.fromhex(public_card_key(require_frozen_ballot(round_id)))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM).encrypt(
        code.encode(), public, card_context(round_id, right_key)
    )


class Tablet:
    """``stock``: the openings that it can still begin; ``waiting``: votes that it has not sent. ``older_scripts``: it was set up
    before receipts were codes of envelopes.
    """

    def __init__(self, kiosk: Kiosk, *, older_scripts: bool = False) -> None:
        self.kiosk_id, self.session_id, self.older_scripts = kiosk.id, kiosk.session_id, older_scripts
        if older_scripts:
            with acting(COMMAND, SOMETHING_DONE) as act:
                act.session.get_one(Kiosk, self.kiosk_id).tells_codes = None
        self.round_id = db.session.get_one(VotingSession, kiosk.session_id).round_id
        self.stock: list[str] = []
        self.begun: list[str] = []
        self.unused: list[str] = []
        #: How many it last said that it has.
        self.said_waiting = 0
        self.waiting: list[actions.SentVote] = []

    @property
    def kiosk(self) -> Kiosk:
        return db.session.get_one(Kiosk, self.kiosk_id)

    @property
    def session(self) -> VotingSession:
        return db.session.get_one(VotingSession, self.session_id)

    @property
    def _accounted(self) -> bool:
        return ballot_paper_account_of(self.session_id) is not None

    def makes_contact(self, wanted: int = 5, **more: Any) -> list[str]:
        """It says how it goes, and has a new stock."""
        said = actions.KioskReport(list(self.begun), list(self.unused), len(self.waiting), wanted, **more)
        accounted = self._accounted
        at = phase(dates_of(require_frozen_ballot(self.round_id)), clock.now())
        may_begin = not accounted and at in (Phase.READY, Phase.VOTING)
        found = actions.take_contact(self.session, self.kiosk, said, accounted=accounted, may_begin=may_begin)
        self.stock, self.begun, self.unused, self.said_waiting = list(found), [], [], len(self.waiting)
        return found

    def begins(self) -> str:
        """A voter begins, with or without a network."""
        key = self.stock.pop()
        self.begun.append(key)
        return key

    def vote(self, *numbers: int, right: str = "", assisted: bool = False, code: str = "") -> actions.SentVote:
        """A voter begins, chooses and casts: the sealed vote waits on the tablet. ``code``: of the card that they brought."""
        key = right or self.begins()
        sealed = seal_ballot(
            require_frozen_ballot(self.round_id).public_key, self.round_id, key, dict.fromkeys(numbers, 1)
        )
        sent = self.sealed(key, sealed, assisted=assisted)
        if code:
            sent = replace(sent, card=sealed_card(self.round_id, key, code))
        self.waiting.append(sent)
        return sent

    def sealed(self, key: str, sealed: bytes, *, assisted: bool = False) -> actions.SentVote:
        """The vote of this envelope, with the digest of its code."""
        digest = None if self.older_scripts else envelope_digest(self.round_id, key, sealed)
        return actions.SentVote(key, secrets.token_hex(16), sealed, assisted, digest)

    def seals(self, plain: bytes) -> None:
        """Somebody has tampered with the tablet: it seals what no ballot says."""
        key = self.begins()
        point = bytes.fromhex(require_frozen_ballot(self.round_id).public_key)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        info = f"pb envelope 1|{self.round_id}|{key}".encode()
        sealed = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM).encrypt(plain.ljust(1024), public, info)
        self.waiting.append(self.sealed(key, sealed))

    def sends(self, *votes: actions.SentVote) -> list[str]:
        """It sends these votes, or all that wait; the answers in their order ("" for one that has none)."""
        sent = list(votes or self.waiting)
        found = actions.take_votes(self.session, self.kiosk, sent, accounted=self._accounted)
        self.waiting = [each for each in self.waiting if each.right_key not in found]
        return [found.get(each.right_key, "") for each in sent]

    def checks(self, *numbers: int, ephemeral: int = 0) -> actions.SentCheck:
        """A voter begins, chooses, and has the ballot checked instead of cast; it is told with the next contact."""
        key, drawn = self.begins(), ephemeral or secrets.randbelow(2**255) + 1
        public_key, choices = require_frozen_ballot(self.round_id).public_key, dict.fromkeys(numbers, 1)
        self.unused.append(key)
        sealed = sealed_with(drawn, public_key, self.round_id, key, choices)
        digest = None if self.older_scripts else envelope_digest(self.round_id, key, sealed)
        return actions.SentCheck(key, sealed, drawn, choices, digest)

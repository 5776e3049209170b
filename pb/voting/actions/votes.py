"""A vote on its way in: made on our pages and sealed here, or sealed on the device that the voter saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pb.codes import code_of_digest, older_receipt_of, receipt_of
from pb.voting.queries import FrozenBallot, choices_error_now
from pb.voting.rules.envelope_digest import envelope_digest, is_same_digest
from pb.voting.rules.sealing import Choices, seal_ballot
from pb.words import Sentence


@dataclass(frozen=True)
class VoteToCast:
    """One vote on its way in.

    ``right_key``: the permission that it spends. ``attempt``: 128 random bits (hex) made for each review of the choices,
    the same for every retry of this casting. ``opened_at``: when the ballot came on screen (None for paper and post).
    """

    ballot: FrozenBallot
    right_key: str
    attempt: str
    choices: Choices
    channel: str
    venue_id: int | None = None
    assisted: bool = False
    opened_at: datetime | None = None

    @cached_property
    def sealed(self) -> bytes:
        """The inner envelope of this vote, made once. (Made before the lock is taken, so that others need not wait.)"""
        return seal_ballot(self.ballot.public_key, self.ballot.round_id, self.right_key, self.choices)

    @cached_property
    def receipt(self) -> str:
        """The code that the voter reads when the vote is in; each retry of this casting has the same."""
        return receipt_of(self.attempt)

    def error(self) -> Sentence | None:
        """Why its choices cannot be cast on the ballot; None when they can."""
        return choices_error_now(self.ballot, self.choices)


@dataclass(frozen=True)
class SealedVote(VoteToCast):
    """A vote that a kiosk has sealed (``envelope``). Nobody can look into it: what its ballot does not allow is set aside
    at the opening, where two people confirm how many there are.

    ``told``: the digest whose code the tablet showed, as it says. ``older_script``: it has shown a receipt of the attempt.
    """

    envelope: bytes = b""
    told: str | None = None
    older_script: bool = False

    @cached_property
    def receipt(self) -> str:
        """The code of the envelope that came, whatever the tablet says; or what an older script has shown."""
        return older_receipt_of(self.attempt) if self.older_script else code_of_digest(self._digest)

    @property
    def is_under_its_code(self) -> bool:
        """Whether the code that the tablet showed, as it says, is that of this envelope."""
        return self.older_script or is_same_digest(self.told, self._digest)

    @cached_property
    def _digest(self) -> str:
        return envelope_digest(self.ballot.round_id, self.right_key, self.envelope)

    @cached_property
    def sealed(self) -> bytes:
        """As it came."""
        return self.envelope

    def error(self) -> Sentence | None:
        """Nobody can say before the opening."""
        return None

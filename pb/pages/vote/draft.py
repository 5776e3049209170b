"""A ballot on its way from page to page. It lives only in an encrypted field of the voter's own page, nowhere on the
server.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, g

from pb import clock
from pb.derived_keys import derived_key
from pb.pages.request_signatures import require_signature
from pb.pages.vote.screen_settings import ScreenSettings
from pb.refusals import Refusal
from pb.voting.actions import VoteToCast
from pb.voting.actions.wording import TextsCorrected
from pb.voting.queries import FrozenBallot
from pb.voting.rules.sealing import Choices
from pb.voting.rules.sentences import START_AGAIN
from pb.words import lazy_gettext as _l

#: Every half-made ballot is padded to so many bytes before it is encrypted: its length says nothing about the choices.
PADDED = 2048
#: What a sealed text is: one that was made as another cannot be opened.
SEALED_AS_DRAFT = b"pb half-made ballot 1"


@dataclass(frozen=True)
class BallotDraft:
    """A half-made ballot: the right it will spend, the attempt key of its casting (each review has its own), when it was
    opened, what is chosen.

    ``opened_at`` is in seconds since 1970 (UTC). ``kiosk_id`` is set when the screen is a kiosk's. ``declared``: the
    voter has said that they may vote; without it no project is shown and nothing is cast. ``corrected``: how often the
    texts had been corrected when its voter was shown them. ``shown``: the number of the project that is shown by itself, 0
    for the list of all. ``settings``: size and colours of the screens.
    """

    round_id: int
    right_key: str
    channel: str
    opened_at: float
    attempt: str = field(default_factory=lambda: secrets.token_hex(16))
    venue_id: int | None = None
    assisted: bool = False
    kiosk_id: int | None = None
    declared: bool = False
    choices: Choices = field(default_factory=dict)
    corrected: int = 0
    shown: int = 0
    settings: ScreenSettings = ScreenSettings()

    @classmethod
    def from_token(cls, token: str | None) -> BallotDraft:
        """The ballot in a hidden field. Refuses anything that this program did not make, and what was opened at a
        kiosk and is not sent by its browser.
        """
        draft = cls.unchecked(token)
        if draft.kiosk_id is not None:
            require_signature(draft.kiosk_id)
        return draft

    @classmethod
    def unchecked(cls, token: str | None) -> BallotDraft:
        """The ballot in a hidden field, whoever sends it: for what shows and does nothing with it. A request opens it once:
        the language of its page asks for it before the view does.
        """
        read: dict[str | None, BallotDraft] = g.setdefault("ballot_drafts", {})
        if token not in read:
            read[token] = cls.of_values(opened_values(token, SEALED_AS_DRAFT))
        return read[token]

    @classmethod
    def of_values(cls, values: dict[str, Any]) -> BallotDraft:
        """The ballot of the values that ``asdict`` gave, after their way through JSON."""
        values["choices"] = {int(number): value for number, value in values["choices"].items()}
        values["settings"] = ScreenSettings(**values.get("settings", {}))  # none in a page from before an upgrade
        return cls(**values)

    @classmethod
    def begin(cls, *, round_id: int, right_key: str, channel: str, **more: object) -> BallotDraft:
        """A fresh ballot, opened now."""
        return cls(round_id, right_key, channel, clock.now().timestamp(), **more)  # type: ignore[arg-type]

    def declaring(self) -> BallotDraft:
        """The same ballot of a voter who has said that they may vote."""
        return replace(self, declared=True)

    def showing(self, ballot: FrozenBallot) -> BallotDraft:
        """The same ballot on a page that shows the texts as they are now."""
        return replace(self, corrected=ballot.corrected)

    def choosing(self, choices: Choices) -> BallotDraft:
        """The same ballot with these choices, however they came: a casting of its own. A retry of it is harmless, and
        where the ballot was cast with other choices this one is refused: "saved" is said only of what is in the box.
        """
        return replace(self, choices=choices, attempt=secrets.token_hex(16))

    @property
    def for_caller(self) -> bool:
        """Whether staff hold this ballot, for somebody on the phone: at a kiosk who is helped holds it."""
        return self.assisted and self.kiosk_id is None

    def vote(self, ballot: FrozenBallot) -> VoteToCast:
        """The vote that this ballot becomes. Refuses one whose voter has not said that they may vote, whatever page
        sent it, and one whose voter has read other words than the ballot has now.
        """
        if not self.declared:
            raise NoDraft
        if self.corrected != ballot.corrected:
            raise TextsCorrected
        return VoteToCast(
            ballot=ballot,
            right_key=self.right_key,
            attempt=self.attempt,
            choices=self.choices,
            channel=self.channel,
            venue_id=self.venue_id,
            assisted=self.assisted,
            opened_at=datetime.fromtimestamp(self.opened_at, UTC),
        )

    def to_token(self) -> str:
        """This ballot as the text of a hidden field. Only this program can read it."""
        return sealed_values(asdict(self), SEALED_AS_DRAFT)


class NoDraft(Refusal):
    """The page came without its ballot, or with one that this program did not make."""

    def __init__(self) -> None:
        super().__init__(
            _l("This ballot page is too old to use. Nothing was cast just now."),
            START_AGAIN,
            status=400,
        )


def sealed_values(values: dict[str, Any], what: bytes, secret: str = "") -> str:
    """These values as a text that only this program can read, of one length, and only as ``what`` it is. With a ``secret``
    that is not kept here, this program cannot read it either until it is told the same again.
    """
    return _cipher(what, secret).encrypt(json.dumps(values).encode().ljust(PADDED)).decode()


def opened_values(token: str | None, what: bytes, secret: str = "") -> dict[str, Any]:
    """What was sealed as ``what``. Refuses anything that this program did not make."""
    try:
        return json.loads(_cipher(what, secret).decrypt((token or "").encode()))
    except (InvalidToken, ValueError) as broken:
        raise NoDraft from broken


def _cipher(what: bytes, secret: str) -> Fernet:
    if secret:
        return _made(what, secret)
    ciphers: dict[bytes, Fernet] = current_app.extensions.setdefault("pb_draft_ciphers", {})
    if what not in ciphers:
        ciphers[what] = _made(what, secret)
    return ciphers[what]


def _made(what: bytes, secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key(current_app.config["SECRET_KEY"], what, secret)))

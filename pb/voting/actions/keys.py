"""The ballot key of a round: made at the freeze, kept in ``KEYS_DIR`` or only on word sheets, restored from paper."""

from __future__ import annotations

import os
from pathlib import Path

from flask import current_app

from pb import keystore
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Round
from pb.voting.rules import keys
from pb.voting.rules.keys import BallotKey, NotTheKey
from pb.words import lazy_gettext as _l


def make_ballot_key(round_: Round, holders: int = 1) -> tuple[BallotKey, list[str]]:
    """A fresh key for a round and its word sheets: one recovery sheet, or one sheet per holder (custody "shares").

    Writes nothing: the freeze stores the public half in its own transaction and calls ``keep_ballot_key`` before it
    commits, so that no round is ever frozen without its key.
    """
    if round_.key_custody == "shares" and holders < keys.SHARES_NEEDED:
        raise Refusal(_l("Steering group members keep the key of the ballot box, so choose at least two of them."))
    key = keys.make()
    return key, keys.sheets(key.private, holders if round_.key_custody == "shares" else 1)


def keep_ballot_key(round_: Round, key: BallotKey) -> None:
    """Write the private half into ``KEYS_DIR``, durably, readable by the program only. Nothing for custody "shares"."""
    if round_.key_custody == "shares":
        return
    file = _file(round_.id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"{key.private:064x}\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


BALLOT_KEY_RESTORED = Act("ballot_key.restored", _l("restored the ballot box key from its recovery sheet"))


def restore_ballot_key(by: Actor, round_: Round, words: list[str]) -> None:
    """The key folder was lost: the recovery sheet brings the key back. Refuses words of another round."""
    key = key_from_words(round_, words)
    with acting(by, BALLOT_KEY_RESTORED, round_id=round_.id):
        keep_ballot_key(round_, key)


def key_from_words(round_: Round, words: list[str]) -> BallotKey:
    """The key from typed sheets, or a refusal that says what to check."""
    try:
        return keys.from_sheets(words, round_.public_key or "")
    except NotTheKey as wrong:
        raise Refusal(str(wrong), _l("Enter the words again, or get the other sheet."), status=422) from wrong


def marks_sheets(holders: int = 1) -> list[str]:
    """The key "marks" in words: one sheet that restores it, or one for each holder of which any two do."""
    return keys.sheets(int.from_bytes(keystore.load_key("marks"), "big"), holders)


MARKS_KEY_RESTORED = Act("marks_key.restored", _l("restored the key for checking from its words"))


def restore_marks_key(by: Actor, words: list[str]) -> None:
    """The key folder was lost: the words that stand on every sheet of a ballot key bring back the key "marks".

    Refuses words of another programme.
    """
    try:
        secret = keys.secret_of(words)
    except NotTheKey as wrong:
        raise Refusal(str(wrong), _l("Enter the words again, or get the other sheet."), status=422) from wrong
    if not keystore.restore("marks", secret):
        raise Refusal(_l("These words are for another programme’s key."), status=422)
    with acting(by, MARKS_KEY_RESTORED):
        pass


def kept_ballot_key(round_: Round) -> BallotKey:
    """The key in ``KEYS_DIR``. Refuses when it is lost or is not the key of this round."""
    file = _file(round_.id)
    if not file.exists():
        raise Refusal(
            _l("The key of this ballot box is not in the key folder."),
            _l("Get the recovery sheet from the safe and enter its words."),
        )
    key = keys.key_of(int(file.read_text(encoding="ascii"), 16))
    if key.public != round_.public_key:
        raise Refusal(
            _l("The key in the key folder is for another round."), _l("Enter the words from the recovery sheet.")
        )
    return key


def forget_ballot_key(round_id: int) -> None:
    """After the opening nobody needs the key: an old backup stays sealed for good once the sheets are shredded too."""
    _file(round_id).unlink(missing_ok=True)


def _file(round_id: int) -> Path:
    return current_app.config["KEYS_DIR"] / f"round-{round_id}.key"

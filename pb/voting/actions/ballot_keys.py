"""The ballot key of a round: made at the freeze, kept in ``KEYS_DIR`` or only on word sheets, restored from paper."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

from flask import current_app

from pb import anchor, dead_keys, keystore
from pb.marked import Forged
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.queries import anchor_fault
from pb.record.queries.key_proofs import marked_a_line, marked_the_newest_line
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Round
from pb.shredding import destroy, sync_folder
from pb.voting.queries import box_opening_of
from pb.voting.queries.ballot_keys import belongs, key_file, read_key, was_opened
from pb.voting.rules import ballot_keys
from pb.voting.rules.ballot_keys import BallotKey, NotTheKey
from pb.voting.rules.sentences import ENTER_WORDS_AGAIN
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")


def make_ballot_key(round_: Round, holders: int = 1) -> tuple[BallotKey, list[str]]:
    """A fresh key for a round and its word sheets: one recovery sheet, or one sheet per holder (custody "shares").

    Writes nothing: the freeze stores the public half in its own transaction and calls ``keep_ballot_key`` before it
    commits, so that no round is ever frozen without its key.
    """
    if round_.key_custody == "shares" and holders < ballot_keys.SHARES_NEEDED:
        raise Refusal(_l("Steering group members keep the key of the ballot box, so choose at least two of them."))
    key = ballot_keys.make()
    return key, ballot_keys.sheets(key.private, holders if round_.key_custody == "shares" else 1)


#: Beside the key itself: one that is being written.
_SUFFIXES = (".key", ".new")


def keep_ballot_key(round_: Round, key: BallotKey) -> None:
    """Write the private half into ``KEYS_DIR``, durably, readable by the program only. Nothing for custody "shares".

    Refuses once the box has been opened: a key that is dead stays dead. A key whose place this one takes is kept beside
    it until then: a changed database can have a round frozen twice, and the votes are sealed with the first key.
    """
    require_key_still_needed(round_)
    if round_.key_custody == "shares":
        return
    file = key_file(round_.id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_suffix(".new")
    destroy(unfinished)  # a program that was killed while it wrote; writing over it would free its blocks as they are
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"{key.private:064x}\n")
        out.flush()
        os.fsync(out.fileno())
    aside = next(place for place in _places_aside(file) if not place.exists())
    if file.exists():
        file.replace(aside)
    unfinished.replace(file)
    sync_folder(file.parent)
    if read_key(aside) == key.private:
        destroy(aside)


def _places_aside(file: Path) -> Iterator[Path]:
    return (file.with_suffix(f".old{number or ''}") for number in count())


def require_key_still_needed(round_: Round) -> None:
    """Refuse what would bring back a key after the opening. Inside an act: no opening can come in between."""
    if box_opening_of(round_.id) or was_opened(round_.id):
        raise Refusal(
            _l("The ballot box has been opened, so its key is no longer needed and must not come back."),
            _l("Destroy every copy of the key: shred the sheets and break the memory stick."),
        )


def require_key_may_come_back(round_: Round) -> None:
    """Refuse to bring back a key that is dead, as far as anything in ``KEYS_DIR`` and the record tells."""
    require_key_still_needed(round_)
    if anchor.stored() and (fault := anchor_fault()):
        raise Refusal(fault)


BALLOT_KEY_RESTORED = Act(
    "ballot_key.restored", _l("restored the ballot box key from its recovery sheet"), changes_no_row=True
)


def restore_ballot_key(by: Actor, round_: Round, mnemonics: list[str]) -> None:
    """The key folder was lost: the recovery sheet brings the key back. Refuses words of another round, after the
    opening, and while the anchor knows another record: whether the box was opened may have been taken out of it. What
    else came back with the folder and is dead is destroyed again.
    """
    with acting(by, BALLOT_KEY_RESTORED, round_id=round_.id):
        require_key_may_come_back(round_)
        keep_ballot_key(round_, key_from_mnemonics(round_, mnemonics))
    forget_keys_of_opened_boxes()


def key_from_mnemonics(round_: Round, mnemonics: list[str]) -> BallotKey:
    """The key from typed sheets, or a refusal that says what to check."""
    try:
        return ballot_keys.from_sheets(mnemonics, round_.public_key or "")
    except NotTheKey as wrong:
        raise Refusal(str(wrong), ENTER_WORDS_AGAIN, status=422) from wrong


def marks_sheets(holders: int = 1) -> list[str]:
    """The key "marks" in words: one sheet that restores it, or one for each holder of which any two do."""
    return ballot_keys.sheets(int.from_bytes(keystore.load_key("marks"), "big"), holders)


MARKS_KEY_RESTORED = Act("marks_key.restored", _l("restored the key for checking from its words"), changes_no_row=True)


def restore_marks_key(by: Actor, mnemonics: list[str]) -> None:
    """The key folder was lost: the words that stand on every sheet of a ballot key bring back the key "marks".

    Refuses words of another programme. What the database says of the key is put right where the key marked the newest
    line of the record.
    """
    try:
        secret = ballot_keys.secret_of(mnemonics)
    except NotTheKey as wrong:
        raise Refusal(str(wrong), ENTER_WORDS_AGAIN, status=422) from wrong
    if not dead_keys.restore("marks", secret, is_proven=marked_the_newest_line(secret)):
        _refuse_marks(secret)
    with acting(by, MARKS_KEY_RESTORED) as act:
        dead_keys.believe_file(act.session, "marks")


def _refuse_marks(secret: bytes) -> NoReturn:
    if marked_a_line(secret):
        raise Refusal(
            _l("These words are for a key of this programme, but not for the one that wrote last."),
            _l("Get the newest sheet, or restore the newest backup first. Do not give up the key."),
            status=422,
        )
    raise Refusal(_l("These words are for another programme’s key."), status=422)


def load_ballot_key(round_: Round) -> BallotKey:
    """The key in ``KEYS_DIR``. Refuses when it is lost or is not the key of this round."""
    private = read_key(key_file(round_.id))
    if private is None:
        raise Refusal(
            _l("The key of this ballot box is not in the key folder."),
            _l("Get the recovery sheet from the safe and enter its words."),
        )
    if not belongs(private, round_.public_key):
        raise Refusal(
            _l("The key in the key folder is for another round."), _l("Enter the words from the recovery sheet.")
        )
    return ballot_keys.key_of(private)


def forget_ballot_key(round_id: int) -> None:
    """After the opening nobody needs the key: its files are overwritten and removed, half-written ones too."""
    for suffix in _SUFFIXES:
        destroy(key_file(round_id).with_suffix(suffix))
    for old in key_file(round_id).parent.glob(f"round-{round_id}.old*"):
        destroy(old)


def forget_keys_of_opened_boxes() -> list[int]:
    """Destroy the keys of opened boxes that lie in ``KEYS_DIR`` again, because a copy of it was put back.

    Called at every start and after every restore. Returns the ids of their rounds. A key that cannot be destroyed (a
    disk that does not answer) keeps neither the others nor the server waiting: the log names it.
    """
    folder: Path = current_app.config["KEYS_DIR"]
    there = {int(name[1]) for file in folder.glob("round-*") if (name := _OURS.fullmatch(file.name))}
    dead = []
    for round_id in sorted(there):
        try:
            if box_opening_of(round_id) or was_opened(round_id):
                forget_ballot_key(round_id)
                dead.append(round_id)
        except Forged:
            log.error(
                "%s is kept: this program did not write that its box was opened. See flask check", key_file(round_id)
            )
        except OSError as trouble:
            log.error("%s could not be destroyed: %s; it is tried again at the next start", key_file(round_id), trouble)
    return dead


_OURS = re.compile(r"round-(\d+)\.(key|new|old\d*)")

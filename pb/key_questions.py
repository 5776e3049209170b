"""What has to be right of the keys and of the record before a vote can be served; questions as in ``pb.questions``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pb import keystore, questions
from pb.paper.queries.proofs import doubtful_keys, proven_keys
from pb.questions import CheckAnswer
from pb.record.queries import anchor_fault
from pb.record.queries.key_proofs import swapped_keys
from pb.voting.actions import new_marks
from pb.voting.queries.ballot_keys import changed_rounds, forged_openings, missing_ballot_keys, removed_openings


def keys() -> CheckAnswer:
    """Whether the keys of codes, marks and typed papers are those that this database was made with."""
    if not (lost := keystore.lost_keys()):
        return CheckAnswer("keys", _swapped(swapped_keys()))
    if proven := proven_keys():
        return CheckAnswer(
            "keys",
            f"What the database says of {', '.join(f'{name}.key' for name in proven)} was changed outside the program; the "
            "file is the right one. Do not give it up. Put the database right: flask --app wsgi papers believe-keys. "
            "Then look for what else was changed: flask --app wsgi record verify",
        )
    if doubtful := doubtful_keys():
        return CheckAnswer(
            "keys",
            f"{', '.join(f'{name}.key' for name in doubtful)} and this database do not go together, although the file is "
            "the one that its folder knows. Do not give it up. Restore the newest backup (docs/running.md, Restore), or "
            "put in the newest copy of KEYS_DIR",
        )
    missing, others = [file for file in lost if not file.exists()], [file for file in lost if file.exists()]
    found = [
        *([f"Missing: {', '.join(map(str, missing))}."] if missing else []),
        *([f"Damaged, or the key of another database: {', '.join(map(str, others))}."] if others else []),
    ]
    return CheckAnswer(
        "keys",
        f"{' '.join(found)} Are KEYS_DIR and DATABASE_URL right? Then put back the files that this database was made with "
        f"(docs/running.md, Backup): {questions.put_keys_back()}. Without them no voting code and no typed paper can be read, and "
        "nobody can say whether the database is as it should be. If they are lost for good: flask --app wsgi papers "
        "give-up-keys",
    )


def _swapped(names: Sequence[str]) -> str:
    return (
        f"{', '.join(f'{name}.key' for name in names)} is another key than before, and the database was changed to go with "
        "it; nobody gave the first one up. Put the first one back (docs/running.md, Backup): "
        f"{questions.put_keys_back()}. Then put the database right: flask --app wsgi papers believe-keys. Look for what "
        "else was changed: flask --app wsgi record verify. If the first one is lost for good: move the file out of KEYS_DIR, "
        "then flask --app wsgi papers give-up-keys"
        if names
        else ""
    )


def ballot_keys(besides: Collection[int] = ()) -> CheckAnswer:
    """Whether the key of each ballot box that is still shut is there. (Word sheets are asked for at the opening.)"""
    if not (lost := {key: file for key, file in missing_ballot_keys().items() if key not in besides}):
        return CheckAnswer("ballot keys")
    if changed := changed_rounds() & set(lost):
        return CheckAnswer(
            "ballot keys",
            f"Someone changed the row of round {', '.join(map(str, sorted(changed)))} outside the program, so what it says "
            "of its ballot key may be false. Leave the key in KEYS_DIR as it is. Keep a copy for whoever looks into it, "
            "then put the row right from a backup: flask --app wsgi record put-rows-back",
        )
    first = min(lost)
    return CheckAnswer(
        "ballot keys",
        f"Missing, or another round's: {', '.join(map(str, lost.values()))}. Without it the ballot box cannot be opened. "
        f"Put the file back, or type the recovery sheet: flask --app wsgi voting restore-key {first}. "
        f"To serve without it for now: flask --app wsgi serve --without-key-of {first}",
    )


def record() -> CheckAnswer:
    """Whether this is the newest copy of the database, as far as ``KEYS_DIR`` knows."""
    if new_marks.are_new_marks_due():
        return CheckAnswer("record", note="its rows are marked at the next start")
    if fault := anchor_fault():
        return CheckAnswer("record", fault)
    if removed := removed_openings():
        return CheckAnswer(
            "record",
            f"Someone took out of the database that the ballot box of round {', '.join(map(str, removed))} was opened. Its "
            "key is dead: put no copy back. Keep a copy for whoever looks into it, then put the table right from a "
            "backup: flask --app wsgi record put-rows-back",
        )
    if not (forged := forged_openings()):
        return CheckAnswer("record")
    return CheckAnswer(
        "record",
        f"Somebody else wrote into the database that the ballot box of round {', '.join(map(str, forged))} was opened. No "
        "key is destroyed for it. Keep a copy for whoever looks into it, then put the table right from a backup: flask "
        "--app wsgi record put-rows-back",
    )

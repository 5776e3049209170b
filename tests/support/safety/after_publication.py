"""Which statements the database still takes once results are published, table by table, and why. What is neither refused
nor named here fails ``tests/safety/test_after_the_publication.py``, and so does what is named here and refused.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from pb.guards import all_guards

ALL = ("DELETE", "INSERT", "UPDATE")
_PEOPLE = (
    "people, their roles, sign-ins and codes are of the programme; a result names them in what it was published with"
)
_OF_THE_MACHINE = "the machine's own work; no result rests on it"
_TABLETS = "tablets are stopped and go on telling how they are; what was published of them stands in the publication"
_VOTES = (
    "each vote changes one, and the opening of another round's box writes those of all rounds anew: a guard would be asked "
    "of each. Rights have marks, and the mark that the opening left covers turnout and receipts: `flask record verify` tells"
)
_NOT_ON_THE_BALLOT = "what was on the ballot is a frozen line, with a hash; this is what did not come on it"
_BEFORE_THE_VOTE = "applications end before the freeze, and the frozen lines say what was voted on"

#: By table: the statements that are taken, and why they may be.
TAKEN = {
    **dict.fromkeys(
        ("account", "authenticator", "invitation", "last_read", "printed_code", "sign_in"), (ALL, _PEOPLE)
    ),
    **dict.fromkeys(("appointment_proposal", "code_replacement", "password_code"), (("INSERT", "UPDATE"), _PEOPLE)),
    "appointment": (("DELETE", "INSERT"), _PEOPLE),
    "interest": (ALL, "people say what they have come to know of themselves, also later; the record keeps that they did"),
    "interest_release": (("INSERT", "UPDATE"), "a release lets somebody decide: where nothing is decided any more it does nothing"),
    **dict.fromkeys(
        (
            "form_key", "job", "job_part", "kept_typed", "key_fingerprint", "last_id", "made_sound", "mark_total",
            "place_in_queue", "practice", "spent_tries",
        ),
        (ALL, _OF_THE_MACHINE),
    ),
    "public_time": (("DELETE", "UPDATE"), "another time is proposed for one that waits; what is in force is kept, and public stays public"),
    "departure": (("DELETE",), "who made a proposal takes it off when nobody has agreed; what two decided stays"),
    "result_correction": (ALL, "somebody says that it is wrong; two who agree are kept, and what they correct stays"),
    **dict.fromkeys(
        ("objection", "objection_time"),
        (("INSERT",), "none is taken once somebody has signed; what was published stands in the publication"),
    ),
    "objection_answer": (ALL, "what two agreed stays; nobody signs before every answer, and the publication holds them"),
    "objection_words": (("DELETE", "INSERT", "UPDATE"), "no result rests on them, and a timer deletes them"),
    "offer_answer": (("INSERT",), "a group answers what the newest version offers it; what it says stays"),
    "postal_ask": (ALL, "no result rests on it, and a timer deletes it"),
    "postal_address": (ALL, "no result rests on it, and a timer deletes it"),
    "postal_request": (("UPDATE",), "how it was asked for, and that it was posted: the post's own account, which no result rests on"),
    "postal_return": (("DELETE", "INSERT"), "the post's own account, which no result rests on: a vote is a right, and a paper in the box"),
    "unopened_envelope": (("INSERT",), "an envelope that comes weeks later is put aside too, and no result rests on it"),
    "record_line": (("INSERT",), "the record goes on"),
    "record_reason": (("DELETE", "INSERT"), "a text that names somebody can be erased; its hash stays in the line"),
    "round": (("INSERT",), "there are other rounds"),
    **dict.fromkeys(("kiosk", "kiosk_contact", "kiosk_tally"), (ALL, _TABLETS)),
    "stocked_opening": (("DELETE", "UPDATE"), _TABLETS),
    "receipt": (("INSERT",), _VOTES),
    "turnout": (ALL, _VOTES),
    "voting_right": (ALL, _VOTES),
    "envelope": (("DELETE", "UPDATE"), "an opened round has none, and nothing can be added"),
    "decision": (("DELETE",), "who made a proposal takes it off when nobody has agreed; what two decided stays"),
    "venue": (ALL, "a place belongs to every round: an address is put right for the next one"),
    "media": (ALL, "the frozen lines hold the hash of each picture and sound"),
    "ballot_text": (("INSERT",), _NOT_ON_THE_BALLOT),
    **dict.fromkeys(("cost_line", "project", "unfinished_page"), (ALL, _BEFORE_THE_VOTE)),
    "assessment": (("UPDATE",), _BEFORE_THE_VOTE),
    "rule_change": (("DELETE", "INSERT"), _BEFORE_THE_VOTE),
    "text_writer": (("INSERT", "UPDATE"), _BEFORE_THE_VOTE),
    "unfinished_section": (("DELETE", "UPDATE"), _BEFORE_THE_VOTE),
}  # fmt: skip


def everything_is_published(connection: Connection) -> None:
    """Make each round of a whole programme a published one, whatever state it was in, past all guards: so every row of
    every table belongs to a published round or to none.
    """
    now, zeros = "'2026-06-01 12:00:00'", f"'{'0' * 64}'"
    drop(connection, [each.name for each in all_guards()])
    for statement in (
        f"UPDATE round SET frozen_at = {now}, public_key = '04', ballot_hash = {zeros}, draft = false WHERE frozen_at IS NULL",
        f"UPDATE bundle SET cast_at = {now}, cast_by = counted_by WHERE cast_at IS NULL",
        "INSERT INTO box_opening (round_id, opened_at, votes, ballots_hash, record_head) "
        f"SELECT id, {now}, 0, {zeros}, {zeros} FROM round WHERE id NOT IN (SELECT round_id FROM box_opening)",
        "INSERT INTO counting (round_id, version, outcome, outcome_hash, inputs_hash, counted_at, ballots_hash) "
        f"SELECT id, 1, '', {zeros}, {zeros}, {now}, {zeros} FROM round WHERE id NOT IN (SELECT round_id FROM counting)",
        "INSERT INTO publication (round_id, version, published_at, record_head, facts) "
        f"SELECT id, 1, {now}, {zeros}, '' FROM round WHERE id NOT IN (SELECT round_id FROM publication)",
    ):
        connection.exec_driver_sql(statement)
    for each in all_guards():
        for statement in getattr(each, connection.dialect.name)():
            connection.exec_driver_sql(statement)


def drop(connection: Connection, names: list[str]) -> None:
    """Drop these guards."""
    for each in all_guards():
        if each.name in names:
            is_sqlite = connection.dialect.name == "sqlite"
            connection.exec_driver_sql(
                f"DROP TRIGGER {each.name}" if is_sqlite else f"DROP FUNCTION {each.name}() CASCADE"
            )


def other(column: Any, value: Any) -> Any:
    """Another value of a column, as true to life as a guard needs it."""
    kind = column.type.python_type
    if kind is bool:
        return not value
    if kind is int:
        return (value or 0) + 1
    return f"{value[:-1]}{'y' if value[-1:] == 'x' else 'x'}" if kind is str and value is not None else value

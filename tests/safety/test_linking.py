"""Nobody can learn from the files alone how a person voted, on SQLite: dumps, raw files, logs, backups an hour apart.

The thief takes a backup during the vote, another an hour later, the raw files at the worst moment of the opening, and
everything afterwards. ``attack.py`` is the script, ``known_vote.py`` the vote; ``test_linking_postgresql.py`` is the
same on PostgreSQL.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from pb import clock
from pb.database import db
from pb.marks import mark
from pb.rounds.models import Round
from pb.voting import queries
from pb.voting.actions import box_contents, box_opening, box_rows
from pb.voting.models import Ballot, Choice, Receipt
from pb.voting.rules.envelopes import ENVELOPE
from tests.support import effort
from tests.support.ballots import choices_of
from tests.support.safety import attack
from tests.support.safety.known_vote import KnownVote, an_hour_later

VOTERS = effort.runs(150, 1_000)


@dataclass
class Copy:
    """What lay on the disk at one moment: the database file, its write-ahead log, and a backup made with SQLite's
    tool.
    """

    main: bytes
    log: bytes
    backup: Path

    def order(self, table: str, column: str, index: str = "") -> list[str]:
        """A column in the order in which a dump would write its rows, or in which an index has them."""
        with sqlite3.connect(f"file:{self.backup}?mode=ro", uri=True) as connection:
            by = f"INDEXED BY {index} WHERE round_id > 0" if index else ""
            found = attack.columns(connection.execute(f"SELECT {column} FROM {table} {by}").fetchall())
        connection.close()
        return found

    def frames(self, keys: list[str]) -> list[str]:
        """The keys in order of the page of the log in which each stood first: the order in which they were written.

        The log is a header of 32 bytes, then frames of 24 bytes and a page; a new generation overwrites from the start.
        """
        if not self.log:
            return []
        size = int.from_bytes(self.log[8:12])
        first: dict[str, tuple[bytes, int, int]] = {}
        for frame, start in enumerate(range(32, len(self.log) - size - 23, 24 + size)):
            salt = self.log[start + 8 : start + 16]
            for place, key in attack.standing_in(self.log[start + 24 : start + 24 + size], keys):
                first.setdefault(key, (salt, frame, -place))  # within a page SQLite writes from the end
        return sorted(first, key=first.__getitem__)


def stolen(database: str, name: str) -> Copy:
    file = Path(database.removeprefix("sqlite:///"))
    log = file.with_name("pb.sqlite-wal")
    copy = Copy(file.read_bytes(), log.read_bytes() if log.exists() else b"", file.with_name(name))
    source, target = sqlite3.connect(file), sqlite3.connect(copy.backup)
    source.backup(target)
    source.close()
    target.close()
    return copy


def hours(first: Copy, second: Copy, all_: list[str]) -> dict[str, int]:
    """In which part of the vote each right was spent, by the difference between the backups."""
    spent = [set(copy.order("turnout", "right_key")) for copy in (first, second)]
    assert spent[0] < spent[1] < set(all_)
    return {right: 0 if right in spent[0] else 1 if right in spent[1] else 2 for right in all_}


def heist(app, database, monkeypatch, voters: int) -> tuple[KnownVote, attack.Known, attack.Loot, dict[str, Copy]]:
    """The vote, the truth, the loot, and the copies by their moments."""
    vote = KnownVote(app, voters)
    copies: dict[str, Copy] = {}
    vote.goes_on()
    copies["first"] = stolen(database, "first.sqlite")
    with an_hour_later():
        vote.goes_on()
        copies["an hour later"] = stolen(database, "second.sqlite")
        vote.goes_on()
    copies["at the end"] = stolen(database, "third.sqlite")
    by_hour = hours(copies["first"], copies["an hour later"], copies["at the end"].order("turnout", "right_key"))
    erase = box_opening.erase_traces

    def stolen_before_the_erasure(round_id: int) -> bool:
        copies["before the erasure"] = stolen(database, "worst.sqlite")
        return erase(round_id)

    monkeypatch.setattr(box_opening, "erase_traces", stolen_before_the_erasure)
    known = vote.opened(by_hour)
    copies["after"] = stolen(database, "after.sqlite")
    return vote, known, everything(vote, known, copies), copies


def everything(vote: KnownVote, known: attack.Known, copies: dict[str, Copy]) -> attack.Loot:
    loot = attack.Loot({"casting": vote.in_order_of_casting, "serials as typed": vote.serials})
    rights, keys = list(known.hours), list(known.chosen)
    receipts = {envelope.receipt: envelope.right_key for envelope in vote.envelopes}
    for moment, copy in copies.items():
        loot.voters |= {
            **raw("rights", moment, copy, rights),
            f"rights in the log, {moment}": copy.frames(rights),
            f"turnout in the dump, {moment}": copy.order("turnout", "right_key"),
            f"turnout by index, {moment}": copy.order("turnout", "right_key", "ix_turnout_round_id"),
            f"envelopes in the dump, {moment}": copy.order("envelope", "right_key"),
            f"envelopes by their marks, {moment}": copy.order("envelope ORDER BY keyed_mark", "right_key"),
            f"rights by their marks, {moment}": [
                right for right in copy.order("voting_right ORDER BY keyed_mark", "key") if right in known.hours
            ],
            f"receipts, {moment}": [receipts[code] for code in copy.order("receipt", "code")],
        }
        loot.ballots |= {
            **raw("ballots", moment, copy, keys),
            f"ballots in the log, {moment}": copy.frames(keys),
            f"ballots in the dump, {moment}": copy.order("ballot", "key"),
            f"ballots by index, {moment}": copy.order("ballot", "key", "ix_ballot_round_id"),
            f"choices in the dump, {moment}": copy.order("choice", "ballot_key"),
        }
    # The folder of after the opening was stolen as well: the thief makes marks of everything that a ballot tells.
    loot.ballots |= {
        "ballots by a mark over their key": sorted(keys, key=lambda key: mark(ENVELOPE, key)),
        "ballots by a mark over their choices": sorted(keys, key=lambda key: mark(ENVELOPE, known.chosen[key])),
    }
    loot.voters["rights by a mark over their key"] = sorted(rights, key=lambda key: mark(ENVELOPE, key))
    found = attack.Loot(
        *({by: order for by, order in orders.items() if order} for orders in (loot.voters, loot.ballots))
    )
    assert len(found.voters) >= 15 and len(found.ballots) >= 8
    return found


def raw(what: str, moment: str, copy: Copy, keys: list[str]) -> dict[str, list[str]]:
    name = f"{what} in the raw file, {moment}"
    return dict(zip((name, f"{name}, last"), attack.orders_in_bytes(copy.main, keys), strict=True))


def test_sqlite_pairs_nobody_with_a_ballot_and_keeps_nothing_of_an_envelope(app, database, monkeypatch):
    effort.did(VOTERS)
    vote, known, loot, copies = heist(app, database, monkeypatch, VOTERS)
    assert attack.links(known, loot) == []
    for moment in ("first", "an hour later", "at the end"):
        assert copies[moment].order("ballot", "key") == [] == copies[moment].order("receipt", "code")
    for copy in copies.values():
        assert not any(code.encode() in each for code in vote.codes for each in (copy.main, copy.log))
    assert copies["after"].log == b"", "the log was not cut"
    before = copies["at the end"].main + copies["at the end"].log
    for envelope in vote.envelopes:
        for piece in (
            envelope.sealed[:64],
            envelope.sealed[-64:],
            envelope.attempt_hash.encode(),
        ):  # a page may end within
            assert piece in before
            assert piece not in copies["after"].main, "an envelope is still in the file"
        assert envelope.keyed_mark.encode() in before
        assert envelope.keyed_mark.encode() not in copies["after"].main, "the mark of an envelope is still in the file"
    folder = {file.name: file.read_text() for file in app.config["KEYS_DIR"].iterdir()}
    assert {"anchor", "codes.key", "marks.key"} <= folder.keys() and not [name for name in folder if "round" in name]
    lines = copies["after"].order("record_line", "facts")
    for key in [*known.chosen, *known.hours, *(envelope.keyed_mark for envelope in vote.envelopes)]:
        assert not any(key in text for text in [*folder.values(), *map(str, lines)]), (
            "the folder or the record names it"
        )


@pytest.mark.parametrize(
    ("by_right", "where"), [(False, "envelopes in the dump, at the end"), (True, "turnout in the dump, after")]
)
def test_the_thief_wins_where_ballots_are_written_in_an_order(app, database, monkeypatch, by_right, where):
    numbers, rows = iter(range(10_000)), box_contents._rows
    monkeypatch.setattr(box_rows, "random_key", lambda: f"{next(numbers):032x}")
    monkeypatch.setattr(box_rows, "shuffled", list)
    if by_right:
        monkeypatch.setattr(box_contents, "_rows", lambda *asked: [dict(sorted(each.items())) for each in rows(*asked)])
    _vote, known, loot, _copies = heist(app, database, monkeypatch, 60)
    found = [link for link in attack.links(known, loot) if "60 of 60 are right" in link.seen]
    assert where in {link.voters_by for link in found}
    assert {"ballots in the dump, after", "ballots by index, after"} <= {link.ballots_by for link in found}


def made_up() -> attack.Known:
    voters, ballots = [f"voter {n}" for n in range(VOTERS)], [f"ballot {n}" for n in range(VOTERS)]
    kinds = [(n % 2, "screen") for n in range(VOTERS)]
    said = [str(n) for n in range(VOTERS)]
    parts = {voter: 3 * n // VOTERS for n, voter in enumerate(voters)}
    of = lambda keys, values: dict(zip(keys, values, strict=True))  # noqa: E731
    return attack.Known(of(voters, said), of(ballots, said), of(voters, kinds), of(ballots, kinds), parts)


def test_each_question_of_the_thief_finds_its_own_kind_of_link():
    known = made_up()
    voters, ballots = list(known.voted), list(known.chosen)
    one_off = [ballots[at] for n in range(0, VOTERS - 3, 4) for at in (n + 2, n + 3, n, n + 1)]
    asked = attack.links(
        known, attack.Loot({"casting": voters}, {"same": ballots, "backwards": ballots[::-1], "one off": one_off})
    )
    assert {("same", "are right"), ("backwards", "are right"), ("one off", "go together")} <= {
        (link.ballots_by, end) for link in asked for end in ("are right", "go together") if end in link.seen
    }
    assert not [link for link in asked if link.ballots_by == "one off" and "are right" in link.seen]
    dice, batches = random.Random(7), []
    for part in (1, 2, 0):  # opened in three batches, each well shuffled
        batch = [ballot for ballot, hour in known.hour_of.items() if hour == part]
        dice.shuffle(batch)
        batches += batch
    assert [link.voters_by for link in attack.links(known, attack.Loot({}, {"batches": batches}))] == [
        "hour of the vote"
    ]
    shuffled = random.Random(8).sample(ballots, VOTERS)
    assert attack.links(known, attack.Loot({"casting": voters}, {"shuffled": shuffled})) == []


@pytest.mark.both_databases
def test_envelopes_say_nothing_by_their_length_and_no_table_knows_a_time_or_a_choice_beside_a_right(app):
    vote = KnownVote(app, 60)
    for _part in range(3):
        vote.goes_on()
    envelopes = vote.sealed()
    assert {len(envelope.sealed) for envelope in envelopes} == {65 + 1024 + 16}
    assert (
        len({envelope.sealed for envelope in envelopes}) == len(envelopes) == queries.envelopes_in(vote.round.id) == 60
    )
    assert {column.name for column in Ballot.__table__.columns} == {"key", "round_id", "pot_id"}
    assert {column.name for column in Receipt.__table__.columns} == {"round_id", "code"}
    for table in (Ballot.__table__, Choice.__table__, Receipt.__table__):
        assert not {fk.column.table.name for fk in table.foreign_keys} & {"voting_right", "turnout", "envelope"}
    assert choices_of(vote.round.id) == [], "no result exists before the opening"
    with clock.moved(vote.round.post_closes_at):
        assert db.session.get(Round, vote.round.id) is not None

"""Nobody can learn from the files alone how a person voted, on PostgreSQL.

A server of its own that keeps commit times and every byte of its log: the worst that a thief could find. Stolen: dumps
an hour apart and afterwards, raw files, transaction ids and commit times, the order of indexes, the decoded log.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from pb.database import db
from pb.voting.models import random_key
from tests.support import effort, postgres
from tests.support.program import program
from tests.support.safety import attack, wal
from tests.support.safety.known_vote import KnownVote, an_hour_later

VOTERS = effort.runs(150, 1_000)
KEYS = {"voting_right": "key", "turnout": "right_key", "envelope": "right_key", "ballot": "key", "receipt": "code"}


@pytest.fixture(scope="module")
def cluster():
    try:
        with postgres.server(track_commit_timestamp="on", wal_keep_size="1GB", autovacuum="off") as cluster:
            yield cluster
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture
def app(cluster, tmp_path):
    name = f"box_{secrets.token_hex(3)}"
    cluster.make(name)
    with program(cluster.url(name), tmp_path) as app, app.app_context():
        db.create_all()
        app.extensions["tests_database"] = name
        yield app


@dataclass
class Copy:
    """One moment: a dump as ``pg_dump`` writes it, the raw files, and what the system columns say."""

    dump: dict[str, list[str]]
    raw: bytes
    seen: dict[str, list[str]]


def stolen(app: Any, cluster: postgres.Cluster) -> Copy:
    name = app.extensions["tests_database"]
    with cluster.connection(name) as connection:
        connection.execute("CHECKPOINT")
        oid = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0]
        seen = {}
        for table, key in KEYS.items():
            connection.execute("SET enable_seqscan = on; SET enable_indexscan = off; SET enable_bitmapscan = off")
            for by in ("ctid", "xmin::text::bigint, ctid", "pg_xact_commit_timestamp(xmin), ctid"):
                seen[f"{table} by {by}"] = attack.columns(
                    connection.execute(f"SELECT {key} FROM {table} ORDER BY {by}").fetchall()
                )
            connection.execute("SET enable_seqscan = off; SET enable_indexscan = on")
            some = f"SELECT {key} FROM {table} WHERE round_id = 1"
            seen[f"{table} by index"] = attack.columns(connection.execute(some).fetchall())
        for table, key in (("envelope", "right_key"), ("voting_right", "key")):
            marked = f"SELECT {key} FROM {table} ORDER BY keyed_mark"
            seen[f"{table} by mark"] = attack.columns(connection.execute(marked).fetchall())
        few = "SELECT ballot_key FROM choice GROUP BY ballot_key ORDER BY min(ctid)"
        seen["choice by ctid"] = attack.columns(connection.execute(few).fetchall())
    said = cluster.tool("pg_dump", "-h", str(cluster.folder), "-U", "postgres", "--data-only", name).stdout
    return Copy(dumped(said), attack.contents(cluster.data / "base" / str(oid), "*"), seen)


def dumped(said: str) -> dict[str, list[str]]:
    """The key of each row, table by table, in the order of the dump."""
    found: dict[str, list[str]] = {}
    for part in said.split("\nCOPY public.")[1:]:
        head, _, rest = part.partition("\n")
        table, columns = head.split(" ", 1)
        names = columns[1 : columns.index(")")].split(", ")
        if table in KEYS:
            at = names.index(KEYS[table])
            found[table] = [line.split("\t")[at] for line in f"\n{rest}".split("\n\\.\n")[0].splitlines()[1:]]
    return found


def orders(moment: str, copy: Copy, keys: dict[str, list[str]]) -> dict[str, list[str]]:
    """Everything in one copy that has an order, named."""
    found = {f"{by}, {moment}": order for by, order in copy.seen.items()}
    found |= {f"{table} in the dump, {moment}": order for table, order in copy.dump.items()}
    for what, some in keys.items():
        in_files = f"{what}s in the raw files, {moment}"
        found[in_files], found[f"{in_files}, last"] = attack.orders_in_bytes(copy.raw, some)
    return found


def sorted_out(known: attack.Known, receipts: dict[str, str], found: dict[str, list[str]]) -> attack.Loot:
    """Which orders are of voters, which of ballots; a receipt tells its voter."""
    loot = attack.Loot()
    for by, order in found.items():
        if order and order[0] in known.chosen:
            loot.ballots[by] = order
        elif order:
            voters = [receipts.get(key, key) for key in order]
            loot.voters[by] = [voter for voter in voters if voter in known.voted]
    return loot


def hours(first: Copy, second: Copy, last: Copy) -> dict[str, int]:
    """In which part of the vote each right was spent, by the difference between the dumps."""
    one, two, all_ = (set(copy.dump["turnout"]) for copy in (first, second, last))
    assert one < two < all_
    return {right: 0 if right in one else 1 if right in two else 2 for right in all_}


def test_postgresql_pairs_nobody_with_a_ballot_and_keeps_nothing_of_an_envelope(app, cluster):
    effort.did(VOTERS)
    vote, copies = KnownVote(app, VOTERS), {}
    vote.goes_on()
    copies["first"] = stolen(app, cluster)
    with an_hour_later():
        vote.goes_on()
        copies["an hour later"] = stolen(app, cluster)
        vote.goes_on()
    copies["at the end"] = stolen(app, cluster)
    known = vote.opened(hours(*copies.values()))
    copies["after"] = after = stolen(app, cluster)
    receipts = {envelope.receipt: envelope.right_key for envelope in vote.envelopes}
    keys = {"right": list(known.hours), "ballot": list(known.chosen), "receipt": list(receipts)}
    log = wal.read(cluster, **keys)
    found: dict[str, list[str]] = {"casting": vote.in_order_of_casting, "serials as typed": vote.serials}
    for moment, copy in copies.items():
        found |= orders(moment, copy, keys)
    for what, written in log.items():
        found |= wal.orders(written, what)
    loot = sorted_out(known, receipts, found)
    assert len(loot.voters) > 60 and len(loot.ballots) > 12
    assert {"ballot, in the log by Heap INSERT", "ballot, in the log by Btree INSERT_LEAF"} & loot.ballots.keys()
    assert attack.links(known, loot) == []

    one_transaction_wrote_everything(log)
    for envelope in vote.envelopes:
        mark = envelope.keyed_mark.encode()
        for piece in (envelope.sealed[:64], envelope.sealed[-64:], envelope.attempt_hash.encode(), mark):
            assert piece in copies["at the end"].raw and piece not in after.raw, "an envelope is still in the files"
    written_down = cluster.log.read_text() + after.raw.decode("latin-1")
    assert not [code for code in vote.codes if code in written_down]


def one_transaction_wrote_everything(log: dict[str, list[wal.Written]]) -> None:
    """Rights, receipts and ballots as they are now were all written by the opening's one transaction, in no order of
    casting.
    """
    ids = db.session.execute(
        text(" UNION ".join(f"SELECT xmin::text FROM {table}" for table in KEYS if table != "envelope"))
    ).all()
    db.session.rollback()
    assert len(ids) == 1, f"the rows were written by {len(ids)} transactions"
    opening = int(ids[0][0])
    assert {each.xid for each in log["ballot"] if each.xid} >= {opening}
    casts = {each.xid for each in log["right"] if each.xid} - {opening}
    assert len(casts) > VOTERS / 2, "the log does tell who voted in which transaction"
    assert not casts & {each.xid for each in log["ballot"]}, "a ballot was written where a right was spent"


def careless(vote: KnownVote) -> attack.Known:
    """A program that writes each ballot under a random key when it is cast, and then only puts the rows into another
    order.
    """
    known, rights = vote.known_before(), vote.in_order_of_casting
    ballots = {random_key(): right for right in rights}
    for key, right in ballots.items():
        with db.engine.begin() as connection:
            values = {"key": key, "right": right}
            connection.execute(text("UPDATE voting_right SET assisted = NOT assisted WHERE key = :right"), values)
            connection.execute(
                text("INSERT INTO ballot (key, round_id, pot_id) SELECT :key, round.id, pot.id FROM round, pot"), values
            )
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CLUSTER ballot USING pk_ballot"))
        connection.execute(text("CLUSTER voting_right USING pk_voting_right"))
    chosen = {key: known.voted[right] for key, right in ballots.items()}
    voters = {right: known.voters[right] for right in rights}
    kinds = {key: voters[right] for key, right in ballots.items()}
    return attack.Known({right: known.voted[right] for right in rights}, chosen, voters, kinds)


def test_the_thief_wins_where_rows_are_only_put_into_another_order(app, cluster):
    vote = KnownVote(app, 90)
    vote.goes_on()
    known = careless(vote)
    keys = {"right": list(known.voted), "ballot": list(known.chosen)}
    found = orders("after", stolen(app, cluster), keys)
    for what, written in wal.read(cluster, **keys).items():
        found |= wal.orders(written, what)
    links = {link.ballots_by for link in attack.links(known, sorted_out(known, {}, found)) if "are right" in link.seen}
    assert {
        "ballot by xmin::text::bigint, ctid, after",
        "ballot by pg_xact_commit_timestamp(xmin), ctid, after",
        "ballot, by transaction",
        "ballot, first in the log",
        "ballot, in the log by Heap INSERT",
    } <= links
    assert not {"ballot by ctid, after", "ballot in the dump, after"} & links, "those were put into another order"

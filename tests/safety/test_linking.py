"""Nobody can learn from the files alone how a person voted: dumps, raw files, logs, backups, before and after the opening.

A few hundred voters with known rights, known order of voting and (almost) unique choices; the thief pairs them by
every order in the files. Two statistical tests per order: right pairs against blind pairing, rank correlation.
"""

from __future__ import annotations

import random
import sqlite3
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select, text

from pb import clock
from pb.database import db
from pb.rounds.models import Round
from pb.voting import queries
from pb.voting.models import Ballot, Choice, Envelope, Receipt
from tests.safety import attack
from tests.safety.racing import cast, open_the_box
from tests.support import effort, postgres
from tests.support.make import Make
from tests.support.program import program

VOTERS = effort.runs(150, 1_000)
#: Some hundred tests are made in one run and all may fail together once in ten thousand runs: 0.0001 / 100 for each.
SELDOM = 1e-6


class Vote:
    """A round in which ``VOTERS`` known people voted one after another; each chose what nobody else did."""

    def __init__(self, app) -> None:
        make = Make(app)
        self.round = make.voting_round(projects=24, max_choices=4)
        ballots = random.Random(3).sample(list(combinations(range(1, 25), 4)), VOTERS)
        cards = make.cards(self.round, VOTERS)
        random.Random(4).shuffle(cards)
        self.voted: dict[str, str] = {}
        self.receipts: dict[str, str] = {}
        for card, numbers in zip(cards, ballots, strict=True):
            vote = make.vote(self.round, card, *numbers)
            self.voted[vote.right_key] = " ".join(map(str, numbers))
            self.receipts[vote.right_key] = cast(vote)
        self.sealed = list(db.session.scalars(select(Envelope.sealed)))
        self.attempts = list(db.session.scalars(select(Envelope.attempt_hash)))
        db.session.rollback()
        self.codes = [card.code for card in cards]

    def opened(self) -> dict[str, str]:
        """Open the box; what each ballot says, by its key."""
        assert open_the_box(self.round) == VOTERS
        chosen: dict[str, list[str]] = {}
        for key, number in db.session.execute(select(Choice.ballot_key, Choice.number).order_by(Choice.number)):
            chosen.setdefault(key, []).append(str(number))
        db.session.rollback()
        return {key: " ".join(numbers) for key, numbers in chosen.items()}


def no_better_than_chance(vote: Vote, chosen: dict[str, str], loot: attack.Loot) -> int:
    """Try every order of voters with every order of ballots, both ways round. How many were tried."""
    by_content = {content: key for key, content in chosen.items()}
    truly = {voter: by_content[content] for voter, content in vote.voted.items()}
    tried = 0
    for voters_by, voters in loot.voters.items():
        for ballots_by, ballots in loot.ballots.items():
            if len(ballots) < VOTERS / 2 or len(voters) < VOTERS / 2:
                continue
            for order in (ballots, ballots[::-1]):
                guess = attack.pair(voters, order)
                right = attack.right_pairs(guess, vote.voted, chosen)
                p = attack.chance(right, guess, vote.voted, chosen)
                assert p > SELDOM, f"{right} of {len(guess)} are right: voters by {voters_by}, ballots by {ballots_by}"
            rho = attack.correlation(voters, ballots, truly)
            assert not attack.correlated(rho, len(voters)), f"rho {rho:.2f}: voters by {voters_by}, ballots by {ballots_by}"
            tried += 1
    return tried


def test_the_thief_would_find_a_link_if_there_were_one(app):
    """The judge is judged: ballots in the order of casting are found by both tests."""
    vote = Vote(app)
    chosen = {f"ballot {n}": content for n, content in enumerate(vote.voted.values())}
    with pytest.raises(AssertionError, match=f"{VOTERS} of {VOTERS} are right"):
        no_better_than_chance(vote, chosen, attack.Loot({"casting": list(vote.voted)}, {"row": list(chosen)}))
    swapped = list(chosen)
    for n in range(0, VOTERS - 1, 2):
        swapped[n], swapped[n + 1] = swapped[n + 1], swapped[n]
    with pytest.raises(AssertionError, match="rho"):
        no_better_than_chance(vote, chosen, attack.Loot({"casting": list(vote.voted)}, {"row": swapped}))


def test_sqlite_before_and_after_the_opening(app, database, tmp_path):
    vote = Vote(app)
    file = Path(database.removeprefix("sqlite:///"))
    before = attack.contents(file.parent, "pb.sqlite*")
    earlier = sqlite_order(file, "envelope", "right_key")
    assert not any(code.encode() in before for code in vote.codes)
    chosen = vote.opened()

    main = file.read_bytes()
    log = file.with_name("pb.sqlite-wal")
    assert not log.exists() or log.stat().st_size == 0
    for gone in (*vote.sealed, *(attempt.encode() for attempt in vote.attempts)):
        assert gone not in main, "an envelope is still in the file"
    assert not any(code.encode() in main for code in vote.codes)
    loot = attack.Loot(voters={"casting": list(vote.voted), "an older backup's envelopes": earlier})
    rights, keys = list(vote.voted), list(chosen)
    loot.voters["rights in the raw file"] = attack.order_in_bytes(main, rights)
    loot.voters["rights in the raw file before"] = attack.order_in_bytes(before, rights)
    loot.voters["rights in the dump"] = sqlite_order(file, "voting_right", "key")
    loot.voters["turnout in the dump"] = sqlite_order(file, "turnout", "right_key")
    by_receipt = {receipt: voter for voter, receipt in vote.receipts.items()}
    loot.voters["receipts"] = [by_receipt[code] for code in sqlite_order(file, "receipt", "code")]
    loot.ballots["ballots in the raw file"] = attack.order_in_bytes(main, keys)
    loot.ballots["ballots in the dump"] = sqlite_order(file, "ballot", "key")
    loot.ballots["choices in the dump"] = list(dict.fromkeys(sqlite_order(file, "choice", "ballot_key")))
    assert no_better_than_chance(vote, chosen, loot) == 7 * 3


def sqlite_order(file: Path, table: str, column: str) -> list[str]:
    """A column in the order in which a dump would write its rows."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        values = [row[0] for row in connection.execute(f"SELECT {column} FROM {table}")]
    connection.close()
    return values


def test_postgresql_before_and_after_the_opening(tmp_path):
    """A server of its own that keeps commit times and every byte of its log: the worst that a thief could find."""
    try:
        with postgres.server(track_commit_timestamp="on", wal_keep_size="1GB", autovacuum="off") as cluster:
            cluster.make("box")
            with program(cluster.url("box"), tmp_path) as app, app.app_context():
                db.create_all()
                steal_from_postgresql(Vote(app), cluster)
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def steal_from_postgresql(vote: Vote, cluster: postgres.Cluster) -> None:
    by_id = "SELECT right_key FROM envelope ORDER BY pg_xact_commit_timestamp(xmin), xmin::text::bigint"
    earlier = list(db.session.scalars(text(by_id)))
    assert earlier == list(vote.voted), "before the opening the order of casting is no secret"
    db.session.rollback()
    chosen = vote.opened()
    for table in ("ballot", "choice", "receipt", "turnout", "voting_right"):
        ids = db.session.execute(text(f"SELECT DISTINCT xmin::text, xmax::text FROM {table}")).all()
        assert len(ids) == 1, f"the rows of {table} were written by {len(ids)} transactions"
    one = {db.session.scalar(text(f"SELECT xmin::text FROM {t} LIMIT 1")) for t in ("ballot", "receipt", "turnout", "voting_right")}
    assert len(one) == 1, "one transaction wrote them all"
    db.session.rollback()
    with cluster.connection("box") as connection:
        connection.execute("CHECKPOINT")
    base = attack.contents(cluster.data / "base", "*/*")
    for gone in (*vote.sealed, *(attempt.encode() for attempt in vote.attempts)):
        assert gone not in base, "an envelope is still in the files"
    rights, keys = list(vote.voted), list(chosen)
    by_receipt = {receipt: voter for voter, receipt in vote.receipts.items()}
    wal = attack.contents(cluster.data / "pg_wal", "0*")
    column = lambda query: list(db.session.scalars(text(query)))  # noqa: E731
    voters = {
        "casting": earlier,
        "place of the right": column("SELECT key FROM voting_right ORDER BY ctid"),
        "place of the turnout": column("SELECT right_key FROM turnout ORDER BY ctid"),
        "receipts": [by_receipt[code] for code in column("SELECT code FROM receipt ORDER BY ctid")],
        "rights in the raw files": attack.order_in_bytes(base, rights),
        "rights in the log": attack.order_in_bytes(wal, rights),
        "rights in the log, last": attack.order_in_bytes(wal[wal.rfind(keys[0].encode()) :], rights),
    }
    ballots = {
        "place of the ballot": column("SELECT key FROM ballot ORDER BY ctid"),
        "commit time and id": column("SELECT key FROM ballot ORDER BY pg_xact_commit_timestamp(xmin), xmin::text::bigint, ctid"),
        "place of the first choice": column("SELECT ballot_key FROM choice GROUP BY ballot_key ORDER BY min(ctid)"),
        "ballots in the raw files": attack.order_in_bytes(base, keys),
        "ballots in the log": attack.order_in_bytes(wal, keys),
    }
    db.session.rollback()
    assert no_better_than_chance(vote, chosen, attack.Loot(voters, ballots)) >= 20


@pytest.mark.both_databases
def test_envelopes_say_nothing_by_their_length_and_no_table_knows_a_time_or_a_choice_beside_a_right(app):
    vote = Vote(app)
    assert {len(sealed) for sealed in vote.sealed} == {65 + 1024 + 16}
    assert len(set(vote.sealed)) == len(vote.sealed)
    assert {column.name for column in Ballot.__table__.columns} == {"key", "round_id", "pot_id", "venue_id", "medium"}
    assert {column.name for column in Receipt.__table__.columns} == {"round_id", "code"}
    for table in (Ballot.__table__, Choice.__table__, Receipt.__table__):
        assert not {fk.column.table.name for fk in table.foreign_keys} & {"voting_right", "turnout", "envelope"}
    assert queries.envelopes_in(vote.round.id) == VOTERS
    assert list(queries.ballots(vote.round.id)) == [], "no result exists before the opening"
    with clock.moved(vote.round.post_closes_at):
        assert db.session.get(Round, vote.round.id) is not None

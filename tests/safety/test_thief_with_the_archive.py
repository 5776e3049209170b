"""What a thief reads who has the archive of PostgreSQL's write-ahead log, from before the first vote to after the publication,
``KEYS_DIR`` of each moment, and a facilitator's list of who got which paper.

The archive has every sealed vote and every sealed typing as it was written, and so whatever the database ever held for a
moment. Before the opening and the publication the keys open them: docs/safety.md says so. After the publication nothing does.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.paper.models import Entry, Paper
from pb.results import actions as results
from pb.voting.rules.sealing import EnvelopeOpener, Unreadable
from pb.web.access import Role
from tests.support import effort, postgres
from tests.support.program import program
from tests.support.safety import attack, wal
from tests.support.safety.known_vote import KnownVote, said
from tests.support.safety.thief import found_in, keys_in, trials

VOTERS = effort.runs(60, 300)
MOMENTS = ("before the opening", "after the opening", "after the publication")
#: A text that the desk has sealed, as a row of the log holds it.
TYPED = re.compile(rb"gAAAA[0-9A-Za-z_-]{80,}={0,2}")


@dataclass
class Loot:
    """``archive``: its folder; ``log``: what stands in it; ``keys``: everything in ``KEYS_DIR`` of a moment that may be a key.
    ``serials``: the paper of each sealed typing.
    """

    cluster: postgres.Cluster
    archive: Path
    log: bytes
    vote: KnownVote
    known: attack.Known
    keys: dict[str, set[bytes]]
    serials: dict[str, str]
    round_id: int


@pytest.fixture(scope="module")
def loot(tmp_path_factory):
    """The whole vote on a server that archives its log, and what was stolen of it."""
    archiving = {"archive_mode": "on", "archive_command": "mkdir -p ../archive && cp %p ../archive/%f"}
    folder = tmp_path_factory.mktemp("vote")
    try:
        with postgres.server(autovacuum="off", wal_level="replica", **archiving) as cluster:
            name = f"box_{secrets.token_hex(3)}"
            cluster.make(name)
            with program(cluster.url(name), folder) as app, app.app_context():
                db.create_all()
                vote, known, keys = voted(app)
                typings = select(Entry.sealed, Paper.serial).join(Paper, Paper.id == Entry.paper_id)
                entries = dict(db.session.execute(typings).all())
                round_id = vote.make.fresh(vote.round).id
                db.session.rollback()
            yield archived(cluster, vote, known, keys, entries, round_id)
            cluster.start_again()  # whoever started it stops it
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def voted(app) -> tuple[KnownVote, attack.Known, dict[str, set[bytes]]]:
    """From the first vote to the publication, with the keys of each moment."""
    vote, keys = KnownVote(app, VOTERS), {}

    def keys_are_stolen(moment: str) -> None:
        keys[moment] = set(keys_in(file.read_bytes() for file in app.config["KEYS_DIR"].iterdir()))

    for _ in range(3):
        vote.goes_on()
    keys_are_stolen(MOMENTS[0])
    known = vote.opened(hours={})
    keys_are_stolen(MOMENTS[1])
    with clock.moved(vote.round.post_closes_at + timedelta(hours=2)):
        vote.make.signed(vote.make.counted(vote.make.fresh(vote.round)))
        results.publish(vote.make.actor(Role.COORDINATOR), vote.make.fresh(vote.round))
    keys_are_stolen(MOMENTS[2])
    return vote, known, keys


def archived(cluster, *known_to_the_judge) -> Loot:
    """A server that is stopped archives the rest of its log first."""
    with cluster.connection() as connection:
        connection.execute("SELECT pg_switch_wal()")
    cluster.tool("pg_ctl", "stop", "--wait", "-m", "fast", "-D", str(cluster.data))
    archive = cluster.folder / "archive"
    return Loot(cluster, archive, wal.content(archive), *known_to_the_judge)


def votes_read(loot: Loot, moment: str) -> dict[str, str]:
    """What was chosen, by right, of the sealed votes that stand whole in the archive."""
    found = {}
    for key in loot.keys[moment]:
        opener = EnvelopeOpener(int.from_bytes(key, "big"))
        for each in loot.vote.envelopes:
            try:
                numbers = opener.unseal(loot.round_id, each.right_key, each.sealed)
            except Unreadable:
                continue
            found[each.right_key] = said(sorted(numbers))
    return found


def papers_read(loot: Loot, moment: str) -> set[str]:
    """What was typed, of everything in the archive that is sealed as the desk seals."""
    texts, found = set(TYPED.findall(loot.log)), set()
    for key in loot.keys[moment]:
        cipher = Fernet(base64.urlsafe_b64encode(key))
        for text in texts:
            try:
                found.add(cipher.decrypt(text).decode().strip().removeprefix("|"))
            except InvalidToken:
                break  # all of one round have one key
    return found


def test_the_archive_holds_every_sealed_vote_and_the_keys_of_before_open_them(loot):
    effort.did(VOTERS)
    assert len(loot.vote.envelopes) == VOTERS
    assert [each.right_key for each in loot.vote.envelopes if each.sealed not in loot.log] == []
    screens = {voter: chosen for voter, chosen in loot.known.voted.items() if voter not in loot.vote.serials}
    read = votes_read(loot, MOMENTS[0])
    assert len(read) == VOTERS and screens.items() <= read.items(), "docs/safety.md says so"
    typed = {loot.known.voted[serial] for serial in loot.vote.serials}
    assert typed <= papers_read(loot, MOMENTS[0]) and typed <= papers_read(loot, MOMENTS[1]), "docs/safety.md says so"


def test_once_the_box_is_open_no_vote_and_after_the_publication_no_paper_is_read(loot):
    assert all(len(loot.keys[moment]) >= 2 for moment in MOMENTS)
    assert votes_read(loot, MOMENTS[1]) == votes_read(loot, MOMENTS[2]) == {}
    assert papers_read(loot, MOMENTS[2]) == set()


def test_nothing_that_the_log_ever_held_can_be_tried_out_with_the_keys_that_are_left(loot):
    left = sorted(loot.keys[MOMENTS[2]])
    tried = [
        digest
        for voter, content in loot.known.voted.items()
        for digest in trials([content], [voter, str(loot.round_id)], left)
    ]
    assert len(tried) > 50 * VOTERS and found_in(loot.log, tried) == []
    assert set(found_in(loot.log + tried[7], tried)) == {tried[7]}, "one that was kept would be found"
    for content in loot.known.voted.values():
        clear = f'"{content.replace(" ", chr(34) + ":1," + chr(34))}":1'.encode()
        assert content.encode() not in loot.log and clear not in loot.log


def test_no_order_in_the_archive_leads_from_a_name_to_a_ballot(loot):
    vote, known = loot.vote, loot.known
    rights = [voter for voter in known.voted if voter not in vote.serials]
    log = wal.read(loot.cluster, loot.archive, right=rights, ballot=list(known.chosen))
    typed = [loot.serials[text.decode()] for text in TYPED.findall(loot.log) if text.decode() in loot.serials]
    printed = attack.orders_in_bytes(loot.log, vote.serials)
    voters = {
        "facilitator's list": vote.serials,
        "casting": vote.in_order_of_casting,
        "papers as they were printed": printed[0],
        "papers, last in the log": printed[1],
        "papers as they were typed": list(dict.fromkeys(typed)),
        "papers as they were typed last": list(dict.fromkeys(typed[::-1])),
        **wal.orders(log["right"], "right"),
    }
    assert {len(order) for by, order in voters.items() if "paper" in by} == {len(vote.serials)}
    found = attack.Loot(voters, wal.orders(log["ballot"], "ballot"))
    assert len(found.voters) > 10 and len(found.ballots) > 3
    assert attack.links(known, found) == []
    told = {"told": [known.ballot_of[each] for each in vote.serials]}
    assert attack.links(known, attack.Loot({"facilitator's list": vote.serials}, told)), "the judge would see a link"

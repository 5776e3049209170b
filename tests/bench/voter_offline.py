"""What becomes of votes on tablets without a network, in figures: ``python -m tests.bench.voter_offline [votes] [visits]``.

2,000 votes while connections are cut at random moments, browsers are killed 20 times and the server 5 times; what is left
on a tablet of 500 voters, one after another; 10,000 ballots that a tablet's script has sealed.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from pb.voting.rules.ballot_keys import key_of
from pb.voting.rules.sealing import EnvelopeOpener
from pb.web.access import FACILITATOR
from tests.support import run
from tests.support.browser import chromium
from tests.support.make import Make
from tests.support.offline import proof, traces
from tests.support.offline.sealing import any_ballots, sealed_on_the_device
from tests.support.program import program
from tests.support.server import serving

SEALED = 10_000


def traces_after(visits: int, browser: Any) -> int:
    """How many traces are left of so many voters on one tablet, in its browser and in the files of its profile."""
    from pb.database import db

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with program(f"sqlite:///{folder}/pb.sqlite", folder) as app, app.app_context():
            db.create_all()
            make = Make(app)
            round_ = make.voting_round(projects=12, entitlement="vouch", max_choices=3)
            voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
            with serving(app) as server:
                person = traces.in_a_profile(browser, server, folder / "profile")
                voters, found = traces.after_visits(person, round_, voting_session, visits)
                person.context.close()
        return len(found | traces.left_in_files(folder / "profile", voters.secrets()))


def opened() -> int:
    """How many ballots that a tablet's script has sealed the server opens, and reads as they were chosen."""
    key, ballots = key_of(47), any_ballots(SEALED, random.Random(12))
    opener = EnvelopeOpener(key.private)
    sealed = sealed_on_the_device(key.public, 7, ballots)
    return sum(
        opener.unseal(7, right, made.sealed) == choices for (right, choices), made in zip(ballots, sealed, strict=True)
    )


def print_votes(outcome: proof.Outcome) -> None:
    """What became of the votes."""
    print(f"| votes that a tablet said are saved | {outcome.saved:,} |")
    print(f"| of these lost | {outcome.lost} |\n| in the box twice | {outcome.doubled} |")
    print(f"| held or refused | {outcome.apart} |\n| in the box, and nobody was told | {outcome.untold} |")
    for how, many in sorted(outcome.cuts.items()):
        print(f"| connections: {how} | {many} |")
    print(f"| starts that came at the second try | {outcome.loaded_again} |")


def main(votes: int = proof.FULL.votes, visits: int = 500) -> None:
    """Play all of it and print."""
    run.begin()
    try:
        print("| what | figure |\n|---|---|")
        print(f"| ballots sealed on a tablet that open on the server | {opened():,} of {SEALED:,} |", flush=True)
        with chromium() as browser:
            print_votes(proof.prove(replace(proof.FULL, votes=votes), browser))
            print(f"| traces after {visits} visits | {traces_after(visits, browser)} |", flush=True)
    finally:
        run.end()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

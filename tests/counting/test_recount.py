"""The second program: written apart, run apart, and it agrees."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pb.counting
from pb.counting import Election, Outcome, Rulebook, count, pabulib
from tests.support.counting.elections import LOT, ballots_of, draw_rulebook, random_election
from tests.support.effort import runs

PROGRAM = Path(pb.counting.__file__).parent / "recount_naive.py"


def recount(folder: Path, *arguments: str) -> dict:
    """Run it as from the published zip: alone in a folder, isolated, where pb cannot be imported."""
    (folder / "recount.py").write_bytes(PROGRAM.read_bytes())
    done = subprocess.run([sys.executable, "-I", "recount.py", *arguments], cwd=folder, capture_output=True, check=True)
    return json.loads(done.stdout)


def published(election: Election, rulebook: Rulebook) -> tuple[bytes, Outcome]:
    """The file of a round whose money is in pounds and pence, and its outcome."""
    election = Election.of(election.projects, ballots_of(election), election.ballot_type, election.budgets)
    outcome = count(election, rulebook, LOT)
    return pabulib.write(election, rulebook=rulebook, lot=LOT, outcome=outcome), outcome


def test_it_cannot_import_pb(tmp_path):
    assert "import pb" not in PROGRAM.read_text() and "from pb" not in PROGRAM.read_text()
    file, outcome = published(random_election(random.Random(1)), Rulebook())
    (tmp_path / "election.pb").write_bytes(file)
    assert recount(tmp_path, "election.pb")["awards"] == outcome.awards


@pytest.mark.parametrize("ballot_type", ["choose", "points", "rank", "budget", "score"])
def test_it_agrees_on_random_elections_with_random_settings(tmp_path, ballot_type, capsys):
    from pb.counting import recount_naive

    draw, path = random.Random(ballot_type), tmp_path / "election.pb"
    for _ in range(runs(80, 5_000)):
        election = random_election(draw, ballot_type, most=8, projects=5)
        projects = [
            replace(p, least=draw.choice([None, max(p.cost // 2, 1)]), name=f"Project {p.id}")
            for p in election.projects
        ]
        election = Election.of(projects, ballots_of(election), ballot_type, election.budgets)
        rulebook = draw_rulebook(draw, election)
        if rulebook is None:
            continue
        file, outcome = published(election, rulebook)
        path.write_bytes(file)
        recount_naive.main([str(path)])
        again = json.loads(capsys.readouterr().out)
        assert (again["rule"], again["funded"], again["spent"]) == (outcome.rule, list(outcome.funded), outcome.spent)

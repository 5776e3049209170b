"""Elections for measuring: real files, and synthetic ones with Zipf popularity and 1 to 10 ticks on a ballot."""

from __future__ import annotations

import numpy as np

from pb.counting import ElectionProject

__all__ = ["synthetic", "synthetic_file"]


def synthetic(ballots: int, projects: int, seed: int = 1):
    """(projects, start, chosen, count, budget): one row per voter, nothing merged. Costs £1,000 to £50,000, pot 30 %
    of all.
    """
    draw = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, projects + 1)
    wanted = draw.integers(1, 11, ballots)
    # The `wanted` smallest of exponential times with these rates: a draw without replacement by popularity
    # (Efraimidis 2006).
    parts = []
    for begin in range(0, ballots, 50_000):
        times = draw.exponential(size=(min(50_000, ballots - begin), projects)) / popularity
        parts.append(np.argsort(times, axis=1)[:, :10].astype(np.int32))
    first_ten = np.concatenate(parts)
    chosen = first_ten[np.arange(10) < wanted[:, None]]
    costs = draw.integers(1_000, 50_001, projects) * 100
    made = [ElectionProject(str(k), k, int(cost)) for k, cost in enumerate(costs, 1)]
    start = np.concatenate(([0], np.cumsum(wanted)))
    return made, start, chosen, np.ones(ballots, dtype=np.int64), int(costs.sum() * 3 // 10)


def synthetic_file(path, ballots: int, projects: int, seed: int = 1) -> None:
    """The same as a Pabulib file, with costs in whole pounds."""
    made, start, chosen, _, budget = synthetic(ballots, projects, seed)
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f"META\nkey;value\nnum_projects;{projects}\nnum_votes;{ballots}\nbudget;{budget // 100}\nvote_type;approval\n"
            "rule;greedy\nPROJECTS\nproject_id;cost;name\n"
        )
        file.writelines(f"{p.id};{p.cost // 100};Project {p.id}\n" for p in made)
        file.write("VOTES\nvoter_id;vote\n")
        names = (chosen + 1).astype(str).tolist()
        bounds = start.tolist()
        file.writelines(f"{row};{','.join(names[bounds[row] : bounds[row + 1]])}\n" for row in range(ballots))

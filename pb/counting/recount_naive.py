"""Count a vote again, without the program that counted it.

    python recount_naive.py election.pb

It needs Python 3.9 or newer and nothing else, was written from the description of the rules, shares no line with
``pb``, and is plain on purpose: only who gets how much. It reads a Pabulib file with the settings in its META, and
prints {"awards": {...}, "funded": [...], "rule": "...", "spent": ...} with amounts in the smallest unit of money.
--rule, --satisfaction, --support, --lot, --round and --order A,B,C replace what the file says.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from fractions import Fraction
from typing import Any

Row = dict[str, str]  # a line of the file by column
Ballot = dict[str, int]  # points by project id
Project = dict[str, Any]
Settings = dict[str, Any]

RULE_NAMES = {
    **dict.fromkeys(("greedy", "greedy-threshold", "greedy-exclusive", "greedy-custom", "unknown"), "most-votes"),
    "greedy-no-skip": "most-votes-stop",
    **dict.fromkeys(("equalshares", "equalshares-comparison"), "equal-shares"),
    **dict.fromkeys(("equalshares/add1", "equalshares/add1-comparison"), "equal-shares-add1"),
}


def read_sections(path: str) -> tuple[dict[str, str], list[Row], list[Row]]:
    """META as a dictionary, PROJECTS and VOTES as lists of dictionaries."""
    sections: dict[str, list] = {"META": [], "PROJECTS": [], "VOTES": []}
    section, header = "", None
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            row = [cell.strip() for cell in row]
            if not any(row):
                continue
            if row[0].upper() in sections and not any(row[1:]):
                section, header = row[0].upper(), None
            elif header is None:
                header = row
            else:
                sections[section].append(dict(zip(header, row)))
    return {row["key"]: row.get("value", "") for row in sections["META"]}, sections["PROJECTS"], sections["VOTES"]


def read_projects(meta: Row, rows: list[Row]) -> tuple[list[Project], int]:
    """Projects with costs in the smallest unit, and that unit."""
    texts = [meta["budget"], meta.get("__pb_add_one_step", "1")]
    texts += [row[name] for row in rows for name in ("cost", "__pb_least", "__pb_withdrawn") if row.get(name)]
    unit = 100 if meta.get("currency") == "GBP" else 1
    while any((Fraction(text) * unit).denominator != 1 for text in texts):
        unit *= 10
    projects = []
    for row in rows:
        project: Project = {"id": row["project_id"], "number": row.get("__pb_number") or row["project_id"]}
        cost = (row["cost"] == "999999999" and row.get("__pb_withdrawn")) or row["cost"]
        project["cost"] = int(Fraction(cost) * unit)
        project["withdrawn"] = row["cost"] == "999999999" or not project["cost"]
        project["least"] = int(Fraction(row["__pb_least"]) * unit) if row.get("__pb_least") else None
        project["pot"] = row.get("__pb_pot") or meta.get("__pb_pot", "")
        projects.append(project)
    return projects, unit


def read_ballots(meta: Row, rows: list[Row], projects: list[Project]) -> list[Ballot]:
    """Each ballot as a dictionary of project id to points (1 where the ballot only names projects)."""
    here, ballots = {project["id"] for project in projects}, []
    for row in rows:
        ids = row["vote"].split(",") if row["vote"] else []
        if meta["vote_type"] in ("cumulative", "scoring"):
            points = [int(value) for value in row["points"].split(",")] if row["points"] else []
            ballot = {id: value for id, value in dict(zip(ids, points)).items() if value > 0 and id in here}
        elif meta["vote_type"] == "ordinal":
            ids = [id for id in dict.fromkeys(ids) if id in here]
            ballot = {id: len(ids) - place for place, id in enumerate(ids)}
        else:
            ballot = {id: 1 for id in ids if id in here}
        ballots.append(ballot)
    return ballots + [{}] * int(meta.get("__pb_blank_ballots", 0))


def tie_position(project: Project, settings: Settings) -> Any:
    """What decides between level projects: lower cost, then the lowest SHA-256; or the SHA-256 alone."""
    if settings["order"]:
        return settings["order"].index(project["id"])
    text = f"{settings['round']}:{project['pot']}:{settings['digits']}:{project['number']}"
    printed = len(project["number"]), project["number"]
    drawn = hashlib.sha256(text.encode("utf-8")).hexdigest() if settings["digits"] else printed
    return (project["cost"] if settings["tie_rule"] == "cost-then-lot" else 0, drawn)


def most_votes(projects: list[Project], ballots: list[Ballot], budget: int, settings: Settings) -> dict[str, int]:
    """Down the order of support (or of support per penny): fund what fits."""
    points = settings["by_points"]
    support = {p["id"]: sum(b[p["id"]] if points else 1 for b in ballots if p["id"] in b) for p in projects}
    least = max(0 if settings["without_votes"] else 1, settings["threshold"])
    possible = [project for project in projects if not project["withdrawn"] and support[project["id"]] >= least]
    possible = [p for p in possible if support[p["id"]] * 100 >= settings["percent"] * len(ballots)]
    per_pound = settings["rule"] == "votes-per-pound"
    possible.sort(key=lambda p: tie_position(p, settings))
    possible.sort(key=lambda p: -(Fraction(support[p["id"]], p["cost"]) if per_pound else support[p["id"]]))
    left, awards = budget, {}
    for project in possible:
        if any(project["id"] in group and any(id in awards for id in group) for group in settings["exclusions"]):
            continue
        award = 0
        if project["cost"] <= left:
            award = project["cost"]
        elif settings["part"] and project["id"] not in settings["declined"] and 0 < (project["least"] or 0) <= left:
            award = left
        if award:
            awards[project["id"]] = award
            left -= award
        elif settings["rule"] == "most-votes-stop":
            break
    return awards


def price_of(project: Project, ballots: list[Ballot], money: list[Fraction], points_count: bool) -> Any:
    """The price per unit of utility at which the supporters can just pay, or None. Voters are taken poorest first."""
    whose = [(i, ballot[project["id"]]) for i, ballot in enumerate(ballots) if project["id"] in ballot]
    supporters = [(money[i], points if points_count else 1) for i, points in whose]
    supporters.sort(key=lambda one: one[0] / one[1])
    cost, utilities = Fraction(project["cost"]), sum(utility for _, utility in supporters)
    for left, utility in supporters:
        if left * utilities >= cost * utility:
            return cost / utilities
        cost -= left
        utilities -= utility
    return None


def equal_shares_once(projects: list[Project], ballots: list[Ballot], share: Fraction, settings: Settings) -> list:
    money, bought = [share] * len(ballots), list[Project]()
    points_count, by_cost = settings["satisfaction"] == "points", settings["satisfaction"] == "cost"
    waiting = [project for project in projects if not project["withdrawn"]]
    while True:
        offers = []
        for project in waiting:
            price = price_of(project, ballots, money, points_count)
            if price is not None:
                measure = price / project["cost"] if by_cost else price
                offers.append((measure, tie_position(project, settings), price, project))
        if not offers:
            return bought
        _, _, price, project = min(offers, key=lambda offer: offer[:2])
        for i, ballot in enumerate(ballots):
            if project["id"] in ballot:
                money[i] -= min(money[i], price * (ballot[project["id"]] if points_count else 1))
        bought.append(project)
        waiting.remove(project)


def equal_shares(projects: list[Project], ballots: list[Ballot], budget: int, settings: Settings) -> dict[str, int]:
    """Equal shares; with add-one every share grows step by step until the winners would cost too much."""
    if not ballots:
        return {}
    share = Fraction(budget, len(ballots))
    bought = equal_shares_once(projects, ballots, share, settings)
    most = sum(1 for p in projects if not p["withdrawn"] and any(p["id"] in ballot for ballot in ballots))
    while settings["rule"] != "equal-shares" and len(bought) < most:
        share += settings["step"]
        more = equal_shares_once(projects, ballots, share, settings)
        if sum(project["cost"] for project in more) > budget:
            break
        bought = more
    awards = {project["id"]: project["cost"] for project in bought}
    if settings["rule"] == "equal-shares-add1-greedy":
        rest = [project for project in projects if project["id"] not in awards]
        plain = dict(
            settings, rule="most-votes", threshold=0, percent=0, part=False, exclusions=[], without_votes=False
        )
        awards.update(most_votes(rest, ballots, budget - sum(awards.values()), plain))
    return awards


def phragmen(projects: list[Project], ballots: list[Ballot], budget: int, settings: Settings) -> dict[str, int]:
    """Everybody saves a penny per moment; who has saved enough together buys; it ends where the pot would break."""
    since, left, awards = [Fraction(0)] * len(ballots), budget, {}
    named = {id for ballot in ballots for id in ballot}
    waiting = [p for p in projects if not p["withdrawn"] and p["cost"] <= budget and p["id"] in named]
    while waiting:
        ready = {}
        for project in waiting:
            begun = [since[i] for i, ballot in enumerate(ballots) if project["id"] in ballot]
            ready[project["id"]] = (project["cost"] + sum(begun)) / Fraction(len(begun))
        now = min(ready.values())
        level = sorted((p for p in waiting if ready[p["id"]] == now), key=lambda p: tie_position(p, settings))
        if any(project["cost"] > left for project in level):
            break
        awards[level[0]["id"]] = level[0]["cost"]
        left -= level[0]["cost"]
        waiting.remove(level[0])
        since = [now if level[0]["id"] in ballot else moment for moment, ballot in zip(since, ballots)]
    return awards


def settings_of(meta: Row, asked: argparse.Namespace, unit: int) -> Settings:
    names_only = meta["vote_type"] in ("approval", "choose-1")
    ours = {} if asked.rule else meta
    support = asked.support or ours.get("__pb_support") or ("votes" if names_only else "points")
    satisfaction = asked.satisfaction or ours.get("__pb_satisfaction") or ("cost" if names_only else "points")
    return {
        "rule": asked.rule or meta.get("__pb_rule") or RULE_NAMES.get(meta.get("rule", ""), "most-votes"),
        "by_points": support == "points",
        "satisfaction": satisfaction,
        "tie_rule": meta.get("__pb_tie_rule", "cost-then-lot"),
        "order": asked.order.split(",") if asked.order else None,
        "round": asked.round if asked.round is not None else meta.get("__pb_lot_round", ""),
        "digits": asked.lot or meta.get("__pb_lot_digits"),
        "threshold": int(ours.get("min_project_score_threshold", 0)),
        "percent": Fraction(ours.get("__pb_min_support_percent", 0)),
        "part": ours.get("__pb_part_funding") == "1",
        "declined": ours.get("__pb_declined", "").split(","),
        "step": int(Fraction(ours.get("__pb_add_one_step", 1)) * unit),
        "without_votes": ours.get("__pb_fund_without_votes") == "1",
        "exclusions": [group.split(",") for group in ours.get("__pb_exclusions", "").split("|") if group],
    }


def recount(path: str, asked: argparse.Namespace) -> dict[str, Any]:
    meta, project_rows, vote_rows = read_sections(path)
    projects, unit = read_projects(meta, project_rows)
    settings = settings_of(meta, asked, unit)
    name, budgets, awards = settings["rule"], {meta.get("__pb_pot", ""): meta["budget"]}, dict[str, int]()
    if meta.get("__pb_pot_budgets"):
        budgets = dict(part.rsplit("=", 1) for part in meta["__pb_pot_budgets"].split("|"))
    for pot, budget in budgets.items():
        mine = [project for project in projects if project["pot"] == pot]
        ballots = read_ballots(meta, [row for row in vote_rows if row.get("__pb_pot") in (None, "", pot)], mine)
        rule = equal_shares if "shares" in name else phragmen if name == "phragmen" else most_votes
        awards.update(rule(mine, ballots, int(Fraction(budget) * unit), settings))
    return {"rule": settings["rule"], "funded": list(awards), "awards": awards, "spent": sum(awards.values())}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Count a Pabulib file again, naively.")
    for option in ("file", "--rule", "--satisfaction", "--support", "--lot", "--round", "--order"):
        parser.add_argument(option)
    asked = parser.parse_args(arguments)
    print(json.dumps(recount(asked.file, asked), sort_keys=True))


if __name__ == "__main__":  # pragma: no cover - tests run it so in a process of its own
    main()

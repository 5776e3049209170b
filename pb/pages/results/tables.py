"""The tables of a published result: each is a CSV file, a sheet of the workbook, and a part of datapackage.json."""

from __future__ import annotations

from pb.pages.results.result_view import Result
from pb.pages.results.turnout_charts import channels_in_words, days_in_words, places_in_words
from pb.results.rules.open_data import PublishedTable
from pb.results.rules.ruled_papers import REASONS
from pb.results.rules.told_apart import PAPER, told_apart

_POT = ("pot", "string", "The pot of money; empty where the round has one")


def of_projects(result: Result) -> PublishedTable:
    """Every project, in the order of the count."""
    support = "points" if result.by_points else "votes"
    amount = result.outcome.money.digits
    rows = tuple(
        (
            pot.name or "",
            row.place,
            row.number,
            row.title,
            row.group,
            amount(row.cost),
            row.support,
            "withdrawn" if row.withdrawn else row.decision,
            amount(row.award),
            amount(row.spent_so_far),
            row.why,
            amount(row.gets),
            row.decided.reason if row.decided else "",
        )
        for pot in result.pots
        for row in pot.rows
    )
    columns = (
        _POT,
        ("place", "integer", "Place in the order of the count, from 1, in its pot"),
        ("number", "integer", "Number on the ballot"),
        ("title", "string", "Title on the ballot"),
        ("group", "string", "The group that asked for the money; empty where it is not known"),
        ("cost", "number", "What the group asked for"),
        (support, "integer", f"How many {support} the project had"),
        ("decision", "string", "By the count: funded, part-funded, not-funded or withdrawn"),
        ("award", "number", "What the count gives the group"),
        ("spent_so_far", "number", "What the count gives this project and those before it, added up"),
        ("why", "string", "Why the count decided so, in a sentence"),
        ("gets", "number", "What the group gets: the award, or what the steering group decided beside the count"),
        (
            "decided_otherwise",
            "string",
            "Why the steering group departed from the count; empty where the group gets its award",
        ),
    )
    about = "Every project on the ballot: what it cost, how many people chose it, whether it is funded and why"
    return PublishedTable("projects", "Projects", about, columns, rows)


def of_turnout(result: Result) -> PublishedTable:
    """Votes by place, by way of voting and by day, in groups of ten or more."""
    turnout = result.facts.get("turnout") or {}
    splits = (
        ("place", "places", places_in_words),
        ("way of voting", "channels", channels_in_words),
        ("day", "days", days_in_words),
    )
    rows = tuple(
        (split, words(group["names"]), group["ballots"])
        for split, key, words in splits
        for group in turnout.get(key, [])
    )
    columns = (
        ("split", "string", "place, way of voting or day: the votes of each split add up to all votes"),
        ("group", "string", "Which places, ways of voting or days"),
        ("votes", "integer", "Votes of the group"),
    )
    about = (
        "Where, how and when people voted. Small numbers are added up to 10 or more, so that nobody can be identified"
    )
    return PublishedTable("turnout", "Turnout", about, columns, rows)


def of_venues(result: Result) -> PublishedTable | None:
    """Each venue with the group in which its votes are published; None where no venue is known."""
    turnout = result.facts.get("turnout") or {}
    rows = [
        (name, len(group["names"]), places_in_words(group["names"]), group["ballots"])
        for group in turnout.get("places", [])
        for name in group["names"]
        if name
    ]
    rows += [
        (name, 1, f"{name}: no papers and no tablet were there", 0) for name in turnout.get("nobody_could_vote", [])
    ]
    rows.sort()
    if not rows:
        return None
    columns = (
        ("venue", "string", "A place that had a voting session"),
        ("places_together", "integer", "How many places are told together; 1 where this one is told alone"),
        ("group", "string", "Which they are"),
        ("votes_together", "integer", "Votes of all of them, as in turnout.csv"),
    )
    about = "Each venue, and the group of places in which its votes are told. Small numbers are added up to 10 or more"
    return PublishedTable("venues", "Venues", about, columns, tuple(rows))


def of_rulings(result: Result) -> PublishedTable | None:
    """What two people decided about papers and votes, by reason; None where nothing is known of it."""
    known, aside = result.facts.get("ruled_papers"), result.facts.get("set_aside", {})
    if known is None and not aside:
        return None
    # A paper that counted otherwise is a vote on paper: of those no number is told where turnout tells none.
    outcomes = ("not_counted", "counted_otherwise") if told_apart(result.facts, PAPER) else ("not_counted",)
    lines = [
        (outcome, reason, str(REASONS.get(reason, reason)), number)
        for outcome in outcomes
        for reason, number in (known or {}).get(outcome, {}).items()
    ]
    lines += [("set_aside", "sheets", "not a ballot paper", n) for n in (known or {}).get("set_aside", {}).values()]
    lines += [("not_opened", reason, reason.replace("_", " "), number) for reason, number in aside.items()]
    columns = (
        (
            "outcome",
            "string",
            "not_counted, counted_otherwise (than two people typed it), set_aside, or not_opened (with the box)",
        ),
        ("reason", "string", "The reason, as a word"),
        ("reason_in_words", "string", "The reason"),
        ("papers_or_votes", "integer", "How many papers or votes"),
    )
    about = "Papers and votes about which two people decided, by reason, in the whole round"
    return PublishedTable("rulings", "Rulings", about, columns, tuple(lines))


def of_ballots(rows: tuple[tuple[int, str, str], ...]) -> PublishedTable:
    """One line for each ballot, sorted by what was chosen: no time, no place, no way of voting."""
    columns = (
        ("ballot", "integer", "The line's number: it says nothing of a voter"),
        (
            "choices",
            "string",
            'Numbers of projects and what was given to each: "3:1 7:1" is a ballot with a tick for 3 and for 7. Text, not a time',
        ),
        _POT,
    )
    return PublishedTable("ballots", "Ballots", "The ballots, sorted by what was chosen", columns, rows)


def of_receipts(codes: tuple[tuple[str], ...]) -> PublishedTable:
    """The receipt codes of all votes, in order, with nothing beside them."""
    columns = (("receipt_code", "string", "Shows that a vote was counted, not how the person voted"),)
    return PublishedTable("receipts", "Receipt codes", "The receipt codes of all votes, in order", columns, codes)


def of_withheld(rows: tuple[tuple[str, str, int], ...]) -> PublishedTable:
    """How many ballots are withheld, and how often they chose each project."""
    columns = (
        _POT,
        ("project", "string", 'The number of a project on the ballot, or "all ballots"'),
        ("withheld", "integer", "How many of the withheld ballots chose it, or points that they gave it"),
    )
    about = "Ballots that are not in ballots.csv, because their choices were unusual, added up"
    return PublishedTable("withheld", "Withheld ballots", about, columns, rows)

"""What a reader of a published result knows of how many voted where, in which way and when: every number of its files and
sentences, as what it says of a sum. A sentence or column that is not known here fails the test that reads it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from pb.pages.results.files import csv_bytes, published_files
from pb.pages.results.reach_chart import reach_chart
from pb.pages.results.result_view import Result
from pb.pages.results.rights_sentences import codes_in_rows, rights_in_words
from pb.pages.results.tables import of_rulings, of_turnout, of_venues
from pb.pages.results.turnout_charts import channels_in_words, days_in_words, places_in_words, turnout_charts
from pb.pages.results.venue_sheets import votes_here
from pb.results.rules.told_apart import TABLETS, told_apart

#: Place ("" is home), way of voting, day ("" where it is not known).
Cell = tuple[str, str, str]
#: A number in a sentence.
_N = r"(One|one|[\d,]+)"
#: Files of a result. Ballots, outcome and elections know no place, day or way of voting.
_FILES = (
    r"(projects|ballots|turnout|venues|rulings|receipts|withheld)\.csv|outcome\.json|result\.(json|schema\.json|xlsx)|"
    r"datapackage\.json|election[\w-]*\.pb|recount_naive\.py|salt\.txt|README\.txt|SHA256SUMS"
)
_OF_RESULT_JSON = {
    *("format", "round", "version", "published", "corrects", "headline", "votes", "withheld", "licence", "signed"),
    *("hashes", "turnout", "pots", "offers", "declined", "objections", "stopped", "departures"),
}
#: Kinds of split, as turnout.csv calls them, by the part of a cell.
KINDS = (
    ("places", "place", places_in_words),
    ("channels", "way of voting", channels_in_words),
    ("days", "day", days_in_words),
)


class Told(NamedTuple):
    """The votes in these cells are this many, or at ``least``, or at ``most``."""

    of: Callable[[Cell], bool]
    least: int | None
    most: int | None


def _part(part: int, names: frozenset[str], n: int) -> Told:
    return Told(lambda cell: cell[part] in names, n, n)


def on_paper(cell: Cell) -> bool:
    return cell[1] in ("paper", "post")


def on_tablets(cell: Cell) -> bool:
    return cell[1] == "kiosk"


def at_venues(cell: Cell) -> bool:
    return cell[0] != ""


def with_card(cell: Cell) -> bool:
    return cell[1] in ("online", "post")


def everything(_cell: Cell) -> bool:
    return True


def result_with(facts: dict[str, Any]) -> Any:
    """A result of which only the facts are known: its sentences are those of a real one."""
    nothing: Any = SimpleNamespace()
    return Result(nothing, nothing, nothing, nothing, {}, json.loads(json.dumps(facts)))


def told_in(facts: dict[str, Any]) -> Iterator[Told]:
    """Everything that a publication of these facts says of turnout."""
    result = result_with(facts)
    yield Told(everything, facts["turnout"]["ballots"], facts["turnout"]["ballots"])
    yield from _in_tables(result)
    yield from _codes(result)
    for sentence in sentences_of(result):
        yield from said_in(sentence)


def require_no_other_numbers(result: Any) -> None:
    """Fails where a real result has a file, a table or a sentence that this module does not know, or one that says of turnout
    what another does not.
    """
    files = published_files(result)
    unknown = {name for name in files if not re.fullmatch(_FILES, name)}
    assert not unknown, f"tell the attack what these say of votes: {unknown}"
    described = json.loads(files["result.json"])
    assert described.keys() <= _OF_RESULT_JSON and described["votes"] == result.votes
    assert all(described["turnout"][name] == result.facts["turnout"][name] for name, _kind, _words in KINDS)
    codes = files["receipts.csv"].decode("utf-8-sig").split()[1:]
    assert len(codes) == result.votes and len({len(code) for code in codes}) <= 1, "a receipt tells no way of voting"
    with zipfile.ZipFile(io.BytesIO(files["result.xlsx"])) as workbook:
        sheets = re.findall(r'<sheet name="([^"]+)"', workbook.read("xl/workbook.xml").decode())
    assert {*sheets} <= {"Cover", "Contents", "Notes", "Projects", "Turnout", "Venues", "Rulings", "Withheld ballots"}
    list(told_in(result.facts))


def rows_of(table: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(table.header, table.rows).decode("utf-8-sig"), newline="")))


def _in_tables(result: Any) -> Iterator[Told]:
    """turnout.csv, venues.csv, rulings.csv, the charts, result.json and the venues' sheets, which must all say the same."""
    turnout = result.facts["turnout"]
    lines = {(row["split"], row["group"]): int(row["votes"]) for row in rows_of(of_turnout(result))}
    for part, (name, kind, words) in enumerate(KINDS):
        for group in turnout[name]:
            assert lines.pop((kind, words(group["names"]))) == group["ballots"]
            yield _part(part, frozenset(group["names"]), group["ballots"])
    assert not lines, "the file has no other group"
    places = [(group["names"], group["ballots"]) for group in turnout["places"]]
    venues = of_venues(result)
    for row in rows_of(venues) if venues else []:
        if row["venue"] in turnout.get("nobody_could_vote", ()):
            assert row["votes_together"] == "0"
            continue
        assert any(row["venue"] in names and int(row["votes_together"]) == n for names, n in places)
        assert set(re.findall(r"\d+", votes_here(result, row["venue"]).replace(row["venue"], ""))) <= _numbers(places)
    known = {group["ballots"] for name, _kind, _words in KINDS for group in turnout[name]}
    for chart in turnout_charts(turnout):
        assert {value for row in chart.values for value in row if isinstance(value, int)} <= known
    for group in result.facts.get("reach", []):
        assert (group["names"], group["votes"]) in places and "" not in group["names"]
    if reach := reach_chart(result.facts.get("reach", [])):
        told_of_reach = {(row[0], row[3]) for row in reach.values}
        assert told_of_reach <= {(places_in_words(names), n) for names, n in places}, "no other groups"
        assert all(row[2] == "" or int(row[2]) % 10 == 0 for row in reach.values), "people in tens"
    rulings = of_rulings(result)
    for row in rows_of(rulings) if rulings else []:
        if row["outcome"] == "counted_otherwise":
            yield Told(on_paper, int(row["papers_or_votes"]), None)
        else:
            assert row["outcome"] in ("not_counted", "set_aside", "not_opened"), "those are no votes"


def _codes(result: Any) -> Iterator[Told]:
    """The rows of the page about voting codes: no more people can have voted with one."""
    rows = dict(codes_in_rows(result.facts["rights"])) if "rights" in result.facts else {}
    if usable := rows.pop("Voting codes that could be used", None):
        assert usable == "fewer than 10"
        yield Told(with_card, None, 9)
    elif rows:
        _issued, released, void, _replaced = (_number(said) for said in rows.values())
        yield Told(with_card, None, released - void)


def _numbers(places: list[tuple[list[str], int]]) -> set[str]:
    """The numbers of a sheet: votes, and those that stand in the names of venues."""
    return {str(n) for _names, n in places} | {
        n for names, _n in places for name in names for n in re.findall(r"\d+", name)
    }


def sentences_of(result: Any) -> list[str]:
    """All that a page, a pack and README.txt say in sentences of how people voted."""
    known = result.facts.get("rights")
    said = rights_in_words(known, exact=told_apart(result.facts, TABLETS)) if known else []
    said += [f"Very quick votes on tablets: {result.quick_votes}."] if result.quick_votes else []
    return [*said, *map(str, (*result.paper_check, *result.tablet_checks, *result.heads, *result.session_ends))]


def said_in(sentence: str) -> Iterator[Told]:
    """What one sentence says of turnout. Fails where it has a number and is not known here."""
    if re.match(rf"{_N} voting cards? (?:was|were) made: ", sentence):
        yield from _cards(sentence)
        return
    if sentence.startswith("Help at voting sessions."):
        yield from (Told(at_venues, int(n), None) for n in re.findall(r": (\d+) (?:to|or more)", sentence))
        return
    for pattern, says in _SAYINGS:
        if found := re.search(pattern, sentence):
            yield from says(*(_number(n) for n in found.groups() if n))
            return
    assert not re.search(r"\d", sentence.replace("Fewer than 10", "").replace("fewer than 10", "")), (
        f"tell the attack what this says of votes: {sentence}"
    )


def _number(said: str) -> int:
    return 1 if said in ("One", "one") else int(said.replace(",", ""))


def _nothing(*_numbers: int) -> list[Told]:
    return []


def _cards(sentence: str) -> list[Told]:
    """No more people can have voted with a card than have one."""
    there = re.findall(
        rf"{_N} (?:was|were) handed out|{_N} (?:was|were) not accounted|{_N} (?:is|are) missing", sentence
    )
    return [Told(with_card, None, sum(_number(n) for each in there for n in each if n))]


_SAYINGS: list[tuple[str, Callable[..., list[Told]]]] = [
    (rf"looked at each of the {_N} papers again|looked at the (one) paper again", lambda *n: _papers(*n)),
    (rf"^The paper part has {_N} papers", lambda n: _papers(n)),
    (rf"^{_N} of them (?:is|are) different from what was counted", lambda n: [Told(on_paper, n, None)]),
    (rf"^On {_N} papers?, someone first saw", lambda n: [Told(on_paper, n, None)]),
    (rf"^Check \d+ of the papers came before this one: {_N} more papers?", lambda n: [Told(on_paper, n, None)]),
    (rf"^{_N} papers? counts? as two people decided", lambda n: [Told(on_paper, n, None)]),
    (
        rf"^{_N} votes? from (?:a tablet|tablets) came without the code.* decided that {_N} of",
        lambda _n, c: _tablets(c),
    ),
    (r"^Very quick votes on tablets: (\d+) (?:to|or more)", lambda n: _tablets(n)),
    (
        r"^(?:[\d,]+ voting cards were made\. )?Fewer than (\d+) (?:of them|voting cards)",
        lambda n: [Told(with_card, None, n - 1)],
    ),
    # Papers that were not counted, ballots without a vote, checks of tablets, sheets, looks, rounds of a check: no votes.
    (
        r"^(?:One|[\d,]+) (?:ballots?|papers?|sheets?|more looks?) .*(?:without a vote|did not count|set aside|needed)",
        _nothing,
    ),
    (
        r"^So, with a chance of 95|^To test the tablets|^The paper part was looked at for version|^Difference between the people",
        _nothing,
    ),
    (r"^Check \d+ of the papers came before this one|^Then the votes were counted again|^Very quick votes", _nothing),
    (r"^(?:One|\d+) votes? from (?:a tablet|tablets) (?:came without|could not be taken)", _nothing),
    (
        r"^(?:One|\d+) tablets? (?:was|were) lost|^At (?:one|\d+) voting sessions?|^(?:The|So|This|All) .*(?:result|check)",
        _nothing,
    ),
    (r"^For one of them the choices|^For \d+ of them the choices|session boxe?s? (?:was|were) opened", _nothing),
]


def _papers(*numbers: int) -> list[Told]:
    [n] = numbers
    return [Told(on_paper, n, n)]


def _tablets(n: int) -> list[Told]:
    return [Told(on_tablets, n, None)]

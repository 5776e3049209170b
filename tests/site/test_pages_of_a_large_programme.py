"""Each page that staff may open, from the list of routes, and the public ones that grow: in a programme twice as large it
asks the database no more often, and its HTML stays small.

How long a page takes is measured by ``python -m tests.bench.staff_pages``, in a programme that is larger still.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from pb.database import db
from tests.support import databases, effort
from tests.support.large.growing import Size, grow
from tests.support.large.walk import Seen, addresses_by_rule, look
from tests.support.links import said_twice
from tests.support.program import program
from tests.support.sources import expect_none
from tests.support.stages import stages
from tests.support.visitor import Visitor

#: More than any list shows on one page of it, so that both sizes have more pages than one.
ONCE = Size(people=60, venues=60, sessions=70, applications=75, rights=200, envelopes=100, papers=165, lines=125)
#: In the long run.
ONCE_LONG = Size(
    people=120, venues=60, sessions=140, applications=150, rights=400, envelopes=200, papers=330, lines=250
)
#: The largest that a page may be in a programme of twice the longer size, in bytes.
MOST = 100 * 1024


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> dict[str, list[tuple[str, Seen, Seen]]]:
    """By rule: address, and what its page was in a large programme and in one that is twice as large."""
    folder, kept = tmp_path_factory.mktemp("large"), tmp_path_factory.mktemp("kept")
    with databases.fresh("sqlite", folder) as url, program(url, folder) as app, app.app_context():
        world = stages(app, rounds=7)
        accounts = (world.me, world.member)
        people = [Visitor(app).signed_in_as(who) for who in accounts]
        once = ONCE_LONG if effort.FULL else ONCE
        grow(world, once)
        before = {rule: _looks(people, paths) for rule, paths in addresses_by_rule(world).items()}
        db.engine.dispose()  # so that all of it is in the file
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        grow(world, once)
        with program(url.replace(str(folder), str(kept)), kept) as smaller:
            as_it_was = [Visitor(smaller).signed_in_as(who) for who in accounts]
            return {
                rule: [(path, *_both(people, as_it_was, path, who, one)) for path, (who, one) in looks.items()]
                for rule, looks in before.items()
            }


def _looks(people: list[Visitor], paths: list[str]) -> dict[str, tuple[int, Seen]]:
    """For each address that shows a page: which of these people sees it, and what they see."""
    found = {}
    for path in paths:
        for who, person in enumerate(people):
            one = look(person, path)
            if one.status == 200:
                found[path] = who, one
            if one.status in (200, 404):  # who may look there: it is there for everybody who may, or for nobody
                break
    return found


def _asked(seen: Seen) -> Counter[str]:
    """What a page asks, however many things it names in one question."""
    return Counter(_LIST.sub("(…)", statement) for statement in seen.queries)


#: The things that a question names: (?, ?, ?), or for more than one column ((?, ?), (?, ?)).
_LIST = re.compile(r"\([?(][?(), ]*\)")


def _both(people: list[Visitor], as_it_was: list[Visitor], path: str, who: int, one: Seen) -> tuple[Seen, Seen]:
    """The page in the large programme and in the larger one. Where both ask the very same, one showing of each tells it.
    Else the second showing counts, in the programme as it was too: what is kept in memory after the first one is no
    part of what a page costs.
    """
    two = look(people[who], path)
    if two.status != 200:
        who, two = next((n, found) for n, each in enumerate(people) if (found := look(each, path)).status == 200)
    if _asked(one) == _asked(two):
        return one, two
    look(as_it_was[who], path)
    again = look(as_it_was[who], path)
    assert again.status == 200, path
    return again, two if len(two.queries) <= len(again.queries) else look(people[who], path)


#: They open only where nothing is left to settle, which in a large programme is nowhere; they list nothing. And a file that
#: only whoever has made it downloads; the batches that an address names; and papers, which are printed until they are accounted for.
#: So many rounds on the dashboard have rights and no published result: each is counted once.
VOTED_IN = 3
ONLY_WHEN_DUE = {
    f"/rounds/<int:round_id>/after-close/{step}"
    for step in (
        *(
            "box",
            "evening",
            "lot",
            "objections/<int:number>",
            "offers/<int:project_id>",
            "paper-check",
            "paper-check/papers",
        ),
        "resolutions/<matter>/<int:subject>",
    )
} | {
    "/rounds/<int:round_id>/letters/letters.pdf",
    "/rounds/<int:round_id>/paper-desk/batches/made",
    "/rounds/<int:round_id>/paper-desk/batches/papers.pdf",
    "/rounds/<int:round_id>/paper-desk/reply-labels.pdf",
    "/rounds/<int:round_id>/paper-desk/postal-votes/labels.pdf",
    "/rounds/<int:round_id>/paper-desk/postal-votes/letters.pdf",
    "/rounds/<int:round_id>/sessions/from-file/<int:list_id>",
}


def test_every_page_of_staff_is_looked_at(seen):
    assert {rule for rule, looks in seen.items() if not looks} == ONLY_WHEN_DUE


def test_a_larger_programme_asks_no_more_queries(seen):
    expect_none(
        {
            f"{path} asks {len(one.queries)} queries, and {len(two.queries)} in a larger programme: {_more(one, two)}"
            for looks in seen.values()
            for path, one, two in looks
            if len(two.queries) > len(one.queries)
        }
    )


#: So often these pages ask at most. The dashboard is one of seven rounds: of each what its phase needs, and the rest once.
ASK_AT_MOST = {
    "/dashboard": 205,
    "/rounds/<int:round_id>/manage": 78,
    "/rounds/<int:round_id>/after-close": 60,
    "/rounds/<int:round_id>/freeze": 42,
    "/rounds/<int:round_id>/cards": 26,
    "/rounds/<int:round_id>/cards/stacks": 20,
    "/rounds/<int:round_id>/paper-desk": 58,
}


@pytest.mark.parametrize("rule", ASK_AT_MOST)
def test_a_page_asks_what_its_round_needs_and_no_more(seen, rule):
    most = {path: len(two.queries) for path, _one, two in seen[rule] if len(two.queries) > ASK_AT_MOST[rule]}
    assert not most


def test_the_rights_of_a_round_are_counted_once_for_a_page(seen):
    counts = re.compile(r"SELECT .*count\(.*FROM voting_right.*round_id = .*GROUP BY", re.DOTALL)
    found = {
        path: [each for each in two.queries if counts.search(each) and "JOIN" not in each]
        for rule in ("/dashboard", "/rounds/<int:round_id>/manage", "/rounds/<int:round_id>/after-close")
        for path, _one, two in seen[rule]
    }
    assert any(found.values()), "the expression finds no count at all"
    expect_none({path for path, asked in found.items() if len(asked) > (VOTED_IN if path == "/dashboard" else 1)})


def _more(one: Seen, two: Seen) -> str:
    more = Counter(two.queries) - Counter(one.queries)
    return "; ".join(f"{times} × {statement[:300]}" for statement, times in more.most_common(2))


def test_two_links_of_a_page_with_the_same_words_lead_to_the_same_place(seen):
    found = {
        f"{path}: “{words}” leads to {sorted(places)[:3]}"
        for looks in seen.values()
        for path, one, _two in looks
        for words, places in said_twice(one.html).items()
    }
    expect_none(found)


@pytest.mark.parametrize(
    ("html", "is_fault"),
    [
        ('<a href="/1">Open</a> <a href="/2">Open</a>', True),
        ('<a href="/1">Open</a> <a href="/1">Open</a>', False),
        ('<a href="/1">Open<span class="visually-hidden"> one</span></a> <a href="/2">Open <b>two</b></a>', False),
        ('<a href="/1"><svg aria-hidden="true"><title>x</title></svg>Open</a> <a href="/2"> Open </a>', True),
        ('<a href="/1" aria-label="Open one">Open</a> <a href="/2">Open</a>', False),
    ],
)
def test_links_that_sound_alike_are_found(html, is_fault):
    assert bool(said_twice(html)) == is_fault


def test_every_page_is_small(seen):
    expect_none(
        {
            f"{path} has {size // 1024} KB of HTML"
            for looks in seen.values()
            for path, one, two in looks
            if two.is_page and (size := _in_the_largest(one, two)) > MOST
        }
    )


def _in_the_largest(one: Seen, two: Seen) -> int:
    """The size of a page in the long run's larger programme. Every day's is half of that: what a page grew, it grows twice
    more.
    """
    return two.size if effort.FULL else two.size + 2 * max(0, two.size - one.size)

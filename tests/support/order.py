"""In which order the tests run, and on which databases: what takes long comes first, so that no worker is left with it at
the end alone.
"""

from __future__ import annotations

import pytest

from tests.support import effort

#: Modules with tests of more than ten seconds of a processor, or that prepare what others wait for; the dearest first.
#: ``make test`` prints the slowest tests: one that appears there often belongs in here.
LONGEST_FIRST = (
    "tests/site/test_pages_of_a_large_programme.py",
    "tests/safety/test_damaged_rows_of_every_table.py",
    "tests/site/test_sources.py",
    "tests/site/test_javascript.py",
    "tests/programme/test_the_demo.py",
    "tests/site/test_every_screen_is_accessible.py",
    "tests/journeys/test_every_vote_is_in.py",
    "tests/journeys/test_an_idea_becomes_a_funded_project.py",
    "tests/journeys/test_three_channels_one_count.py",
    "tests/safety/test_thief_at_each_moment.py",
    "tests/safety/test_every_column_is_kept.py",
    "tests/pages/after_close/test_the_way_to_a_result_in_a_browser.py",
    "tests/results/test_rounds_from_files.py",
    "tests/site/test_every_word_is_translated.py",
    "tests/site/test_nothing_typed_is_lost.py",
    "tests/journeys/test_from_every_state_there_is_a_way_on.py",
    "tests/safety/test_no_log_tells_of_a_vote.py",
    "tests/safety/test_routes.py",
    "tests/safety/test_killed_while_casting.py",
    "tests/safety/test_durability.py",
    "tests/safety/test_attack_half_sent.py",
    "tests/safety/test_races.py",
    "tests/pages/kiosk/test_kiosk_in_the_browser.py",
    "tests/pages/kiosk/test_every_saved_vote_arrives_once.py",
    "tests/pages/kiosk/test_no_trace_of_a_voter.py",
    "tests/pages/kiosk/test_the_tablets_pages_are_the_servers.py",
    "tests/pages/kiosk/test_a_tablet_in_trouble.py",
    "tests/pages/kiosk/test_without_a_network.py",
    "tests/pages/kiosk/test_votes_of_a_tablet_arrive.py",
)


def put_longest_first(items: list[pytest.Item]) -> None:
    """Move the tests of these modules to the front. The tests of a module stay together, for they share what they
    prepare.
    """
    rank = {module: number for number, module in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


DATABASES = ("sqlite", "postgresql")


def databases_of(test: pytest.Function, module: object, *, long: bool = effort.FULL) -> tuple[str, ...]:
    """Marked ``both_databases``, a test (or each of a module) runs once on either. Of a module marked
    ``databases_in_turn`` one test runs on SQLite, the next on PostgreSQL and so on; in the ``long`` run all on both.
    """
    if test.get_closest_marker("both_databases") or (long and test.get_closest_marker("databases_in_turn")):
        return DATABASES
    if not test.get_closest_marker("databases_in_turn"):
        return ()
    tests = [name for name in vars(module) if name.startswith("test_")]
    return (DATABASES[tests.index(test.originalname) % len(DATABASES)],)

"""After many voters on one tablet nothing in it tells what one of them chose, whose code it was or which receipt."""

from __future__ import annotations

import pytest

from tests.support import effort
from tests.support import kiosk_alone as alone
from tests.support.offline import traces

LINES = 12


@pytest.fixture
def round_(make, request):
    return make.voting_round(projects=LINES, entitlement=getattr(request, "param", "vouch"), max_choices=3)


@pytest.fixture
def in_a_profile(chromium, live_server, tmp_path):
    person = traces.in_a_profile(chromium, live_server, tmp_path / "profile")
    yield person
    person.context.close()


@pytest.fixture
def sends_each_press(chromium, live_server, tmp_path):
    person = traces.in_a_profile(chromium, live_server, tmp_path / "profile", service_workers="block")
    yield person
    person.context.close()


def test_nothing_of_a_voter_is_left_on_a_tablet_without_a_network(in_a_profile, round_, voting_session):
    visits, person = effort.runs(10, 500), in_a_profile
    voters, found = traces.after_visits(person, round_, voting_session, visits)
    assert found == set()
    assert len(voters.receipts) == visits
    assert sorted(map(sorted, person.server_there.ballots())) == sorted(map(list, voters.choices))
    person.leaves()
    assert traces.left_in_files(person.folder, voters.secrets()) == set()


@pytest.mark.parametrize("round_", ["code"], indirect=True)
def test_nor_is_the_code_of_a_card(in_a_profile, round_, voting_session, make):
    visits, person = effort.runs(3, 50), in_a_profile
    codes = [card.code for card in make.cards(round_, visits)]
    voters, found = traces.after_visits(person, round_, voting_session, visits, codes)
    assert found == set() and len({vote["card"] for vote in person.server_there.votes.values()}) == visits
    person.leaves()
    assert traces.left_in_files(person.folder, voters.secrets()) == set()


@pytest.mark.parametrize("round_", ["code"], indirect=True)
def test_nor_on_one_that_sends_each_press(sends_each_press, round_, voting_session, make):
    visits, person = effort.runs(3, 50), sends_each_press
    alone.set_up(person, voting_session, needs_network=True)
    voters = traces.Voters(LINES)
    cards = make.cards(round_, visits)
    for card, numbers in zip(cards, traces.choices_of(visits, LINES), strict=True):
        person.types("Code on the voter’s card", card.code)
        voters.receipts.append(alone.votes(person, dict.fromkeys(numbers, 1)))
        voters.choices.append(numbers)
        voters.codes.append(card.code)
    assert traces.left_of(person.page, voters) == set()
    person.leaves()
    assert traces.left_in_files(person.folder, voters.secrets()) == set()


@pytest.mark.parametrize(
    "keeps",
    [
        "words => { document.body.append(words); }",
        "words => { sessionStorage.setItem('kept', words); }",
        "words => { window.kept = { words: `${words} `.trim() }; }",
        "words => { history.pushState(null, '', `?${words}`); }",
        "async words => { await (await caches.open('kept')).put('/kept', new Response(words)); }",
        "async words => { await new Promise(done => { const opening = indexedDB.open('kept', 1);"
        " opening.onupgradeneeded = () => { opening.result.createObjectStore('all').put(words, 'kept'); };"
        " opening.onsuccess = () => { opening.result.close(); done(); }; }); }",
    ],
    ids=["page", "storage", "memory", "history", "cache", "database"],
)
def test_what_is_kept_would_be_found(browser_visitor, keeps):
    person = browser_visitor.opens("/vote")
    voters = traces.Voters(LINES, receipts=["ABCDEFGHJKMN"])
    assert traces.left_of(person.page, voters) == set()
    person.page.evaluate(keeps, "ABCDEFGHJKMN")
    assert traces.left_of(person.page, voters) == {"ABCDEFGHJKMN"}


def test_what_is_kept_would_be_found_in_the_files(in_a_profile):
    in_a_profile.page.goto("/vote")
    in_a_profile.page.evaluate("localStorage.setItem('kept', 'ABCDEFGHJKMN')")
    in_a_profile.context.close()
    assert traces.left_in_files(in_a_profile.folder, {"ABCDEFGHJKMN", "NMKJHGFEDCBA"}) == {"ABCDEFGHJKMN"}

"""A tablet that needs no network: people vote while there is none, and each vote arrives once, as it was chosen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from pb.database import exclusive_transaction
from pb.projects.models import Media
from pb.voting import queries
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.makers.projects import picture as small_picture

#: Ballots of each type: the settings of the round, and what three voters choose.
TYPES = {
    "choose": ({"min_choices": 1, "max_choices": 3}, [{2: 1}, {1: 1, 6: 1}, {3: 1, 4: 1, 5: 1}]),
    "points": ({"ballot_type": "points", "points_to_share": 5, "max_choices": 3}, [{2: 5}, {1: 1, 6: 3}, {4: 1}]),
    "rank": ({"ballot_type": "rank", "max_choices": 3}, [{2: 1}, {6: 1, 1: 2}, {5: 1, 3: 2, 4: 3}]),
    "budget": ({"ballot_type": "budget", "min_choices": 0, "max_choices": 6}, [{2: 1}, {1: 1, 6: 1}, {}]),
    "score": ({"ballot_type": "score", "max_choices": 6}, [{2: 5}, {1: 1, 6: 4}, {3: 2}]),
}


@pytest.fixture
def round_(make, request):
    settings, _choices = TYPES[getattr(request, "param", "choose")]
    return make.voting_round(entitlement="vouch", rotation=True, **settings)


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    return alone.becomes_a_tablet(person, voting_session, round_)


def in_no_order(ballots) -> list:
    return sorted(sorted(each.items()) for each in ballots)


@pytest.mark.parametrize(("round_", "kind"), [(kind, kind) for kind in TYPES], indirect=["round_"])
def test_three_people_vote_without_a_network_and_each_vote_arrives_once(tablet, kind):
    alone.cut(tablet)
    chosen = TYPES[kind][1]
    receipts = {alone.votes(tablet, choices) for choices in chosen}
    there = tablet.server_there
    assert tablet.page.locator(".kiosk-corner > [data-part='waiting']").inner_text() == "Votes to send: 3"
    assert there.votes == {}
    there.lost = 1
    alone.mend(tablet)
    alone.all_are_sent(tablet)
    assert in_no_order(there.ballots()) == in_no_order(chosen)
    assert there.receipts() == receipts
    alone.until(lambda: [told["waiting"] for told in there.told][-1] == 0, tablet.page)
    assert sum(len(told["begun"]) for told in there.told) == 3


def test_with_a_network_a_vote_is_sent_at_once(tablet):
    alone.votes(tablet, {2: 1})
    alone.all_are_sent(tablet)
    assert tablet.server_there.ballots() == [{2: 1}]


def with_a_picture_and_a_sound(app, round_) -> None:
    """Of the first project, in what the program remembers of the frozen ballot."""
    picture, sound = small_picture((120, 90)), b"a sound that says something"
    with exclusive_transaction() as session:
        for data, kind in ((picture, "image/png"), (sound, "audio/mpeg")):
            session.add(Media(sha256=hashlib.sha256(data).hexdigest(), media_type=kind, data=data))
    ballot = queries.frozen_ballot(round_.id)
    has = {"picture": hashlib.sha256(picture).hexdigest(), "sound": hashlib.sha256(sound).hexdigest()}
    first, *others = ballot.lines
    app.extensions["pb_frozen_ballots"][round_.id] = replace(ballot, lines=(replace(first, **has), *others))


def test_pictures_and_sounds_are_there_without_a_network(new_browser_visitor, voting_session, round_, app):
    with_a_picture_and_a_sound(app, round_)
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.becomes_a_tablet(person, voting_session, round_)
    alone.cut(person)
    alone.at_the_ballot(person)
    person.page.locator("[data-line='1'] img").scroll_into_view_if_needed()
    person.page.wait_for_function("() => document.querySelector('[data-line=\"1\"] img').naturalWidth > 0")
    part = person.page.evaluate(
        """async () => { const at = document.querySelector('[data-line="1"] [data-listen]').dataset.soundAt;
            const got = await fetch(at, { headers: { Range: 'bytes=2-6' } });
            return [got.status, await got.text()]; }"""
    )
    assert part == [206, "sound"]


def test_a_voters_language_and_size_stay_theirs_and_are_gone_for_the_next(
    new_browser_visitor, voting_session, round_, app
):
    app.config["DEMO"] = True  # where the languages that are drafts can be chosen
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.becomes_a_tablet(person, voting_session, round_)
    alone.cut(person)
    alone.opens_a_ballot(person)
    page = person.page
    for name, value in (("language", "ur"), ("text_size", "xl"), ("colours", "yellow-on-black"), ("sound", "off")):
        page.evaluate("() => document.querySelector('.voter-settings').setAttribute('open', '')")
        page.locator(f".settings button[name={name}][value={value}]").click()
        page.locator(f".settings button[name={name}][value={value}][aria-pressed=true]:focus").wait_for()
    page.locator(".option__label").click()
    page.locator("main button[type=submit]").click()
    page.locator(
        "html[lang=ur][dir=rtl][data-text-size=xl][data-colours=yellow-on-black][data-sound=off] [data-ballot]"
    ).wait_for()
    page.locator("#choose-2").click()
    page.locator(".ballot-bar > .ballot-bar__inner > button").click()
    page.locator("html[lang=ur] .picks__item[data-pick='2']").wait_for()
    page.locator("body:not([data-settling])").wait_for()
    page.locator(".ballot-bar button.button--primary").click()
    page.locator("html[lang=ur][data-colours=yellow-on-black] .code__value").wait_for()
    page.locator("[data-kiosk-clear] a").click()
    alone.sees(person, alone.READY)
    alone.opens_a_ballot(person)
    page.locator("html[lang=en-GB][dir=ltr][data-text-size=m][data-colours=default]").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en-GB"

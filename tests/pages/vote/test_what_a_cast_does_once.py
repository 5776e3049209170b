"""The busiest press of the last evening does nothing twice: no clock is asked, what it does is counted."""

from __future__ import annotations

import pytest
from flask import request
from flask_babel import force_locale

from pb.pages.vote import draft as drafts
from pb.voting import queries
from pb.voting.queries import spoken
from tests.support.voters import at_the_ballot, chooses, draft_on, noted


def noting_requests(monkeypatch, module, name) -> list:
    """The requests in which this function of a module is called, from now on. (Each press is sent twice here.)"""
    called, work = [], getattr(module, name)

    def noted_work(*values):
        called.append(request._get_current_object())
        return work(*values)

    monkeypatch.setattr(module, name, noted_work)
    return called


@pytest.fixture
def opened(monkeypatch):
    """The requests that opened a sealed ballot."""
    return noting_requests(monkeypatch, drafts, "opened_values")


def once_in_each(requests: list) -> bool:
    return len(requests) == len({id(each) for each in requests}) > 0


def test_a_cast_opens_its_sealed_ballot_once_and_puts_no_words_together(visitor, make, opened, monkeypatch):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 2)
    put_together = noting_requests(monkeypatch, spoken, "words_without_ballot")
    opened.clear()
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"
    assert once_in_each(opened) and put_together == [], "its words were said with the others, at the code"
    assert queries.envelopes_in(round_.id) == 1


def test_another_request_opens_its_own(visitor, make, opened):
    at_the_ballot(visitor, make, make.voting_round(min_choices=1, max_choices=3))
    draft = draft_on(visitor.page)
    for number in (1, 2):
        opened.clear()
        page = visitor.posts("/vote/review", {"draft": draft, "noted": noted(number)})
        assert once_in_each(opened) and f"Project number {number}" in page.main


def test_what_is_said_when_a_vote_is_saved_is_kept_for_each_language(app):
    with app.test_request_context():
        english = queries.spoken_when_saved().text
        assert english.startswith("Your vote is saved.")
        with force_locale("ur"):
            urdu = queries.spoken_when_saved().text
        assert urdu != english and "محفوظ" in urdu and queries.spoken_when_saved().text == english

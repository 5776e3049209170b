"""Behind a proxy with HTTPS, as README says a real vote runs, forms go in although browsers send no Referer."""

from __future__ import annotations

import re

HTTPS = {"base_url": "https://vote.example.org"}


def test_a_voter_behind_https_gets_to_the_ballot_although_the_browser_tells_no_referrer(visitor, make):
    card = make.cards(make.voting_round())[0]
    page = visitor.asks("GET", "/vote", **HTTPS)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    answer = visitor.asks("POST", "/vote", data={"csrf_token": token, "code": card.code}, **HTTPS)
    assert answer.status_code == 200 and "Before you vote" in answer.text


def test_a_form_from_elsewhere_is_refused_behind_https_too(visitor, make):
    card = make.cards(make.voting_round())[0]
    visitor.asks("GET", "/vote", **HTTPS)
    for data in ({}, {"csrf_token": "finalised"}):
        answer = visitor.asks("POST", "/vote", data={"code": card.code, **data}, **HTTPS)
        assert answer.status_code == 400 and "Before you vote" not in answer.text

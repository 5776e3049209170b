"""Somebody sends a Host of their own, so that invitations and cards would lead to their site."""

from __future__ import annotations

import pytest

from pb.web.access import Role
from tests.support.makers.people import PASSWORD
from tests.support.program import program

WAYS = (
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
)


def test_a_host_that_is_not_ours_is_refused(database, tmp_path):
    with program(database, tmp_path, TRUSTED_HOSTS="vote.example.org, localhost") as app:
        client = app.test_client()
        assert client.get("/vote", base_url="https://vote.example.org").status_code == 200
        assert client.get("/vote", base_url="https://evil.example.net").status_code == 400


def test_without_the_setting_any_host_is_served(database, tmp_path):
    with program(database, tmp_path) as app:
        assert app.test_client().get("/vote", base_url="https://anything.example").status_code == 200


@pytest.mark.parametrize("way", WAYS)
def test_after_signing_in_nobody_is_sent_to_another_host(make, visitor, way):
    make.account(Role.COORDINATOR, sign_in_name="jean")
    visitor.opens("/account/sign-in")
    typed = {"csrf_token": visitor._token, "sign_in_name": "jean", "password": PASSWORD}
    answer = visitor.client.post("/account/sign-in", query_string={"next": way}, data=typed)
    assert (answer.status_code, answer.location) == (302, "/dashboard")

"""Somebody sends a Host of their own, so that invitations and cards would lead to their site."""

from __future__ import annotations

from tests.support.program import program


def test_a_host_that_is_not_ours_is_refused(database, tmp_path):
    with program(database, tmp_path, TRUSTED_HOSTS="vote.example.org, localhost") as app:
        client = app.test_client()
        assert client.get("/vote", base_url="https://vote.example.org").status_code == 200
        assert client.get("/vote", base_url="https://evil.example.net").status_code == 400


def test_without_the_setting_any_host_is_served(database, tmp_path):
    with program(database, tmp_path) as app:
        assert app.test_client().get("/vote", base_url="https://anything.example").status_code == 200

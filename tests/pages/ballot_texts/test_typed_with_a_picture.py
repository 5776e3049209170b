"""Somebody types for too long and sends a large picture too: their words are kept, though the picture is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import transaction
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.web.request_limits import FORM_BYTES
from tests.support.makers.projects import WORDS


def sends_a_large_picture(visitor, project):
    visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    visitor.types("Title", "A day by the water").types("About 50 words", WORDS)
    return visitor.attaches("Picture", b"x" * (FORM_BYTES + 1), "bus.png")


def ended_elsewhere(app, account_id: int) -> None:
    with transaction() as session:
        end_sign_ins_of(session, account_id)


def was_away_for_too_long(app, _account_id: int) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)


@pytest.mark.parametrize("ends", [ended_elsewhere, was_away_for_too_long])
def test_what_was_typed_beside_a_large_picture_is_kept_where_the_sign_in_has_ended(app, visitor, project, writer, ends):
    usual, account_id = app.config["PERMANENT_SESSION_LIFETIME"], writer.id
    sends_a_large_picture(visitor, project)
    ends(app, account_id)
    page = visitor.presses("Save")
    app.config["PERMANENT_SESSION_LIFETIME"] = usual
    assert page.heading == "Sign in" and "What you typed is kept" in page.main
    page = visitor.signed_in_as(writer).opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    assert "A day by the water" in page.html


def test_a_browser_that_never_signed_in_sends_no_large_form(visitor, new_visitor, project, writer):
    sends_a_large_picture(visitor, project)
    path, stranger = f"/rounds/{project.round_id}/ballot-texts/{project.id}", new_visitor()
    stranger.opens("/account/sign-in")
    page = stranger.posts(path, {"title": "x" * (FORM_BYTES + 1)}, content_type="multipart/form-data")
    assert page.status == 401

"""Somebody types for too long and sends a large picture too: their words are kept, though the picture is not."""

from __future__ import annotations

from pb.web.request_limits import FORM_BYTES
from tests.support.makers.projects import WORDS


def sends_a_large_picture(visitor, project):
    visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    visitor.types("Title", "A day by the water").types("About 50 words", WORDS)
    return visitor.attaches("Picture", b"x" * (FORM_BYTES + 1), "bus.png")


def test_what_was_typed_beside_a_large_picture_is_kept_where_the_sign_in_has_ended(visitor, project, writer, clock):
    sends_a_large_picture(visitor, project)
    clock.forward(hours=2)
    page = visitor.presses("Save")
    assert page.heading == "Sign in" and "What you typed is kept" in page.main
    visitor.signed_in_as(writer)
    page = visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    assert "A day by the water" in page.html


def test_a_browser_that_never_signed_in_sends_no_large_form(visitor, new_visitor, project, writer):
    sends_a_large_picture(visitor, project)
    path, stranger = f"/rounds/{project.round_id}/ballot-texts/{project.id}", new_visitor()
    stranger.opens("/account/sign-in")
    page = stranger.posts(path, {"title": "x" * (FORM_BYTES + 1)}, content_type="multipart/form-data")
    assert page.status == 401

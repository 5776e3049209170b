"""Somebody types for too long and sends a large picture too: their words are kept, though the picture is not."""

from __future__ import annotations

from io import BytesIO

from pb.database import transaction
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.web.request_limits import FORM_BYTES
from pb.web.signing import Signer
from tests.support.makers.projects import WORDS


def fills_in(visitor, project) -> dict:
    """What the form sends, with a picture that is larger than forms without files may be."""
    page = visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    hidden = {each.get("name"): each.get("value") for each in page.all("input") if each.get("type") == "hidden"}
    picture = (BytesIO(b"x" * (FORM_BYTES + 1)), "bus.png")
    return {**hidden, "title": "A day by the water", "body": WORDS, "picture": picture}


def was_away_for_too_long(patch) -> None:
    """Two hours later by the clock that signs cookies."""
    now = Signer("").get_timestamp()
    patch.setattr(Signer, "get_timestamp", lambda _signer: now + 7200)


def test_what_was_typed_beside_a_large_picture_is_kept_where_the_sign_in_has_lapsed(
    visitor, project, writer, monkeypatch
):
    sent = fills_in(visitor, project)
    was_away_for_too_long(monkeypatch)
    page = visitor.posts(visitor.page.address, sent, content_type="multipart/form-data")
    assert page.heading == "Sign in" and "What you typed is kept" in page.main
    page = visitor.signed_in_as(writer).opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    assert "A day by the water" in page.html


def test_where_somebody_has_ended_it_no_large_form_is_read_and_the_page_says_to_go_back(visitor, project, writer):
    """Its cookie may be a copy by now."""
    sent = fills_in(visitor, project)
    with transaction() as session:
        end_sign_ins_of(session, writer.id)
    page = visitor.posts(visitor.page.address, sent, content_type="multipart/form-data")
    assert page.status == 401 and "Go back and copy anything long that you typed." in page.text


def test_a_browser_that_never_signed_in_sends_no_large_form(visitor, new_visitor, project, writer):
    sent, stranger = fills_in(visitor, project), new_visitor()
    stranger.opens("/account/sign-in")
    page = stranger.posts(visitor.page.address, sent, content_type="multipart/form-data")
    assert page.status == 401

"""Pages of projects: applying (public), applications (steering group), ballot texts (staff), pictures and sounds."""

from __future__ import annotations

from flask import Blueprint, request

bp = Blueprint("projects", __name__)

#: A photo straight from a camera is welcomed with a sentence, not with a closed door: see ``rules.media`` for the real limit.
_UPLOADS = 40 * 1024 * 1024


@bp.url_value_preprocessor
def make_room_for_uploads(endpoint: str | None, _values: dict | None) -> None:
    """Let the ballot text's form in whole, so that what was typed beside a file that is too large is not lost."""
    if endpoint == "projects.ballot_text":
        request.max_content_length = _UPLOADS


from pb.projects.views import applications, apply, ballot_texts, your_application  # noqa: E402

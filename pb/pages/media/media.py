"""The pictures and sounds of ballot texts."""

from __future__ import annotations

from flask import Response, request

from pb.pages.lookups import media_with
from pb.pages.media import bp
from pb.web.access import PUBLIC, open_to


@bp.get("/media/<sha256>")
@open_to(PUBLIC)
def media(sha256: str):
    """A picture or a sound. Its address is the hash of its bytes: it cannot be guessed, and never changes what it
    shows.
    """
    medium = media_with(sha256)
    answer = Response(medium.data, mimetype=medium.media_type)
    answer.cache_control.public = True
    answer.cache_control.max_age = 365 * 24 * 3600
    answer.cache_control.immutable = True
    answer.set_etag(sha256)
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(medium.data))

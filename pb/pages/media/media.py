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
    return _kept_for_ever(medium.data, medium.media_type, sha256)


@bp.get("/media/<sha256>/<any(large, small):size>")
@open_to(PUBLIC)
def picture(sha256: str, size: str):
    """A picture as WebP, for browsers that say that they read it and pictures that have it; else as it is kept. Each copy is
    cached apart.
    """
    medium = media_with(sha256)
    copy = medium.small_webp if size == "small" else medium.webp
    if copy is not None and "image/webp" in request.headers.get("Accept", ""):
        answer = _kept_for_ever(copy, "image/webp", f"{sha256}-{size}")
    else:
        answer = _kept_for_ever(medium.data, medium.media_type, sha256)
    answer.vary.add("Accept")
    return answer


def _kept_for_ever(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, mimetype=media_type)
    answer.cache_control.public = True
    answer.cache_control.max_age = 365 * 24 * 3600
    answer.cache_control.immutable = True
    answer.set_etag(name)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return answer

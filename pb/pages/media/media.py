"""The pictures and sounds of ballot texts."""

from __future__ import annotations

import hashlib

from flask import Response, abort, request

from pb.pages.lookups import media_with
from pb.pages.media import bp
from pb.projects.models import Media
from pb.projects.rules.media import hash_of_copies
from pb.web.access import PUBLIC, open_to


@bp.get("/media/<sha256>")
@open_to(PUBLIC)
def media(sha256: str):
    """A picture or a sound. Its address is the hash of its bytes: it cannot be guessed, and never changes what it
    shows.
    """
    medium = media_with(sha256)
    return _kept_for_ever(_as_named(medium.data, sha256), medium.media_type, sha256)


@bp.get("/media/<sha256>/<any(large, small):size>")
@open_to(PUBLIC)
def picture(sha256: str, size: str):
    """A picture as WebP, for browsers that say that they read it and pictures that have it; else as it is kept. Each copy is
    cached apart.
    """
    medium = media_with(sha256)
    copy = _copy(medium, size) if isinstance(medium, Media) else None
    if copy is not None and "image/webp" in request.headers.get("Accept", ""):
        answer = _kept_for_ever(copy, "image/webp", f"{sha256}-{size}")
    else:
        answer = _kept_for_ever(_as_named(medium.data, sha256), medium.media_type, sha256)
    answer.vary.add("Accept")
    return answer


def _as_named(data: bytes, sha256: str) -> bytes:
    """The bytes, where they are those of the address. A browser would keep others for a year, and people would hear or see
    what nobody approved.
    """
    if hashlib.sha256(data).hexdigest() != sha256:
        abort(503)
    return data


def _copy(medium: Media, size: str) -> bytes | None:
    """The copy of this size, where both are as they were made; else the picture itself is shown."""
    if medium.copies_sha256 is None or hash_of_copies(medium.webp, medium.small_webp) != medium.copies_sha256:
        return None
    return medium.small_webp if size == "small" else medium.webp


def _kept_for_ever(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, mimetype=media_type)
    answer.cache_control.public = True
    answer.cache_control.max_age = 365 * 24 * 3600
    answer.cache_control.immutable = True
    answer.set_etag(name)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return answer

"""Files of a published result."""

from __future__ import annotations

from flask import abort, send_file

from pb.database import db
from pb.results.queries.packs import ZIP, pack_file
from pb.results.queries.results import published
from pb.results.views import bp
from pb.results.views.result import not_published
from pb.rounds.models import Round
from pb.web.access import PUBLIC, open_to

_TYPES = {"csv": "text/csv", "json": "application/json", "zip": "application/zip", "py": "text/plain"}


@bp.get("/rounds/<int:round_id>/results/files/<name>")
@open_to(PUBLIC)
def download(round_id: int, name: str):
    """One of the published files, or everything.zip."""
    round_ = db.get_or_404(Round, round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    file = pack_file(found, name)
    if file is None:
        abort(404)
    saved_as = f"round-{round_id}-{'results.zip' if name == ZIP else name}"
    kind = _TYPES.get(file.suffix[1:], "text/plain")
    return send_file(file, mimetype=kind, as_attachment=True, download_name=saved_as, conditional=True)

"""Files of a published result."""

from __future__ import annotations

from flask import abort, send_file

from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.files import ZIP, pack_file
from pb.pages.results.result import not_published
from pb.pages.results.result_view import published
from pb.pages.results.versions import saved_as
from pb.web.access import PUBLIC, open_to

_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
    "py": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/rounds/<int:round_id>/results/files/<name>")
@bp.get("/rounds/<int:round_id>/results/v/<int:version>/files/<name>")
@open_to(PUBLIC)
def download(round_id: int, name: str, version: int | None = None):
    """One of the published files, or everything.zip: of the newest version, or of the one with this number."""
    round_ = round_with(round_id)
    found = published(round_id, version)
    if found is None:
        return not_published(round_)
    file = pack_file(found, name)
    if file is None:
        abort(404)
    download_name = saved_as(found, "results.zip" if name == ZIP else name)
    kind = _TYPES.get(file.suffix[1:], "text/plain")
    return send_file(file, mimetype=kind, as_attachment=True, download_name=download_name, conditional=True)

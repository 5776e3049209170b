"""Style sheets, scripts, letters and pictures: read once, joined, packed, and served under an address that says what is
in them.

``/static/<version>/css/main.css``: the version is a hash of everything in ``static/``, so that browsers may keep each
file for a year, and modules find each other by relative addresses. An address with another version, or with none, is
answered with today's file and kept for a minute: a page that was open during an upgrade keeps its style.
"""

from __future__ import annotations

import gzip
import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from pb.web.style_sheets import joined_sheets

#: What is served, and as what. Anything else in the folder is not.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
#: Letters and pictures are packed already.
PACKED_ALREADY = {".woff", ".woff2", ".png"}

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"

_VERSION = re.compile(r"[0-9a-f]{12}")
_IMPORT = re.compile(r"^(?:import|export)\b[^'\";]*['\"](\.{1,2}/[^'\"]+)['\"]", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    suffix: str

    @cached_property
    def packed(self) -> bytes | None:
        """The same for browsers that unpack gzip, as all do; None where that would save nothing."""
        if self.suffix in PACKED_ALREADY:
            return None
        packed = gzip.compress(self.body, compresslevel=9, mtime=0)
        return packed if len(packed) < len(self.body) else None

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]


@dataclass(frozen=True)
class Assets:
    """Everything in the folder by its name (``css/main.css``), and the version of the whole: 12 hexadecimal digits."""

    files: Mapping[str, Asset]
    version: str

    def modules_of(self, start: str) -> list[str]:
        """The script module ``start`` and all modules that it imports, each once, itself first. Every page asks."""
        if start not in self._modules:
            self._modules[start] = self._imported_by(start)
        return self._modules[start]

    @cached_property
    def _modules(self) -> dict[str, list[str]]:
        return {}

    def _imported_by(self, start: str) -> list[str]:
        found = [start]
        for name in found:
            for other in _IMPORT.findall(self.files[name].body.decode()):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
                if target not in found:
                    found.append(target)
        return found


def read(folder: Path) -> Assets:
    """Read the folder as it is now."""
    contents = {file.relative_to(folder).as_posix(): file.read_bytes() for file in _files(folder)}
    contents |= joined_sheets(contents)
    whole = hashlib.sha256()
    for name, body in sorted(contents.items()):
        whole.update(f"{name} {len(body)} ".encode() + body)
    files = {name: Asset(body, posixpath.splitext(name)[1]) for name, body in contents.items()}
    return Assets(files, whole.hexdigest()[:12])


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in TYPES and file.is_file())


@cache
def _cached(folder: Path, _state: object = None) -> Assets:
    return read(folder)


def _state_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a file does."""
    return tuple((str(file), (facts := file.stat()).st_mtime_ns, facts.st_size) for file in _files(folder))


def assets() -> Assets:
    """What this program serves. With Flask's ``--debug`` a change in the folder is seen on the next page."""
    folder = Path(current_app.config["STATIC_FOLDER"])
    return _cached(folder, _state_of(folder)) if current_app.debug else _cached(folder)


def static_file(name: str) -> str:
    """The address of a file in ``static/``. A name that is not there is a fault of ours, and raises ``KeyError``."""
    present = assets()
    if name not in present.files:
        raise KeyError(f"static/{name}")
    return url_for("static", filename=f"{present.version}/{name}")


def static_body(address: str) -> bytes:
    """What is sent under an address of ``static_file``, unpacked."""
    present = assets()
    return present.files[address.partition(f"/{present.version}/")[2]].body


def script_modules(start: str) -> list[str]:
    """Addresses of the script module ``start`` (``js/start/page.mjs``) and of all that it needs, itself first."""
    folder = static_file(start).removesuffix(start)  # to build each address by itself took a twelfth of a small page
    return [folder + name for name in assets().modules_of(start)]


def install(app: Flask, folder: Path) -> None:
    """Serve ``folder`` below ``/static/``; it is read now, so that what cannot be joined stops the start."""
    app.config["STATIC_FOLDER"] = folder
    _cached(folder)
    app.jinja_env.globals.update(static_file=static_file, script_modules=script_modules)
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_serve)


def _serve(filename: str) -> BaseResponse:
    present = assets()
    first, _, rest = filename.partition("/")
    version, name = (first, rest) if _VERSION.fullmatch(first) else ("", filename)
    asset = present.files.get(name)
    if asset is None:
        abort(404)
    packed = asset.packed if "gzip" in request.accept_encodings else None
    answer = Response(packed or asset.body, content_type=TYPES[asset.suffix])
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    if asset.packed:
        answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = FOR_A_YEAR if version == present.version else FOR_A_MINUTE
    answer.set_etag(asset.digest + ("-gzip" if packed else ""))
    return answer.make_conditional(request)

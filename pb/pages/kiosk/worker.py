"""The service worker of kiosks, and the first document that it keeps: with them a tablet needs no network to show its
screens. Both are the same for everybody.
"""

from __future__ import annotations

import hashlib
import json

from flask import Response, render_template, url_for

from pb import __version__
from pb.pages.kiosk import bp
from pb.web.access import PUBLIC, open_to
from pb.web.assets import assets, script_modules, static_file

#: Beside the scripts: what the screens of a kiosk show, in every language.
_NEEDED = ("css/main.css", "css/main-without-layers.css", "css/practice.css", "img/mark.svg")
_LETTERS = "fonts/"


@bp.get("/kiosk/device")
@open_to(PUBLIC)
def device():
    """Every turn begins in it, from a fresh document; its script fills it with what the tablet keeps."""
    return render_template("kiosk/starting.html", kiosk=True, on_device=True, address=url_for("kiosk.device"))


@bp.get("/kiosk/worker.js")
@open_to(PUBLIC)
def worker():
    """A browser looks for a new one whenever a kiosk's document is loaded. Every change of what it keeps changes it."""
    files = [*map(static_file, _NEEDED), *_letters(), *script_modules("js/start/kiosk.mjs")]
    shell = hashlib.sha256(device().encode()).hexdigest()
    kept = {
        "version": hashlib.sha256(" ".join((__version__, shell, *files)).encode()).hexdigest()[:12],
        "shell": url_for("kiosk.device"),
        "files": files,
        "media": url_for("media.media", sha256=""),
    }
    script = f"import {json.dumps(static_file('js/start/worker.mjs'))};\nself.kept = {json.dumps(kept)};\n"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = url_for("kiosk.start")  # "/kiosk" itself is above the script's folder
    return answer


def _letters() -> list[str]:
    return [static_file(name) for name in sorted(assets().files) if name.startswith(_LETTERS) and "woff" in name]

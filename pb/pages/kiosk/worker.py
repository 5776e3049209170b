"""The service worker of kiosks, and the first document that it keeps: with them a tablet needs no network to show its
screens. Both are the same for everybody.
"""

from __future__ import annotations

import base64
import hashlib
import json

from flask import Response, render_template, request, url_for

from pb import __version__
from pb.pages.kiosk import bp
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from pb.web.access import PUBLIC, open_to
from pb.web.assets import assets, script_modules, static_body, static_file

#: Beside the scripts: what the screens of a kiosk show, in every language.
_NEEDED = ("css/main.css", "css/main-without-layers.css", "css/practice.css", "img/mark.svg")
_LETTERS = "fonts/"


@bp.get("/kiosk/device")
@open_to(PUBLIC)
def device():
    """Every turn begins in it, from a fresh document; its script fills it with what the tablet keeps. A browser that
    asks for it as a page, and not for its worker to keep, has come past the worker.
    """
    is_past = request.headers.get("Sec-Fetch-Dest") == "document"
    return _first_document(again_after=KIOSK_TIMES.start_again_after if is_past else 0)


def _first_document(again_after: int = 0) -> str:
    about = {"kiosk": True, "on_device": True, "address": url_for("kiosk.device"), "again_after": again_after}
    return render_template("kiosk/starting.html", **about)


@bp.get("/kiosk/worker.js")
@open_to(PUBLIC)
def worker():
    """A browser looks for a new one whenever a kiosk's document is loaded. Every change of what it keeps changes it."""
    files = [*map(static_file, _NEEDED), *_letters(), *script_modules("js/start/kiosk.mjs")]
    shell = url_for("kiosk.device")
    sums = {shell: _sum(_first_document().encode())} | {each: _sum(static_body(each)) for each in files}
    kept = {
        "version": hashlib.sha256(" ".join((__version__, sums[shell], *files)).encode()).hexdigest()[:12],
        "shell": shell,
        "files": files,
        "sums": sums,
        "media": url_for("media.media", sha256=""),
    }
    # By its name: where half an answer brings an empty file, the browser takes no worker that does nothing.
    begins = f"import {{ serve }} from {json.dumps(static_file('js/worker/serve.mjs'))};"
    script = f"{begins}\nself.kept = {json.dumps(kept)};\nserve(self);\n"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = url_for("kiosk.start")  # "/kiosk" itself is above the script's folder
    return answer


def _sum(body: bytes) -> str:
    """As browsers compare it: what was cut off, or is somebody else's, is not kept."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()


def _letters() -> list[str]:
    return [static_file(name) for name in sorted(assets().files) if name.startswith(_LETTERS) and "woff" in name]

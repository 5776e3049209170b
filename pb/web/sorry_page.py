"""``flask sorry-page``: the page that the proxy shows while the program is stopped, so that nobody meets a bare error."""

from __future__ import annotations

import re
from pathlib import Path

import click
from flask import current_app, render_template

from pb.web.assets import assets

#: Below this address the proxy serves the page and what it needs, without the program.
PLACE = "/sorry/"
_STATIC = re.compile(r"/static/[0-9a-f]{12}/")
_NEEDED = re.compile(r"css/(main|practice)|fonts/|img/mark\.svg")


@click.command("sorry-page")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def sorry_page(folder: Path) -> None:
    """Write the page that the proxy shows while the program is away, with its style sheet, into FOLDER/sorry.

    With the programme's name and phone number: write it again when these change, and after each upgrade.
    """
    target = folder / PLACE.strip("/")
    with current_app.test_request_context(base_url=_address()):
        page = _STATIC.sub(PLACE, render_template("errors/away.html", footer_links=[]))
    for name, asset in assets().files.items():
        if _NEEDED.match(name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(asset.body)
    (target / "sorry.html").write_text(page, encoding="utf-8")
    click.echo(f"Written: {target / 'sorry.html'}. docs/running.md says how nginx shows it.")


def _address() -> str:
    """An address under which the site is reached: for any other name (``TRUSTED_HOSTS``) Flask makes no links."""
    hosts = current_app.config["TRUSTED_HOSTS"] or ["localhost"]
    return f"https://{hosts[0].lstrip('.')}"

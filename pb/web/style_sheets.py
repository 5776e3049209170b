"""Style sheets that import others, joined into one file each, as a browser would have put them together.

Plain text in, plain text out: no style sheet is understood, only ``@import`` and ``url(…)``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

#: ``@import url("components/form.css") layer(components) print;`` - layer and medium may be missing.
_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?(?: (\w+))?;')
_URL = re.compile(r"""url\(\s*["']?(?![a-z]+:|/|#)([^"')]+)["']?\s*\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined_sheets(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of ``files`` (by their names below static/) that import others, with what they import put in its place.

    For browsers that know no layers (before 2022) each has a twin, ``main-without-layers.css``: the same rules in the
    same order.
    """
    importing = {
        name: _without_comments(body.decode())
        for name, body in files.items()
        if name.endswith(".css") and b"@import" in body
    }
    joined = {name: _joined(name, text, files, layers=True).encode() for name, text in importing.items()}
    twins = {
        f"{name.removesuffix('.css')}-without-layers.css": _joined(name, text, files, layers=False).encode()
        for name, text in importing.items()
    }
    return joined | twins


def _joined(name: str, text: str, files: Mapping[str, bytes], *, layers: bool) -> str:
    folder = posixpath.dirname(name)

    def put_in(match: re.Match[str]) -> str:
        address, layer, medium = match.groups()
        source = posixpath.normpath(posixpath.join(folder, address))
        if source not in files:
            raise FileNotFoundError(f"static/{name} imports {address}, which is not there")
        rules = _readdressed(_without_comments(files[source].decode()), posixpath.dirname(source), folder)
        if "@import" in rules:
            raise ValueError(f"static/{source} imports others: one sheet names them all")
        if layer and layers:
            rules = f"@layer {layer} {{\n{rules}}}\n"
        return f"@media {medium} {{\n{rules}}}\n" if medium else rules

    whole = _IMPORT.sub(put_in, text)
    if "@import" in whole:
        raise ValueError(f"static/{name} has an @import that is not understood")
    return whole if layers else re.sub(r"@layer [\w, ]+;\n?", "", whole)


def _readdressed(rules: str, source: str, target: str) -> str:
    """Relative addresses of a sheet in the folder ``source``, as they are from the folder ``target``."""

    def moved(match: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join("/", source, match[1]), posixpath.join("/", target))}")'

    return _URL.sub(moved, rules)


def _without_comments(text: str) -> str:
    """Comments are for readers of the source; without them and without empty lines it is a third shorter."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)

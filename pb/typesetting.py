"""PDF files from templates of typst, made in a process of their own.

typst keeps what it has laid out, some 60 MB for 4,000 pages each time: a server that made files in its own memory would
grow with each of them. The process also takes a fault of the typesetter with it instead of the server.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: Seconds after which it is given up; 2,000 papers of two pages take one.
LONGEST = 120


#: Behind and beside the text of each page of a practice, in words and colour; on top of the template's own settings. All of it
#: is the page's background: with a foreground typst says of a table over two pages that its tags are wrong, and makes no file.
_PRACTICE = """#set page(background: {
  place(center + horizon, rotate(-52deg, text(font: "Atkinson Hyperlegible", size: 100pt, weight: "bold",
    fill: rgb("#f7dde2"))[WORDS]))
  for side in (left, right) {
    place(side + horizon, dx: if side == left { 3mm } else { -3mm }, rotate(-90deg, reflow: true,
      text(font: "Atkinson Hyperlegible", size: 11pt, weight: "bold", fill: rgb("#9c0f2e"), (("WORDS",) * 9).join("   "))))
  }
})
"""


def marked(template: bytes, practice: str) -> bytes:
    """A template whose pages say ``practice`` at both edges and across; "" for a real vote."""
    return _PRACTICE.replace("WORDS", practice).encode() + template if practice else template


def pages_with_numbers(form: Path, stamp: Path, data: Mapping[str, Any]) -> bytes:
    """A PDF of the same pages again and again. ``form`` is laid out once; ``stamp`` puts its pages, which it finds as
    ``form.pdf``, under what differs; ``data.pages`` is what ``form`` says of them under the label ``pages``. Both read
    ``data`` as JSON in the input ``data``, with the names of the fonts as ``data.fonts`` (``pb.fonts``). A letter that no
    font has is named instead. ``data.practice`` is what each page of a practice says, else "". Every
    text goes through ``pb.fonts.for_print``, here and below.
    """
    from pb.fonts import for_print, for_typst  # the process below runs this file alone

    there = for_typst()
    told = {**for_print(data), "fonts": there["fonts"]}
    asked = json.dumps({"form": str(form), "stamp": str(stamp), "data": told, "fonts": there["folders"]}).encode()
    # -P: the modules beside this file have names that others may have too.
    command = [sys.executable, "-P", __file__]
    return subprocess.run(command, input=asked, stdout=subprocess.PIPE, timeout=LONGEST, check=True).stdout


def document(template: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF/UA file of one template, which reads ``data`` as above: with tags, so that it can be read out. ``files``: drawings
    and templates that it names.
    """
    from pb.fonts import for_print, for_typst  # the process below runs this file alone

    there = for_typst()
    told = {**for_print(data), "fonts": there["fonts"]}
    beside = {name: base64.b64encode(content).decode() for name, content in (files or {}).items()}
    asked = json.dumps({"template": str(template), "data": told, "fonts": there["folders"], "files": beside}).encode()
    command = [sys.executable, "-P", __file__]
    return subprocess.run(command, input=asked, stdout=subprocess.PIPE, timeout=LONGEST, check=True).stdout


def _one(template: str, data: dict[str, Any], fonts: list[str], files: dict[str, str]) -> bytes:
    import typst

    with (
        tempfile.TemporaryDirectory() as folder
    ):  # the template and its drawings: what is written about nobody lies there
        for name, content in files.items():
            (Path(folder) / name).write_bytes(base64.b64decode(content))
        there = Path(folder) / "template.typ"
        there.write_bytes(marked(Path(template).read_bytes(), data.get("practice", "")))
        return typst.compile(
            str(there),
            format="pdf",
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            pdf_standards="ua-1",
        )


def _made(form: str, stamp: str, data: dict[str, Any], fonts: list[str]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        there = {name: Path(folder) / f"{name}.typ" for name in ("form", "stamp")}
        there["form"].write_bytes(Path(form).read_bytes())
        there["stamp"].write_bytes(marked(Path(stamp).read_bytes(), data.get("practice", "")))

        def laid_out(name: str, told: dict[str, Any]) -> bytes:
            # One and the same picture on every page: tags would be larger than all the rest.
            return typst.compile(
                str(there[name]),
                format="pdf",
                root=folder,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(told)},
                pdf_tags=False,
            )

        (Path(folder) / "form.pdf").write_bytes(laid_out("form", data))
        pages = typst.query(
            str(there["form"]),
            "<pages>",
            field="value",
            one=True,
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
        )
        return laid_out("stamp", {**data, "pages": json.loads(pages)})


if __name__ == "__main__":
    asked_for = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write((_one if "template" in asked_for else _made)(**asked_for))

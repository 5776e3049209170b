"""What a PDF file of ballot papers says: enough of the format to read the number on each page."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

#: For tests of where words stand: a program of Debian's poppler-utils measures them.
needs_a_ruler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason=".ci/system-packages installs poppler-utils"
)


def _streams(pdf: bytes) -> Iterator[bytes]:
    for begins in re.finditer(rb"(?<!end)stream\r?\n", pdf):
        try:
            yield zlib.decompress(pdf[begins.end() : pdf.index(b"endstream", begins.end())])
        except zlib.error:
            continue


def _letters(stream: bytes) -> dict[int, str]:
    """Of a font's table: its signs and what they mean."""
    return {
        int(a, 16): chr(int(b, 16))
        for a, b in re.findall(rb"^<(\w{4})> <(\w{4})>$", stream, re.MULTILINE)
        if int(a, 16)
    }


_ESCAPED = {b"b": 8, b"t": 9, b"n": 10, b"f": 12, b"r": 13}


def _signs(shown: bytes) -> list[int]:
    """The signs of a piece of text: two bytes each, some of them escaped."""

    def byte(escaped: re.Match[bytes]) -> bytes:
        return bytes([_ESCAPED.get(escaped[1]) or int(escaped[1], 8)])

    text = re.sub(rb"\\(\d{3}|[btnfr])", byte, b"".join(re.findall(rb"\((.*?)\)", shown, re.DOTALL)))
    return [int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2)]


def numbers_on_pages(pdf: bytes) -> list[str]:
    """The number on each page, which is the last thing written there: "123 4567"."""
    streams = list(_streams(pdf))
    fonts = [_letters(stream) for stream in streams if b"beginbfchar" in stream]
    digits = next(font for font in fonts if font and set(font.values()) <= set("0123456789 "))
    pages = [stream for stream in streams if b"/x0 Do" in stream]
    return [
        "".join(digits[sign] for sign in _signs(re.findall(rb"\[(.*?)\]TJ", page, re.DOTALL)[-1])) for page in pages
    ]


def says(pdf: bytes, words: str) -> int:
    """How often ``words`` are written, each time in one go, on pages or in what lies on them."""
    streams = list(_streams(pdf))
    fonts = [_letters(stream) for stream in streams if b"beginbfchar" in stream]
    shown = [_signs(piece) for stream in streams for piece in re.findall(rb"\[(.*?)\]TJ", stream, re.DOTALL)]
    return sum(any(words in "".join(font.get(sign, "?") for sign in signs) for font in fonts) for signs in shown)


@dataclass(frozen=True)
class Word:
    """A word on a page and its box, in millimetres from the left and from the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_on_pages(pdf: bytes) -> list[list[Word]]:
    """Every word of each page with its place."""
    command = ["pdftotext", "-bbox", "-", "-"]
    told = subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode()
    box = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
    return [
        [Word(html.unescape(text), *(float(each) * 25.4 / 72 for each in at)) for *at, text in box.findall(page)]
        for page in told.split("<page ")[1:]
    ]


def text_of_pages(pdf: bytes) -> list[str]:
    """The words of each page in one line."""
    return [" ".join(word.text for word in page) for page in words_on_pages(pdf)]


def lines_of_pages(pdf: bytes) -> list[list[str]]:
    """The words of each page, those together that stand beside each other."""
    found = []
    for page in words_on_pages(pdf):
        lines: list[list[Word]] = []
        for word in sorted(page, key=lambda each: each.top + each.bottom):
            beside = lines and abs(lines[-1][-1].top + lines[-1][-1].bottom - word.top - word.bottom) < 2
            lines[-1].append(word) if beside else lines.append([word])
        found.append([" ".join(each.text for each in sorted(line, key=lambda word: word.left)) for line in lines])
    return found


def letters_sizes(pdf: bytes) -> set[float]:
    """The sizes of letters in it, in points."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", file.name]
        told = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode()
    return {float(size) for size in re.findall(r'<fontspec id="\d+" size="([\d.]+)"', told)}


def pictures_of(pdf: bytes, dots: int = 150) -> list[Any]:
    """Each page as a printer makes it, so many dots an inch, in greys."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(dots), "-gray", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True, timeout=120)
        return [Image.open(each).copy() for each in sorted(Path(folder).iterdir())]


def square_read(picture: Any) -> str:
    """What the only square (QR code) of a picture says; "" where none can be read."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if len(found) == 1 else ""


def failures_of_pdf_ua(pdf: bytes) -> list[str]:
    """What a program finds that is against PDF/UA-1: the rule and what is said of it."""
    import page

    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{each.rule_id}: {each.message}" for each in report.failures]

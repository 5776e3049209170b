"""A picture of a stranger takes memory and time of a process of its own, never of the server."""

import io
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pb import picture_making
from pb.projects.rules import media
from pb.projects.rules.media import Unusable, read_picture
from tests.support.makers.projects import picture

TOP = Path(__file__).parents[2]
#: Reads a picture as the server does; says how many megabytes this process grew at its peak, and which decoders it has.
SERVER = """
import re, sys
from pb.projects.rules.media import Unusable, read_picture
data = open(sys.argv[1], "rb").read()
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])  # ru_maxrss has the parent's too
before = peak()
try:
    read_picture(data)
except Unusable:
    pass
print((peak() - before) // 1024, "PIL" in sys.modules or "pi_heif" in sys.modules)
"""


def large(kind: str, mode: str = "RGB", **how) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (8000, 6000), "teal").save(out, kind, **how)
    return out.getvalue()


def says_it_is_small(avif: bytes) -> bytes:
    at = avif.index(b"ispe") + 8
    return avif[:at] + struct.pack(">II", 64, 48) + avif[at + 8 :]


@pytest.mark.parametrize("kind", ["a false AVIF", "a large WebP"])
def test_the_server_does_not_grow_with_what_a_picture_unpacks_to(tmp_path, kind):
    file = tmp_path / "picture"
    file.write_bytes(
        says_it_is_small(large("AVIF", speed=10)) if kind == "a false AVIF" else large("WEBP", "RGBA", method=0)
    )
    asked = [sys.executable, "-c", SERVER, str(file)]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=TOP).stdout.split()
    assert int(said[0]) < 20
    assert said[1] == "False", "the server loads no decoder"


@pytest.mark.parametrize(("limit", "least"), [("MEMORY", 60 * 2**20), ("MEMORY", 2**20), ("GIVEN_UP_AFTER", 0)])
def test_a_process_that_ends_early_is_told_as_a_picture_that_is_too_big(monkeypatch, limit, least):
    monkeypatch.setattr(picture_making, limit, least)
    with pytest.raises(Unusable, match="too big") as refused:
        read_picture(picture((4000, 3000), "PNG"))
    assert refused.value.status == 413


def test_a_process_that_is_killed_is_told_as_a_picture_that_is_too_big(monkeypatch):
    monkeypatch.setattr(
        picture_making.subprocess, "run", lambda asked, **_: subprocess.CompletedProcess(asked, -9, b"")
    )
    with pytest.raises(Unusable, match="too big"):
        read_picture(picture())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_the_picture_is_the_same_byte_for_byte_as_one_made_here(kind):
    data = picture((1200, 900), kind)
    here = picture_making.in_this_process(data, (media.WIDTH, media.HEIGHT), media.MOST_PIXELS, media.MOST_SCANS)
    made = read_picture(data)
    assert isinstance(here, picture_making.MadePicture)
    assert vars(here) == {name: getattr(made, name) for name in vars(here)}


def test_the_list_of_processes_shows_numbers_alone(monkeypatch):
    asked = []
    run = subprocess.run
    monkeypatch.setattr(picture_making.subprocess, "run", lambda said, **how: asked.append(said) or run(said, **how))
    read_picture(picture())
    assert asked[0][2] == picture_making.__file__ and all(each.isdigit() for each in asked[0][3:])

"""Pictures that unpack to hundreds of megabytes, and addresses that are no names of files."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pb.projects.rules.media import HEIGHT, WIDTH, read_picture
from pb.web.access import COORDINATOR
from tests.support.makers.people import PASSWORD

MEGABYTES = """
import io, resource
from PIL import Image
from pb.picture_making import in_this_process
from pb.projects.rules.media import HEIGHT, MOST_PIXELS, MOST_SCANS, WIDTH
limits = (WIDTH, HEIGHT), MOST_PIXELS, MOST_SCANS
small = io.BytesIO()
Image.new("RGBA", (9, 9)).save(small, "PNG")
in_this_process(small.getvalue(), *limits)  # everything that is needed is loaded now
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert not isinstance(in_this_process(open({path!r}, "rb").read(), *limits), int)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("mode", ["RGBA", "P", "RGB"])
def test_a_small_file_that_unpacks_to_49_million_dots_takes_one_copy_of_them(tmp_path, mode):
    bomb = tmp_path / "bomb.png"
    how = {"transparency": 0} if mode == "P" else {}
    Image.new(mode, (7000, 7000)).save(bomb, **how)
    assert bomb.stat().st_size < 300_000
    assert megabytes(bomb) < 330


def test_a_phones_fifty_million_dots_of_a_newer_kind_take_what_their_decoder_holds_beside_them(tmp_path):
    file = tmp_path / "phone.avif"
    Image.new("RGB", (8160, 6144), "teal").save(file, speed=10)
    assert megabytes(file) < 650


def megabytes(file: Path) -> int:
    """How much more memory a process has taken after it has read this picture."""
    said = subprocess.run(
        [sys.executable, "-c", MEGABYTES.format(path=str(file))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return int(said.stdout)


def test_a_picture_is_still_turned_upright_and_laid_on_white():
    lying = Image.new("RGBA", (1200, 400), (255, 0, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn me by a quarter"
    file = io.BytesIO()
    lying.save(file, "PNG", exif=exif)
    made = read_picture(file.getvalue())
    assert made.width < made.height <= HEIGHT and made.width <= WIDTH
    with Image.open(io.BytesIO(made.data)) as seen:
        assert seen.getpixel((5, 5)) == (255, 255, 255) and not seen.getexif()


@pytest.mark.parametrize(
    "name", ["a" * 5000, "..", ".", "..%2f..%2fsecret_key", "%2e%2e%2fpb.sqlite", "%00", "README.txt%00.csv"]
)
def test_what_is_not_the_name_of_a_published_file_is_not_found(visitor, make, name):
    round_ = make.published(make.voting_round(min_choices=1), (1,), (2,), (1, 2))
    assert visitor.asks("GET", f"/rounds/{round_.id}/results/files/README.txt").status_code == 200
    assert visitor.asks("GET", f"/rounds/{round_.id}/results/files/{name}").status_code == 404


@pytest.mark.parametrize(
    "way",
    [
        "/\r\nX-Evil: yes",
        "/people\nSet-Cookie: a=b",
        "/\t/evil.example",
        "/%0d%0aX-Evil:%20yes",
        "/.//evil.example",
        "/people/..//evil.example",
        "/people//evil.example",
        "/%2fevil.example",
        "/%252fevil.example",
        "/people\\evil.example",
        "/%5cevil.example",
        "/people/%2e%2e/dashboard",
    ],
)
def test_a_way_back_that_could_lead_elsewhere_leads_to_the_dashboard(visitor, make, way):
    make.account(COORDINATOR, sign_in_name="ada")
    page = visitor.asks("GET", "/account/sign-in", query_string={"next": way}).text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    data = {"csrf_token": token, "sign_in_name": "ada", "password": PASSWORD}
    answer = visitor.asks("POST", "/account/sign-in", query_string={"next": way}, data=data)
    assert answer.status_code == 302 and answer.headers["Location"] == "/dashboard" and "X-Evil" not in answer.headers

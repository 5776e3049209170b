"""The tests of static/js run as part of all tests; what the pages ask for is there."""

import re
import shutil
import subprocess

import pytest

from pb.web.assets import read
from tests.support import effort
from tests.support.sources import TOP, expect_none, files

TESTS = files("tests/js/*.test.mjs")
MODULES = files("static/js/**/*.mjs")


def test_what_the_scripts_do():
    node = shutil.which("node")
    if not node:
        pytest.skip("tests of the scripts: Node is not installed (apt-get install nodejs npm)")
    assert TESTS, "no tests of the scripts"
    assert (TOP / "tests/js/node_modules/.done").exists(), "their tools are missing: make js-tests"
    # In one process: of the 29 processor seconds that they took in one each, two thirds went into loading jsdom.
    ran = subprocess.run(
        [node, str(TOP / "tests/js/all.mjs")],
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=1800 if effort.FULL else 300,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    found = {word: int(many) for word, many in re.findall(r"(suites|pass) (\d+)", ran.stdout)}
    assert found["suites"] >= len(TESTS) and found["pass"] >= 60, ran.stdout


def test_every_script_is_started_by_a_page_and_has_a_test():
    assets = read(TOP / "static")
    names = {file.relative_to(TOP / "static").as_posix() for file in MODULES}
    starts = {name for name in names if name.startswith("js/start/")}
    reached = {module for start in starts for module in assets.modules_of(start)}
    # The first lines of a tablet's worker are written by its page, as they name what is to be kept.
    worker = (TOP / "pb" / "pages" / "kiosk" / "worker.py").read_text(encoding="utf-8")
    reached |= {name for name in names if f"static_file('{name}')" in worker}
    # And the script of a file that is opened without a network stands in that file.
    evening = (TOP / "pb" / "pages" / "results" / "evening.py").read_text(encoding="utf-8")
    reached |= {name for name in names if f'_text("{name}")' in evening}
    expect_none(f"static/{name} is started by no page" for name in names - reached)
    tested = "".join(file.read_text(encoding="utf-8") for file in TESTS)
    expect_none(f"no test imports static/{name}" for name in names - starts if f"/static/{name}'" not in tested)
    expect_none(f"no test imports static/{name}" for name in starts if f"started('{name[9:-4]}'" not in tested)


def test_a_kiosk_has_no_times_of_its_own():
    """They stand in ``pb/voting/rules/kiosk_times.py`` and come with the page; once a second the script looks."""
    of_a_kiosk = files("static/js/kiosk/*.mjs")
    assert len(of_a_kiosk) >= 3
    numbers = {
        (file.name, n)
        for file in of_a_kiosk
        for n in re.findall(r"\b\d{2,}\b", _code(file).replace("const MINUTE = 60;", ""))  # seconds, to say them
    }
    expect_none(f"static/js/kiosk/{name} says {n}" for name, n in numbers if n != "1000")
    written = {
        f"{file.relative_to(TOP)}: {found}"
        for file in files("templates/vote/*.html", "templates/kiosk/*.html")
        for found in re.findall(r'data-[a-z-]*(?:after|clear|keep|for)="\d+"', file.read_text(encoding="utf-8"))
    }
    expect_none(written)


def _code(file):
    """The file without its comments."""
    return re.sub(r"(?s:/\*.*?\*/)|//.*", "", file.read_text(encoding="utf-8"))

"""What the dependencies are: python -m tests.audit [--write]

Three looks at what requirements*.txt pin: known faults (the index's own list, per release), newer versions, and licences.
Ends with 1 where a fault is known or a licence does not suit. What could not be looked at is said, and is never "none".
``--write`` puts the table of licences into docs/licences.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from itertools import takewhile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
TABLE = TOP / "docs" / "licences.md"

#: What may be in the program that is handed out under MIT. LGPL: used as a library, unchanged, and exchangeable.
SUIT = re.compile(r"MIT|BSD|Apache|Python|PSF|ISC|HPND|Zlib|CC0|OFL|LGPL|Lesser General|matplotlib|MPL|Unlicense", re.I)
GPL = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )General Public Licen[cs]e", re.I)

#: Packages whose metadata is silent; looked up by hand in what they bring along.
BY_HAND = {"axe-playwright-python": "MIT (its repository); brings axe-core, MPL-2.0"}

#: Not pinned in requirements*.txt: files that are kept in the project itself.
KEPT = [
    (
        "Atkinson Hyperlegible (static/fonts, pb/typefaces)",
        "",
        "OFL-1.1: OFL.txt goes with the files; the zero is ours",
    ),
    ("Droid Sans Fallback (Debian's fonts-droid-fallback, optional, not handed out)", "", "Apache-2.0"),
    ("Noto Sans, Noto Emoji (static/fonts)", "", "OFL-1.1: static/fonts/OFL-Noto.txt goes with the files"),
]


def pins(file: Path) -> dict[str, str]:
    """Name to version, as a requirements file pins them."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", file.read_text(encoding="utf-8"), re.MULTILINE))


def licence_of(found: Distribution) -> str:
    """What a package says of itself: the SPDX expression, else its classifiers, else the first line of its text."""
    about = found.metadata
    classifiers = [each.split(" :: ")[-1] for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    written = (about.get("License") or "").strip().splitlines()
    said = about.get("License-Expression") or ", ".join(classifiers) or (written[0][:60] if written else "")
    return said or BY_HAND.get(about["Name"], "")


def licence_refused(licence: str, *, tests_only: bool) -> str | None:
    """Why this licence does not suit; None where it does. Tools of the tests are not handed out, so GPL suits there."""
    if not licence:
        return "names no licence"
    if GPL.search(licence) and not tests_only:
        return f"{licence}: may be used by tests only"
    if not SUIT.search(licence) and not GPL.search(licence):
        return f"{licence}: nobody has judged this licence yet (SUIT in tests/audit.py)"
    return None


def licences(names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(name, version, licence); of what this machine did not install, only that."""
    for name, version in sorted(names.items()):
        try:
            yield name, version, licence_of(distribution(name))
        except PackageNotFoundError:
            yield name, version, "not installed on this system"


def table(run_time: dict[str, str], tests: dict[str, str]) -> str:
    """docs/licences.md."""
    rows = ["# Licences of what pb uses", "", "`make audit` writes this page. pb itself: MIT (`LICENSE`).", ""]
    for heading, kept, names in (
        ("In the program", KEPT, run_time),
        ("In tests only, never handed out with the program", [], tests),
    ):
        rows += [f"## {heading}", "", "| what | version | licence |", "|---|---|---|"]
        rows += [f"| {' | '.join(row)} |" for row in [*kept, *licences(names)]] + [""]
    return "\n".join(rows).rstrip() + "\n"


def known_faults(name: str, version: str) -> list[str] | None:
    """The index's list of faults of one release; None where it could not be asked."""
    try:
        with urllib.request.urlopen(f"https://pypi.org/pypi/{name}/{version}/json", timeout=10) as answer:
            found = json.load(answer).get("vulnerabilities")
    except (urllib.error.URLError, TimeoutError, ValueError):
        return None
    return None if found is None else [f"{name} {version}: {each['id']}" for each in found if not each.get("withdrawn")]


def faults(names: dict[str, str], ask: Callable[[str, str], list[str] | None] = known_faults) -> tuple[list[str], int]:
    """The known faults, and how many releases were looked at: the first that cannot be asked after ends the look."""
    looked = list(takewhile(lambda found: found is not None, (ask(*pin) for pin in sorted(names.items()))))
    return [fault for found in looked for fault in found or []], len(looked)


def newer(names: dict[str, str]) -> list[str] | None:
    """Which of these pip finds newer versions of; None where it could not look."""
    command = [sys.executable, "-m", "pip", "list", "--outdated", "--format=json"]
    found = subprocess.run(command, capture_output=True, text=True)
    if found.returncode:
        return None
    told = [each for each in json.loads(found.stdout) if each["name"].lower() in names]
    return [f"{each['name']} {each['version']} -> {each['latest_version']}" for each in told]


def report(heading: str, found: list[str]) -> None:
    sys.stdout.write("\n".join([heading, *(f"  {each}" for each in found)]) + "\n")


def main(arguments: list[str]) -> int:
    run_time, everything = pins(TOP / "requirements.txt"), pins(TOP / "requirements-test.txt")
    tests = {name: version for name, version in everything.items() if name not in run_time}
    everything |= run_time
    found, looked = faults(everything)
    report(f"Known faults: {len(found)} in the {looked} releases that were looked at, of {len(everything)}.", found)
    if looked < len(everything):
        report("NOT LOOKED AT: the index does not tell the faults of single releases here. Ask elsewhere, for instance", [
            "https://osv.dev or pip-audit on another machine, before a real vote."])  # fmt: skip
    later = newer(everything)
    report(
        "NEWER VERSIONS: could not be looked for." if later is None else f"Newer versions: {len(later)}.", later or []
    )
    refused = [
        f"{name} {why}"
        for names, tests_only in ((run_time, False), (tests, True))
        for name, _version, licence in licences(names)
        if licence != "not installed on this system" and (why := licence_refused(licence, tests_only=tests_only))
    ]
    report(f"Licences that do not suit: {len(refused)}.", refused)
    if "--write" in arguments:
        TABLE.write_text(table(run_time, tests), encoding="utf-8")
    return 1 if found or refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``make audit``: what suits, what does not, and that what could not be asked is never called well."""

import pytest

from tests import audit


@pytest.mark.parametrize(
    ("licence", "tests_only", "suits"),
    [
        ("MIT", False, True),
        ("BSD-3-Clause AND 0BSD", False, True),
        ("LGPL-3.0-only", False, True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False, True),
        ("GNU General Public License v3 or later (GPLv3+)", False, False),
        ("GPL-2.0-only", False, False),
        ("AGPL-3.0-only", False, False),
        ("GPL-3.0-or-later", True, True),
        ("Proprietary", False, False),
        ("Proprietary", True, False),
        ("", True, False),
    ],
)
def test_which_licences_suit(licence, tests_only, suits):
    assert (audit.licence_refused(licence, tests_only=tests_only) is None) == suits


def test_the_program_needs_nothing_whose_licence_does_not_suit():
    names = audit.pins(audit.TOP / "requirements.txt")
    found = {name: said for name, _version, said in audit.licences(names) if not said.startswith("not installed")}
    assert len(found) > 30
    assert {name: said for name, said in found.items() if audit.licence_refused(said, tests_only=False)} == {}


def test_the_page_of_licences_names_everything_that_is_pinned():
    page = audit.TABLE.read_text(encoding="utf-8")
    for file in ("requirements.txt", "requirements-test.txt"):
        for name, version in audit.pins(audit.TOP / file).items():
            assert f"| {name} | {version} |" in page, "make audit writes the page anew"


def test_what_the_index_does_not_tell_is_not_called_well():
    told = {"a": [], "b": ["b 1: PYSEC-1"], "c": None, "d": []}
    assert audit.faults(dict.fromkeys(told, "1"), lambda name, _version: told[name]) == (["b 1: PYSEC-1"], 2)

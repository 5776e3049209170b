"""The sources keep the house rules that a machine can see."""

import ast
import importlib
import re
import subprocess
import sys

import pytest
from ruff import find_ruff_bin

from tests.support.sources import TOP, Module, committed, expect_none, files, modules

#: Lines at which a file is split; for functions the aim is 30.
LONGEST = {
    "templates/**/*.html": 80,
    "static/css/**/*.css": 300,
    "static/js/**/*.mjs": 150,
    "tests/js/*.mjs": 250,
    "pb/**/*.py": 250,
    "tests/**/*.py": 250,
}
LONGEST_FUNCTION = 45


#: A command line of its own, which has no Flask whose click could speak for it.
PRINTING = {"pb.counting.__main__", "pb.counting.commands", "pb.counting.recount_naive"}

#: The functions that translate, and the one module that hands on to them what another room wrote.
GETTEXT = {"_", "gettext", "ngettext", "_l", "_ln", "lazy_gettext"}
PASSING_ON = {"pb.pages.results.result_view"}

#: Calls whose words are shown to a person.
SAID = {
    "Refusal",
    "ValidationError",
    "flash",
    "StringField",
    "TextAreaField",
    "SelectField",
    "RadioField",
    "BooleanField",
}

#: Asking for the time in a way that the moved clock would not reach.
CLOCKS = {"now", "utcnow", "today", "time", "localtime", "gmtime"}


@pytest.mark.parametrize("pattern", LONGEST)
def test_no_file_is_too_long(pattern):
    lengths = {
        file: file.read_text(encoding="utf-8").count("\n") for file in files(pattern) if "versions" not in file.parts
    }
    long = {str(file.relative_to(TOP)): length for file, length in lengths.items() if length > LONGEST[pattern]}
    expect_none(f"{place}: {length} lines" for place, length in long.items())


def test_no_function_is_too_long():
    long = {
        f"{module.place(node)} {node.name}": length
        for module in (*modules("pb"), *modules("tests"))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    expect_none(f"{place}: {length} lines" for place, length in long.items())


def faults_of(module: Module) -> list[str]:
    """What no module may do."""
    faults = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            faults.append(f"{module.place(node)} imports everything")
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name == "print" and module.name not in PRINTING:
            faults.append(f"{module.place(node)} prints; commands say it with click.echo")
        if (
            module.name != "pb.clock"
            and re.fullmatch(r"(datetime|date|time)\.(\w+\.)?(\w+)", name)
            and name.split(".")[-1] in CLOCKS
        ):
            faults.append(f"{module.place(node)} asks {name}(), not pb.clock")
        if name in GETTEXT and not is_plain(node.args[0]) and module.name not in PASSING_ON:
            faults.append(f"{module.place(node)} translates what is not a plain text")
        if name in SAID and module.name.split(".")[2:3] in (["views"], ["forms"]):
            faults += [
                f"{module.place(node)} says {words.value!r} without gettext"
                for words in node.args
                if is_sentence(words)
            ]
    return faults


def is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_sentence(node: ast.expr) -> bool:
    return is_plain(node) and (" " in node.value or node.value[-1:] in (".", "?", "!"))


def test_no_module_breaks_a_house_rule():
    expect_none(fault for module in modules() for fault in faults_of(module))


def test_this_guard_sees_what_it_is_for():
    class Sample(Module):
        text = """
from a import *
print(1)
datetime.now(UTC)
date.today()
time.time()
_(f'{x} votes')
flash("Saved.")
flash(_("Saved."))
"""

    assert len(faults_of(Sample(TOP / "pb" / "voting" / "views.py"))) == 7


def test_what_a_module_says_it_gives_is_there():
    expect_none(
        f"{module.name} says that it gives {name}"
        for module in modules("pb")
        if re.search(r"^__all__ = ", module.text, re.MULTILINE)
        for name in importlib.import_module(module.name).__all__
        if not hasattr(importlib.import_module(module.name), name)
    )


def test_nothing_is_left_for_later():
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3, "Not" + "ImplementedError", "coming" + " soon", "lorem" + " ipsum")
    words = re.compile(rf"\b({'|'.join(marks)})\b")
    sources = files(
        "pb/**/*.py",
        "tests/**/*.py",
        "templates/**/*.html",
        "static/**/*.css",
        "static/**/*.mjs",
        "tests/js/*.mjs",
        "*.md",
        "docs/**/*.md",
    )
    left = [
        f"{file.relative_to(TOP)}:{number} {line.strip()[:80]}"
        for file in sources
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    expect_none(left)


def test_no_test_sleeps():
    sleeping = [module.place(node) for module in modules("tests") if ".bench" not in module.name for node in ast.walk(module.tree)
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep")]  # fmt: skip
    expect_none(sleeping)


def test_what_the_program_makes_is_not_committed():
    assert [
        str(file) for file in committed() if "instance" in file.parts or file.suffix in (".pyc", ".sqlite", ".db")
    ] == []


@pytest.mark.parametrize("asked", [["check"], ["format", "--check"]])
def test_ruff_finds_nothing(asked):
    found = subprocess.run([find_ruff_bin(), *asked], cwd=TOP, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_mypy_finds_nothing():
    """All of ``pb``, the measurements and the drills, with mypy's own cache: half a minute the first time, two seconds after that."""
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=TOP, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr

"""Lines of docs/running.md and of the other documents are what a shell, systemd, nginx and this program can read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pb.config import SETTINGS
from tests.support.documented import RUNNING, blocks, own_commands, shell_lines, unit, what_is_wrong
from tests.support.sources import TOP, expect_none

#: Documents that tell what was, and first words that are no command of ours: what Flask brings, what a kiosk signs.
HISTORY, NOT_OURS = ("CHANGELOG.md", "decisions.md"), ("run", "kiosk")
UNITS = ("pb.service", "pb-backup.service", "pb-backup.timer")


def documents() -> list[Path]:
    found = [file for file in (*TOP.glob("*.md"), *(TOP / "docs").glob("*.md")) if file.name not in HISTORY]
    assert RUNNING in found and len(found) > 8
    return found


def refused_by_a_shell(lines: str, shell: str = "bash") -> str:
    done = subprocess.run([shell, "-n"], input=lines, capture_output=True, text=True, check=False)
    return done.stderr.strip()


@pytest.mark.parametrize("file", documents(), ids=lambda file: file.name)
def test_each_line_for_a_shell_is_one(file):
    said = ((lines, refused_by_a_shell(lines)) for lines in shell_lines(file))
    expect_none(f"{file.name}: {lines!r}: {why}" for lines, why in said if why)


def test_this_test_sees_a_line_that_is_none():
    assert (
        refused_by_a_shell("sudo sh -c 'cp a b")
        and refused_by_a_shell("(pb check")
        and not refused_by_a_shell("pb check")
    )


def test_each_command_of_ours_and_each_option_exists(app):
    found = [
        (file.name, words)
        for file in documents()
        for lines in shell_lines(file)
        for words in own_commands(lines)
        if words[0] not in NOT_OURS
    ]
    assert len(found) > 40
    expect_none(f"{name}: {' '.join(words)}: {why}" for name, words in found if (why := what_is_wrong(app.cli, words)))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("record verfy", "no command 'verfy'"),
        ("record verify --heads x", "No such option"),
        ("check everything", "nobody reads"),
        ("serve --port", "requires an argument"),
    ],
)
def test_this_test_sees_what_does_not_exist(app, words, why):
    assert why in what_is_wrong(app.cli, words.split())


def test_each_command_that_a_page_or_a_message_names_exists(app):
    files = [*(TOP / "pb").rglob("*.py"), *(TOP / "templates").rglob("*.html")]
    named = {
        (file.name, said)
        for file in files
        for said in re.findall(
            r"flask --app wsgi ([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)?)", file.read_text("utf-8")
        )
    }
    assert len(named) > 10
    expect_none(
        f"{name}: flask --app wsgi {said}: {why}" for name, said in named if (why := _is_missing(app.cli, said.split()))
    )


def _is_missing(command: click.Command, words: list[str]) -> str:
    """A sentence may go on after the command's own words."""
    why = what_is_wrong(command, words)
    return "" if why.startswith("nobody reads") else why


def test_the_settings_to_copy_are_settings_and_read_alike_by_a_shell_and_by_systemd():
    lines = [line for block in blocks("settings") for line in block.splitlines()]
    names = {line.partition("=")[0] for line in lines}
    assert names <= {setting.name for setting in SETTINGS} and {"PB_PRODUCTION", "KEYS_DIR", "LAWFUL_BASIS"} <= names
    shown = " ".join(f'"${name}"' for name in names)
    script = "\n".join([*lines, f"printf '%s\\n' {shown}"])
    told = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env={}).stdout.splitlines()
    as_systemd = {name: value.strip("'") for name, _equals, value in (line.partition("=") for line in lines)}
    assert dict(zip(names, told, strict=True)) == as_systemd


@pytest.fixture
def units(tmp_path) -> Path:
    """The units of the document and that of a practice, with a program of this machine in place of the installed one."""
    practice = next(line for lines in blocks("shell") for line in lines.splitlines() if "pb-practice.service" in line)
    for name in UNITS:
        (tmp_path / name).write_text(unit(name))
    made = practice.replace("/etc/systemd/system/", f"{tmp_path}/").partition(" | sudo tee ")[0]
    text = subprocess.run(["sh", "-c", made], capture_output=True, text=True, check=True).stdout
    assert "--port 8001" in text and "ReadWritePaths=/srv/pb-practice\n" in text and "pb-practice.env" in text
    (tmp_path / "pb-practice.service").write_text(text)
    for file in tmp_path.iterdir():
        file.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", file.read_text(), flags=re.MULTILINE))
    return tmp_path


def verified(units: Path) -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("units of the service: systemd-analyze is not installed (apt-get install systemd)")
    files = sorted(map(str, units.iterdir()))
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True, check=False)
    return "\n".join(line for line in (done.stdout + done.stderr).splitlines() if str(units) in line or "pb" in line)


def test_systemd_understands_each_line_of_the_units(units):
    assert verified(units) == ""


def test_this_test_sees_a_line_that_systemd_does_not_understand(units):
    with (units / "pb.service").open("a") as file:
        file.write("[Service]\nRestartPreventExitCode=78\n")
    assert "RestartPreventExitCode" in verified(units)

"""Every command of ours says what it does, and every option what it is for."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import click
import pytest

from pb import __version__, serving
from pb.wiring import _commands
from tests.support.sources import expect_none


def commands_of(group: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, group
    if isinstance(group, click.Group):
        for part, command in group.commands.items():
            yield from commands_of(command, f"{name} {part}")


@pytest.fixture
def ours(app) -> list[tuple[str, click.Command]]:
    """Our commands with their groups. What Flask and its extensions brought along says what it does in its own
    words.
    """
    return [found for command in _commands() for found in commands_of(app.cli.commands[command.name], command.name)]


def words(text: str | None) -> int:
    return len((text or "").split())


def test_every_command_and_every_option_says_what_it_is_for(ours):
    assert len(ours) > 12
    expect_none(
        f"flask {name}: its help has {words(command.help)} words" for name, command in ours if words(command.help) < 5
    )
    expect_none(
        f"flask {name} {option.opts[0]}: no help"
        for name, command in ours
        for option in command.params
        if isinstance(option, click.Option) and words(option.help) < 2
    )


def test_an_argument_is_spoken_of_in_the_help_of_its_command(ours):
    expect_none(
        f"flask {name}: nothing says what {argument.make_metavar(click.Context(command))} is"
        for name, command in ours
        for argument in command.params
        if isinstance(argument, click.Argument)
        and argument.make_metavar(click.Context(command)).lower() not in command.help.lower()
    )


def test_help_is_printed_for_each(app, ours):
    for name, command in ours:
        answer = app.test_cli_runner().invoke(args=[*name.split(), "--help"])
        assert answer.exit_code == 0 and " ".join(command.help.split())[:30] in " ".join(answer.output.split()), name


def test_the_version_is_told_on_the_command_line_and_to_staff_only(app, visitor, make):
    assert app.test_cli_runner().invoke(args=["version"]).output.startswith(f"pb {__version__}")
    assert __version__ not in visitor.opens("/").text
    assert f"pb version {__version__}" in visitor.signed_in_as(make.account()).opens("/dashboard").text


def test_the_version_names_the_commit_of_a_clone_and_whether_files_were_changed(app, tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "TOP", tmp_path)

    def told() -> str:
        return app.test_cli_runner().invoke(args=["version"]).output

    assert told() == f"pb {__version__}\n", "not a clone"

    def git(*words: str) -> str:
        command = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=n@example.org", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    (tmp_path / "file").write_text("as it was")
    git("init", "--quiet")
    git("add", "file")
    git("commit", "--quiet", "--message", "one")
    git("tag", "v0.1.0")
    commit = git("rev-parse", "--short=12", "HEAD")
    assert told() == f"pb {__version__} (commit {commit})\n"
    (tmp_path / "file").write_text("as somebody changed it")
    assert told() == f"pb {__version__} (commit {commit}, changed here)\n"
    monkeypatch.setenv("PATH", "")
    assert told() == f"pb {__version__}\n", "there is no git to ask"

"""What the documents give to copy: their blocks by kind, the lines for a shell, and the commands of this program in them."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from tests.support.sources import TOP

RUNNING = TOP / "docs" / "running.md"
#: A block that its first line shows to be something else than lines for a shell.
_KINDS = {
    "session": re.compile(r"\$ "),
    "python": re.compile(r"import \w"),
    "unit": re.compile(r"\[(Unit|Service|Timer)\]"),
    "nginx": re.compile(r"upstream \w+ \{"),
    "postgresql": re.compile(r"[a-z_]+ = "),
    "settings": re.compile(r"[A-Z_]+=\S+$|[A-Z_]+='[^']*'$"),
}
_BLOCK = re.compile(r"^( *)```\w*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
#: Words in backticks that somebody may copy, by what they begin with.
_COPIED = re.compile(r"`((?:sudo|pb|pb-practice|flask|export|\.venv/bin/\w+|make|ss|df|timedatectl) [^`\n]+)`")
#: How one of this program's commands is begun: `pb` where a command stands, and `flask` anywhere.
_BEGUN = re.compile(
    r"(?:(?:^|[;&|(]) *(?:pb|pb-practice)|(?:\S*/)?\bflask(?: --app wsgi)?) (?=[a-z])([^\n;&|)]*)", re.MULTILINE
)


def blocks(kind: str, file: Path = RUNNING) -> list[str]:
    """The blocks to copy of one kind: session, python, unit, nginx, postgresql, settings, shell."""
    found = [textwrap.dedent(block) for _indent, block in _BLOCK.findall(file.read_text(encoding="utf-8"))]
    return [each for each in found if _kind(each) == kind]


def _kind(block: str) -> str:
    return next((kind for kind, first in _KINDS.items() if first.match(block.splitlines()[0])), "shell")


def unit(name: str) -> str:
    """What goes into ``/etc/systemd/system/NAME``."""
    after = RUNNING.read_text(encoding="utf-8").split(f"`/etc/systemd/system/{name}`")[1]
    return after.split("```\n")[1]


def shell_lines(file: Path = RUNNING) -> list[str]:
    """All that a shell is to read: whole blocks, and words in backticks."""
    text = _BLOCK.sub("", file.read_text(encoding="utf-8"))
    return [*blocks("shell", file), *_COPIED.findall(text)]


def own_commands(lines: str) -> Iterator[list[str]]:
    """The words of each command of this program in ``lines``, without what it is begun with."""
    for said in _BEGUN.findall(lines.replace("\\\n", " ")):
        try:
            yield shlex.split(said.split(" #")[0])
        except ValueError:  # it ends within somebody else's quotation marks
            yield said.rstrip("'\"").split()


def what_is_wrong(command: click.Command, words: list[str]) -> str:
    """What the command line would say of these words; nothing where it would begin, or would tell what a group has."""
    try:
        while isinstance(command, click.Group):
            if not words:
                return ""
            name, *words = words
            if (inner := command.commands.get(name)) is None:
                return f"there is no command {name!r}"
            command = inner
        _options, left, _order = command.make_parser(click.Context(command)).parse_args(list(words))
    except click.UsageError as refused:
        return refused.format_message()
    return f"nobody reads {left}" if left and len(left) > _places(command) else ""


def _places(command: click.Command) -> float:
    sizes = [each.nargs for each in command.params if isinstance(each, click.Argument)]
    return float("inf") if -1 in sizes else sum(sizes)

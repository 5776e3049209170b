"""What ``flask check`` and a start that is refused say."""

from __future__ import annotations

from pb import checks

#: Exit statuses of a start that is refused.
NEVER_AGAIN, LATER = 78, 75


def check(app) -> dict[str, str]:
    """Each question with its answer; the exit status is that of all."""
    answer = app.test_cli_runner().invoke(args=["check"])
    said = dict(line.split(": ", 1) for line in answer.output.splitlines())
    assert list(said) == list(checks.QUESTIONS), answer.output
    assert answer.exit_code == (0 if all(each.startswith("OK") for each in said.values()) else 1)
    return said


def stopped_with(app, *more: str) -> tuple[int, str]:
    """The exit status of ``serve`` and its one line."""
    answer = app.test_cli_runner().invoke(args=["serve", *more])
    lines = answer.output.splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: "), answer.output
    return answer.exit_code, lines[0].removeprefix("Error: ")

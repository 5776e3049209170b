"""A setting that cannot be meant keeps the server from starting, in one line; ``flask check`` says the same."""

from __future__ import annotations

import sys

import pytest

from pb import serving
from tests.support.starting import NEVER_AGAIN, check

WRONG = {
    "SECRET_KEY": {"": "Set SECRET_KEY", "short": "SECRET_KEY is too short"},
    "DATABASE_URL": {
        "": "Set DATABASE_URL",
        "postgres://pb:geheim@h/pb": "DATABASE_URL cannot be read",
        "x": "begins with",
    },
    "KEYS_DIR": {"": "Set KEYS_DIR"},
    "DATABASE_POOL": {"many": "DATABASE_POOL must be a whole number, 1 or more", "0": "1 or more"},
    "TRUSTED_HOSTS": {None: "Set TRUSTED_HOSTS", "https://vote.example.org": "no https://"},
    "TRUSTED_PROXIES": {None: "Set TRUSTED_PROXIES", "-1": "TRUSTED_PROXIES must be a whole number, 0 or more"},
    "SIGN_IN_HOURS": {"9" * 12: "must be a whole number"},
    "PASSWORD_PASSES": {"1": "PASSWORD_PASSES is too low"},
    "PB_PRODUCTION": {"yse": "PB_PRODUCTION must be 1 (on) or 0 (off)"},
    "PRACTICE_FOLDER": {"/nowhere": "There is no practice in PRACTICE_FOLDER, /nowhere"},
    "DEMO": {"1": "Take DEMO out of the settings"},
    "SECOND_FACTOR": {"enabled": "SECOND_FACTOR must be 1 (on) or 0 (off)"},
}


@pytest.mark.parametrize(("name", "value", "said"), [(n, v, s) for n, each in WRONG.items() for v, s in each.items()])
def test_a_wrong_setting_is_one_line_and_the_service_does_not_try_again(environment, capsys, name, value, said):
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        serving.app_or_exit()
    lines = capsys.readouterr().err.splitlines()
    assert stopped.value.code == NEVER_AGAIN and len(lines) == 1 and said in lines[0] and "geheim" not in lines[0]
    environment.setattr(sys, "argv", ["flask", "--app", "wsgi", "check"])
    settings = check(serving.app_or_exit())["settings"]
    assert said in settings and "geheim" not in settings


def test_a_server_that_is_not_set_up_for_a_real_vote_says_so(environment, served, tmp_path):
    environment.setenv("PB_PRODUCTION", "0")
    app = serving.app_or_exit()
    assert "PB_PRODUCTION is not set" in check(app)["settings"] and check(app)["settings"].startswith("OK (")
    begun = app.test_cli_runner().invoke(args=["serve"])
    assert "Warning: these settings are not for a real vote" in begun.output
    environment.setenv("PB_PRODUCTION", "1")
    assert check(serving.app_or_exit())["settings"].startswith(
        "OK (HELP_PHONE is not set, so pages say “ask any of our staff”"
    )
    environment.setenv("HELP_PHONE", "0131 555 0100")
    assert check(serving.app_or_exit())["settings"] == "OK"


@pytest.mark.parametrize("said_so", [{}, {"TRUSTED_PROXIES": "0", "TRUSTED_HOSTS": "0"}])
def test_a_right_start_says_nothing(environment, capsys, said_so):
    """Also where somebody says that there is no proxy, and that any host is ours."""
    for name, value in said_so.items():
        environment.setenv(name, value)
    assert serving.app_or_exit().config["PB_PRODUCTION"] and capsys.readouterr().err == ""

"""Every setting is documented, and a real vote does not start without its secrets."""

import re
from datetime import date
from pathlib import Path

import pytest

from pb.config import SETTINGS, Misconfigured, load
from pb.flask_settings import flask_settings
from tests.support.sources import TOP, expect_none, modules

README = (TOP / "README.md").read_text(encoding="utf-8")


def test_the_list_names_every_setting_and_no_other():
    named = re.findall(r"`([A-Z][A-Z_]+)`", (TOP / "docs" / "settings.md").read_text(encoding="utf-8"))
    assert set(named) == {setting.name for setting in SETTINGS}


def test_readme_names_what_a_real_vote_must_have():
    expect_none(name for name in REAL if f"| `{name}` |" not in README)


def test_readme_gives_the_two_commands():
    assert "make demo" in README and "make test" in README


def test_every_setting_says_what_it_is_for():
    expect_none(setting.name for setting in SETTINGS if len(setting.purpose.split()) < 4)


def test_no_module_reads_the_environment_past_the_settings():
    reading = re.compile(r"os\.(environ\.get|environ\[|getenv)")
    alone = {"pb.config", "pb.counting.exact"}  # the count can be used without the program and its settings
    expect_none(
        f"{module.place(number)} {line.strip()}"
        for module in modules()
        if module.name not in alone
        for number, line in enumerate(module.text.splitlines(), 1)
        if reading.search(line)
    )


REAL = {
    "PB_PRODUCTION": True,
    "SECRET_KEY": "x" * 32,
    "DATABASE_URL": "postgresql+psycopg://pb@/pb",
    "KEYS_DIR": "/srv/pb-keys",
    "TRUSTED_HOSTS": "vote.example.org",
    "TRUSTED_PROXIES": 1,
}


def test_a_real_vote_starts_with_its_secrets(tmp_path):
    assert load(tmp_path, REAL)["DATABASE_URL"] == REAL["DATABASE_URL"]


@pytest.mark.parametrize("secret", [setting.name for setting in SETTINGS if setting.secret])
def test_a_real_vote_does_not_start_without(secret, tmp_path, monkeypatch):
    monkeypatch.delenv(secret, raising=False)
    with pytest.raises(Misconfigured, match=secret):
        load(tmp_path, {**REAL, secret: ""})


@pytest.mark.parametrize("setting", ["TRUSTED_HOSTS", "TRUSTED_PROXIES"])
def test_a_real_vote_does_not_start_until_it_is_said(setting, tmp_path, monkeypatch):
    unsaid = {name: value for name, value in REAL.items() if name != setting}
    with pytest.raises(Misconfigured, match=setting):
        load(tmp_path, unsaid)
    monkeypatch.setenv(setting, "0")
    assert flask_settings(load(tmp_path, unsaid))["TRUSTED_HOSTS"] == (
        ["vote.example.org"] if "PROX" in setting else None
    )


def test_a_file_of_settings_saved_on_windows_says_the_same(tmp_path, monkeypatch):
    for name, said in {**REAL, "PB_PRODUCTION": "1", "TRUSTED_PROXIES": "1", "PROGRAMME_NAME": "Canny Money"}.items():
        monkeypatch.setenv(name, f"{said}\r")
    values = load(tmp_path)
    assert {name: values[name] for name in REAL if name != "KEYS_DIR"} == {
        name: said for name, said in REAL.items() if name != "KEYS_DIR"
    }
    assert (values["KEYS_DIR"], values["PROGRAMME_NAME"]) == (Path("/srv/pb-keys"), "Canny Money")


def test_a_short_secret_is_refused(tmp_path):
    with pytest.raises(Misconfigured, match="too short"):
        load(tmp_path, {**REAL, "SECRET_KEY": "short"})


@pytest.mark.parametrize(("setting", "weak"), [("PASSWORD_MEMORY_KIB", 65535), ("PASSWORD_PASSES", 2)])
def test_a_real_vote_does_not_start_with_hashes_that_are_quick_to_guess(setting, weak, tmp_path, monkeypatch):
    with pytest.raises(Misconfigured, match=setting):
        load(tmp_path, {**REAL, setting: weak})
    monkeypatch.setenv(setting, str(weak))
    with pytest.raises(Misconfigured, match=setting):
        load(tmp_path, REAL)
    monkeypatch.setenv(setting, str(weak + 1))
    assert load(tmp_path, REAL)[setting] == weak + 1
    assert load(tmp_path, {**REAL, "PB_PRODUCTION": False, setting: weak})[setting] == weak


@pytest.mark.parametrize(
    ("setting", "typed", "meant"),
    [
        ("ACCESSIBILITY_TESTED", "2026-11-28", date(2026, 11, 28)),
        ("ACCESSIBILITY_PREPARED", "", None),
        (
            "ACCESSIBILITY_FAULTS",
            "The map has no words.; A table is wide.",
            ("The map has no words.", "A table is wide."),
        ),
        ("ACCESSIBILITY_FAULTS", "None", ()),
        ("ACCESSIBILITY_FAULTS", "", None),
        ("LAWFUL_BASIS", " Public  task", "public task"),
        ("LAWFUL_BASIS", "", ""),
    ],
)
def test_what_stands_on_the_two_pages_is_read_as_it_is_meant(setting, typed, meant, tmp_path, monkeypatch):
    monkeypatch.setenv(setting, typed)
    assert load(tmp_path)[setting] == meant


@pytest.mark.parametrize(
    ("setting", "typed", "said"),
    [
        ("ACCESSIBILITY_TESTED", "last May", "ACCESSIBILITY_TESTED must be a date like 2026-11-28"),
        ("LAWFUL_BASIS", "we like to", "LAWFUL_BASIS must be one of: public task, legitimate interests"),
    ],
)
def test_what_cannot_stand_there_is_refused(setting, typed, said, tmp_path, monkeypatch):
    monkeypatch.setenv(setting, typed)
    with pytest.raises(Misconfigured, match=said):
        load(tmp_path)
    assert said in "".join(load(tmp_path, forgiving=True)["SETTINGS_FAULTS"])

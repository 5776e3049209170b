"""Every setting: its name, what it is for, its default. Read from the environment; docs/settings.md lists them all.

In production (``PB_PRODUCTION=1``) the program refuses to start without its secrets.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from pb import setting_kinds as kinds
from pb.practice_folder import NOT_TAKEN_OVER, OF_ITS_OWN, database_in, is_of_practice, its_own, taken_over
from pb.stored_secret import stored_secret


class Misconfigured(RuntimeError):
    """Settings are missing or cannot be right; the message says for each, on a line of its own, what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting. ``kind`` turns the environment's text into a value. In production ``secret`` ones have no default,
    and those with ``no_default_in_production`` must be set too, although the default may be right.
    """

    name: str
    purpose: str
    default: Any = None
    kind: Any = str
    secret: bool = False
    no_default_in_production: bool = False


SETTINGS = (
    Setting("PB_PRODUCTION", "1 for a real vote: secure cookies, HTTPS expected, secrets required", False, kinds.yes),
    Setting(
        "SECRET_KEY", "Signs sign-ins and form tokens, encrypts a half-made ballot on the voter's page", secret=True
    ),
    Setting("DATABASE_URL", "Where the data lives: sqlite:///… or postgresql+psycopg://…", "", secret=True),
    Setting(
        "KEYS_DIR",
        "Folder of the ballot keys, desk keys and the key that hashes voting codes; never in the database's backup",
        "",
        secret=True,
    ),
    Setting("PROGRAMME_NAME", "The programme's name, at the top of each page", "Participatory budgeting"),
    Setting("HELP_PHONE", "The phone number shown on each page for help", ""),
    Setting("ORGANISATION", "Who runs the programme and answers for it, as Privacy and Accessibility say", ""),
    Setting("LICENCE", "Under which published results may be used: OGL (councils, NHS) or CC BY", "OGL", kinds.licence),
    Setting("CONTACT_EMAIL", "The email address to which people write about these two pages", ""),
    Setting("CONTACT_ADDRESS", "The postal address on these two pages", ""),
    Setting("RETURN_ADDRESS", "Where votes by post are sent, if elsewhere: on papers and labels for the post", ""),
    Setting("DATA_PROTECTION_EMAIL", "Where people write about their personal data, if elsewhere", ""),
    Setting("LAWFUL_BASIS", "Why the law allows keeping personal data", "", kinds.lawful_basis),
    Setting("ACCESSIBILITY_TESTED", "The day on which people last tested the website", None, kinds.day),
    Setting("ACCESSIBILITY_TESTED_BY", "Who tested it then, and how: a name", ""),
    Setting("ACCESSIBILITY_FAULTS", 'What is known not to work, with ; between, or "none"', None, kinds.faults),
    Setting("ACCESSIBILITY_PREPARED", "The day on which its statement was written", None, kinds.day),
    Setting("ACCESSIBILITY_REVIEWED", "The day on which it was last reviewed", None, kinds.day),
    Setting(
        "RETENTION_MONTHS",
        "How many months after the last result personal data is kept, as the page Privacy says. People delete it, not pb",
        24,
        kinds.whole(1),
    ),
    Setting(
        "TRUSTED_HOSTS",
        "Names under which the site is reached, with commas between; any other Host is refused. 0 for any name",
        "",
        kinds.hosts,
        no_default_in_production=True,
    ),
    Setting(
        "TRUSTED_PROXIES",
        "How many proxies stand in front and set X-Forwarded-For: else all visitors seem to come from one address",
        0,
        kinds.whole(0),
        no_default_in_production=True,
    ),
    Setting("DATABASE_POOL", "Connections kept open; at least the number of the server's threads", 20, kinds.whole(1)),
    Setting("SIGN_IN_MINUTES", "A staff sign-in ends after this many minutes without use", 60, kinds.whole(1)),
    Setting("SIGN_IN_HOURS", "A staff sign-in ends after this many hours even in use", 12, kinds.whole(1)),
    Setting(
        "SECOND_FACTOR",
        "1 asks everyone who runs the programme for a security code, at sign-in and before what cannot be undone",
        False,
        kinds.yes,
    ),
    Setting("PASSWORD_MEMORY_KIB", "KiB that hashing a password or PIN with Argon2id takes", 65536, kinds.whole(1)),
    Setting("PASSWORD_PASSES", "How often the hash of a password or PIN goes over that memory", 3, kinds.whole(1)),
    Setting("MADE_SPEECH", "0 makes no sounds of texts that nobody has recorded", True, kinds.yes),
    Setting("DEMO", "1 shows the demo's accounts on the sign-in page; refused in production", False, kinds.yes),
    Setting("PRACTICE_FOLDER", "Folder of a practice (flask rehearse make), which this process then runs", ""),
)
#: May be lowered on a machine of one's own only (the tests do): in a real vote, not below their defaults.
NEVER_WEAKER = ("PASSWORD_MEMORY_KIB", "PASSWORD_PASSES")


def load(instance: Path, overrides: Mapping[str, Any] | None = None, *, forgiving: bool = False) -> dict[str, Any]:
    """The settings: defaults, then the environment, then ``overrides`` (tests).

    Outside production, missing secrets are made once and kept in ``instance``. Refuses what is missing or wrong; with
    ``forgiving`` (``flask check`` tells all of it) that is in "SETTINGS_FAULTS", and nothing is written.
    """
    practice = is_of_practice(instance)
    values, faults = _given(taken_over(instance) if practice else demo(instance), OF_ITS_OWN if practice else ())
    values.update(overrides or {})
    values["PRACTICE"] = practice
    values |= its_own(instance) if practice else {}
    faults += _faults_of_address(values["DATABASE_URL"])
    if not practice and values["PRACTICE_FOLDER"]:  # nobody should set what a real vote needs, to see this
        faults.append(f"There is no practice in PRACTICE_FOLDER, {values['PRACTICE_FOLDER']}. {_MAKE_PRACTICE}")
    elif values["PB_PRODUCTION"]:
        faults += [*_not_safe(values), *_not_said({*os.environ, *(overrides or {})})]
    if faults and not forgiving:
        raise Misconfigured("\n".join(faults))
    values["SETTINGS_FAULTS"] = faults
    if faults:
        return {**values, "SECRET_KEY": secrets.token_hex(32), "DATABASE_URL": _usable(values["DATABASE_URL"])} | {
            "KEYS_DIR": Path(values["KEYS_DIR"] or instance / "keys")
        }
    instance.mkdir(parents=True, exist_ok=True)
    values["SECRET_KEY"] = values["SECRET_KEY"] or stored_secret(instance / "secret_key")
    values["DATABASE_URL"] = values["DATABASE_URL"] or database_in(instance)
    values["KEYS_DIR"] = Path(values["KEYS_DIR"] or instance / "keys")
    return values


def from_environment(name: str, otherwise: Any = "") -> Any:
    """What the environment says of a setting. A file saved on Windows ends each line with a carriage return, which the
    service unit drops and a shell does not: no setting has one.
    """
    said = os.environ.get(name)
    return otherwise if said is None else said.rstrip("\r")


_MAKE_PRACTICE = "Make one first, without this setting: flask --app wsgi rehearse make FOLDER"


def _given(left: Mapping[str, Any], not_asked: Collection[str] = ()) -> tuple[dict[str, Any], list[str]]:
    """The values of the environment, else those that a demo or a practice ``left``; and what cannot be one."""
    values, faults = {}, []
    for setting in SETTINGS:
        given = left.get(setting.name, setting.default)
        if setting.name not in not_asked:
            given = from_environment(setting.name, given)
        try:
            values[setting.name] = setting.kind(given) if isinstance(given, str) and given != setting.default else given
        except kinds.CannotBe as wrong:
            faults.append(f"{setting.name} {wrong} {setting.purpose}.")
            values[setting.name] = setting.default
    return values, faults


#: Of DATABASE_URL: what is known to work.
DATABASES = ("sqlite", "postgresql+psycopg")


def _faults_of_address(url: str) -> list[str]:
    """Never shows the address: there may be a password in it."""
    if not url:
        return []
    try:
        if make_url(url).drivername in DATABASES:
            return []
    except (ArgumentError, ValueError):
        pass
    return ["DATABASE_URL cannot be read. It begins with sqlite:/// or postgresql+psycopg:// (docs/running.md)."]


def _usable(url: str) -> str:
    return url if url and not _faults_of_address(url) else NO_DATABASE


#: In place of an address that is missing or cannot be read: nothing is in it, and nothing is written.
NO_DATABASE = "sqlite://"


def _not_safe(values: Mapping[str, Any]) -> Iterator[str]:
    """A real vote needs its secrets, long enough, and hashes of passwords that cost a guesser dear."""
    for setting in SETTINGS:
        if setting.secret and not values[setting.name]:
            yield f"Set {setting.name} before starting in production{_HOW_MADE.get(setting.name, '')}: {setting.purpose}."
        if setting.name in NEVER_WEAKER and values[setting.name] < setting.default:
            yield f"{setting.name} is too low for a real vote. Set it to {setting.default} or more."
    if values["DEMO"]:
        yield "Take DEMO out of the settings, or set PB_PRODUCTION=0. A real vote never shows accounts on a page."
    if 0 < len(values["SECRET_KEY"] or "") < SHORTEST_SECRET:
        yield f"SECRET_KEY is too short. Make one of at least {SHORTEST_SECRET} characters: {_MAKE_SECRET}"


#: Characters of SECRET_KEY.
SHORTEST_SECRET = 32
_MAKE_SECRET = 'python3 -c "import secrets; print(secrets.token_hex(32))"'
_HOW_MADE = {"SECRET_KEY": f" (make it with {_MAKE_SECRET})"}


def _not_said(said: Collection[str]) -> Iterator[str]:
    for setting in SETTINGS:
        if setting.no_default_in_production and setting.name not in said:
            yield f"Set {setting.name} before starting in production (0 may be right). {setting.purpose}."


def demo(instance: Path) -> dict[str, Any]:
    """What ``flask demo`` left in ``instance``: the demo's name and phone number, and its unused voting codes; {}
    elsewhere.
    """
    file = instance / "demo.json"
    if from_environment("PB_PRODUCTION").strip().lower() not in kinds.OFF or not file.exists():
        return {}
    return json.loads(file.read_text(encoding="utf-8"))


def keep_demo(instance: Path, values: Mapping[str, Any]) -> None:
    """Leave ``values`` for ``demo``."""
    (instance / "demo.json").write_text(json.dumps(values), encoding="utf-8")


def practice_folder() -> Path | None:
    """The folder of the practice that this process runs; None where it runs a real vote."""
    named = from_environment("PRACTICE_FOLDER")
    return Path(named).absolute() if named else None


def for_practice(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a practice takes over of these settings, as it is written in the environment."""
    taken = (setting.name for setting in SETTINGS if setting.name not in NOT_TAKEN_OVER)
    return {name: from_environment(name, values[name]) for name in taken}

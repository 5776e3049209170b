"""What of a frozen ballot its fingerprint covers: rulebook, pots, lines and steering group, as one document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

#: What of a round is the rulebook: everything that decides who may vote, when, how, and how it is counted.
RULEBOOK = (
    "name", "ceiling_pence", "voting_opens_at", "voting_closes_at", "post_closes_at", "grace_minutes", "ballot_type",
    "min_choices", "max_choices", "rule", "satisfaction", "tie_rule", "part_funding", "min_support_votes",
    "add_one_step_pence", "age_declaration", "area_declaration", "entitlement", "signatures_needed", "key_custody",
)  # fmt: skip
#: What of a ballot line voters see or is counted. Pictures and sounds stand as the SHA-256 of their bytes.
LINE = ("number", "project_id", "pot_id", "title", "body", "picture_alt", "cost_pence", "least_pence")

#: Names in the document that stay although the columns were renamed: hashes of frozen ballots were taken over them.
DOCUMENT_NAMES = {"age_declaration": "age_words", "area_declaration": "area_words", "body": "words"}


def ballot_document(
    round_: Any, lines: Iterable[Any], media: dict[int | None, str], translations: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Rulebook and ballot lines as JSON values. Money in pence, moments in UTC; ``media``: SHA-256 by id; ``translations``:
    what lines say in other languages, in a fixed order (nothing is said of them where there are none).
    """
    return {
        "round": round_.id,
        "rulebook": _fields(round_, _rulebook(round_))
        | _unusual_ballots(round_)
        | _later_settings(round_)
        | _how_to_vote(round_)
        | _papers(round_)
        | _objections(round_),
        "pots": [_pot(pot) for pot in round_.pots],
        "lines": [
            _fields(line, LINE) | {"picture": media.get(line.picture_id), "sound": media.get(line.sound_id)}
            for line in sorted(lines, key=lambda line: line.number)
        ],
        **({"translations": list(translations)} if translations else {}),
        **_steering_group(round_),
    }


def _rulebook(round_: Any) -> list[str]:
    """What of a round is said; no most where a voter may choose any number of projects."""
    return [name for name in RULEBOOK if name != "max_choices" or not round_.any_number]


_LATER = (
    *("session_margin_minutes", "assessed_by_two", "projects_public"),
    *("appeal_days", "fix_days", "silence_days", "texts_agreed"),
)


def _later_settings(round_: Any) -> dict[str, Any]:
    """How long before and after a session ballots may be opened, whether two people decide on each application, whether
    everybody can read the projects, and what groups can say to decisions and texts; nothing for rounds that are older than
    these settings.
    """
    named = {name: getattr(round_, name) for name in _LATER}
    return {name: value for name, value in named.items() if value is not None}


def _how_to_vote(round_: Any) -> dict[str, Any]:
    """What was added to "choose up to so many": nothing for ballots of that kind, as in all rounds that are older."""
    points = {"points_to_share": round_.points_to_share} if round_.ballot_type == "points" else {}
    return points | {name: True for name in ("any_number", "rotation") if getattr(round_, name)}


def _papers(round_: Any) -> dict[str, bool]:
    """That papers are looked at again before the result is signed; nothing where they are not, as in all rounds that are older
    than the setting.
    """
    return {"papers_checked": True} if round_.papers_checked else {}


def _objections(round_: Any) -> dict[str, int]:
    """For how many days everybody can object before the result is signed; nothing where nobody can, as in older rounds."""
    return {"objection_days": round_.objection_days} if round_.objection_days else {}


def _pot(pot: Any) -> dict[str, Any]:
    numbers = {} if pot.max_choices is None else {"min_choices": pot.min_choices, "max_choices": pot.max_choices}
    return {"id": pot.id, "name": pot.name, "amount_pence": pot.amount_pence} | numbers


def _fields(of: Any, names: Iterable[str]) -> dict[str, Any]:
    return {DOCUMENT_NAMES.get(name, name): _plain(getattr(of, name)) for name in names}


def _unusual_ballots(round_: Any) -> dict[str, int]:
    """When choices are published; nothing where every ballot is, as in all rounds that are older than the setting."""
    return {"least_alike": round_.least_alike} if round_.least_alike else {}


def _steering_group(round_: Any) -> dict[str, Any]:
    """Who is in it, with the substitute; nothing for rounds that were frozen before there were lists, as their hash
    was taken without.
    """
    members = sorted(round_.members, key=lambda member: member.account_id)
    said = [{"account": each.account_id, "name": each.name, "substitute": each.substitute} for each in members]
    return {"steering_group": said} if said else {}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def document_hash(document: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON: UTF-8, keys sorted, no white space. Anyone can work it out from the published
    ballot.
    """
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

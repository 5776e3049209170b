"""Every published result at addresses that stay: a feed for readers of news (Atom), and a list for programs (JSON)."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, render_template, url_for

from pb.pages.results import bp
from pb.pages.results.files import ZIP, file_names
from pb.pages.results.result_json import licence
from pb.pages.results.result_view import Result, published
from pb.pages.results.versions import correction_in_words
from pb.practice import titled
from pb.results.queries.counts import published_rounds
from pb.results.rules.open_data import LICENCES
from pb.web.access import PUBLIC, open_to


def _all_published() -> list[Result]:
    """The newest first."""
    found = [result for round_id in published_rounds() if (result := published(round_id))]
    return sorted(found, key=lambda each: (_published_at(each), each.round.id), reverse=True)


def _published_at(result: Result) -> str:
    assert result.publication is not None
    return result.publication.public_at.isoformat(timespec="seconds")


@bp.get("/results/feed.atom")
@open_to(PUBLIC)
def feed():
    """An entry for each published result."""
    _short, name, url = LICENCES[licence()]
    entries = [
        {
            "title": titled(each.round.name),
            "address": url_for("results.result", round_id=each.round.id, _external=True),
            "at": _published_at(each),
            "said": " ".join([*correction_in_words(each), each.headline]),
            "zip": url_for("results.download", round_id=each.round.id, name=ZIP, _external=True),
        }
        for each in _all_published()
    ]
    page = render_template(
        "results/feed.xml",
        entries=entries,
        title=titled(current_app.config["PROGRAMME_NAME"]),
        author=current_app.config["ORGANISATION"] or current_app.config["PROGRAMME_NAME"],
        here=url_for("results.feed", _external=True),
        rights=f"{name}: {url}",
        updated=entries[0]["at"] if entries else "1970-01-01T00:00:00+00:00",
    )
    return Response(page, mimetype="application/atom+xml")


@bp.get("/results/rounds.json")
@open_to(PUBLIC)
def rounds_as_json():
    """Each published round in numbers, with the addresses of its files."""
    return jsonify({"rounds": [_in_numbers(each) for each in _all_published()]})


def _in_numbers(result: Result) -> dict[str, Any]:
    assert result.publication is not None
    digits, round_id = result.outcome.money.digits, result.round.id
    return {
        "id": round_id,
        "name": titled(result.round.name),
        "result": url_for("results.result", round_id=round_id, _external=True),
        "version": result.publication.version,
        "published": _published_at(result),
        "corrects": result.facts.get("corrects", {}).get("version"),
        "votes": result.votes,
        "projects": len(result.rows),
        "funded": len(result.gets),
        "currency": result.outcome.currency,
        "budget": digits(result.outcome.budget),
        "spent": digits(result.spent),
        "licence": LICENCES[licence()][2],
        "files": {
            name: url_for("results.download", round_id=round_id, name=name, _external=True)
            for name in [*file_names(result), ZIP]
        },
    }

"""The file of a results evening before the publication: a hall may have no network on the evening itself."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, url_for

from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_step
from pb.pages.after_close.count import required_count
from pb.pages.lookups import round_with
from pb.pages.results.evening import evening_file
from pb.pages.results.result_view import result_of
from pb.people.queries import names
from pb.results.queries.corrections import final_publication_of
from pb.results.queries.counts import signatures_of
from pb.results.queries.facts import groups_on_ballot
from pb.results.queries.public_times import time_to_come
from pb.web.access import COORDINATOR, STEERING, open_to


@bp.get("/rounds/<int:round_id>/after-close/evening")
@open_to(COORDINATOR, STEERING)
def evening(round_id: int):
    """Only of a count that all have signed, and for those who see it on their page before everybody can."""
    round_ = round_with(round_id)
    if final_publication_of(round_id) and not time_to_come(round_id):
        return redirect(url_for("results.evening", round_id=round_id))
    require_step(round_, "publish")
    counted, people = required_count(round_), names()
    result = replace(result_of(round_, counted), facts={"groups": groups_on_ballot(round_id)})
    return evening_file(result, [people[each.account_id] for each in signatures_of(counted)])

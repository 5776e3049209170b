"""What a result and the page of a round say of a part that is offered: what is waited for, what was said, what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from pb.formats import day
from pb.projects.queries import ballot_lines
from pb.results.queries.currencies import currency_of
from pb.results.queries.offers import offers_now
from pb.results.rules.offers import Offered
from pb.rounds.models import Round
from pb.unicode_text import isolated


def offers_said(round_: Round, offers: Iterable[Offered] | None = None) -> list[str]:
    """A sentence for each part that the newest published result of a round offers, or those of another version."""
    found = offers_now(round_.id) if offers is None else list(offers)
    titles = {line.number: line.title for line in ballot_lines(round_.id)} if found else {}
    money = currency_of(round_).written
    return [_said(each, f"“{isolated(titles[each.number])}”", money(each.amount), money(each.cost)) for each in found]


def _said(each: Offered, project: str, amount: str, cost: str) -> str:
    if each.is_open:
        return _(
            "The group of %(project)s is offered %(amount)s of %(cost)s. We wait for its answer until %(day)s. If it says no, or "
            "nothing, the votes are counted on without it.",
            project=project,
            amount=amount,
            cost=cost,
            day=day(each.until),
        )
    assert each.answered_on is not None  # an answer has a day
    if each.answer == "accepted":
        return _(
            "The group of %(project)s took the %(amount)s that it was offered, on %(day)s.",
            project=project,
            amount=amount,
            day=day(each.answered_on),
        )
    if each.answer == "silent":
        return _(
            "The group of %(project)s was offered %(amount)s and did not answer by %(day)s. It gets nothing.",
            project=project,
            amount=amount,
            day=day(each.until),
        )
    return _(
        "The group of %(project)s was offered %(amount)s, and said no on %(day)s. It gets nothing.",
        project=project,
        amount=amount,
        day=day(each.answered_on),
    )

"""Votes by post: everybody who asked, what waits to be posted, and what came back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.rounds.rules import phase
from pb.voting import actions
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.queries import dates_of
from pb.voting.queries.post import PostalVote, post_account, postal_asks, postal_votes
from pb.voting.rules.card_numbers import write_numbers
from pb.voting.rules.post import ADDRESSES_KEPT, WAYS, number_on_envelope
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.fields import at_most
from pb.web.lists import Filter, listing
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The address of all that is about votes by post.
PAGE = "/rounds/<int:round_id>/paper-desk/postal-votes"


class PostedForm(FlaskForm):
    """Which of them are in the post now."""

    numbers = StringField(
        _l("Numbers of the cards"),
        [InputRequired(_l("Enter the numbers of the cards that were posted.")), at_most(2000)],
        description=_l("For example, 41-48, 50. Take out what was not posted."),
    )


@bp.get(PAGE)
@open_to(COORDINATOR)
@after_declaring
def postal_requests(round_id: int):
    """Everybody who asked for a postal vote, what is to be posted, and what came back."""
    return _page(round_id)


def _page(round_id: int, posted: PostedForm | None = None):
    ballot, everybody = frozen(round_id), postal_votes(round_id)
    to_post = waiting_for_post(everybody)
    waiting = [each.request.number for each in to_post]
    found = listing(
        everybody,
        words=lambda each: (each.name, each.address, number_on_envelope(each.request.number)),
        filters=[Filter("show", _l("Which"), _WHICH)],
        endpoint="paper_desk.postal_requests",
        anchor="who-asked",
    )
    page = render_template(
        "paper_desk/postal_requests.html",
        ballot=ballot,
        found=found,
        posted=posted or PostedForm(formdata=None, data={"numbers": write_numbers(waiting)}),
        waiting=waiting,
        sizes=sorted({each.request.large_print for each in to_post}),
        with_paper=any(not each.request.alone for each in to_post),
        may_ask=phase(dates_of(ballot), clock.now()) in WHEN_ASKED,
        account=post_account(round_id),
        asks=len(postal_asks(round_id)),
        state_of=postal_state,
        states=STATES,
        on_envelope=number_on_envelope,
        ways=WAYS,
        days_kept=ADDRESSES_KEPT.days,
    )
    return page, 422 if posted and posted.errors else 200


def postal_state(each: PostalVote) -> str:
    """Where a postal vote is: a key of ``STATES``."""
    if each.came_back:
        return "back"
    if each.cancelled:
        return "cancelled"
    return "sent" if each.request.sent else "waits"


STATES: dict[str, Sentence] = {
    "waits": _l("To be posted"),
    "sent": _l("Posted"),
    "back": _l("Came back"),
    "cancelled": _l("Card cancelled"),
}
_WHICH = {key: (said, lambda each, key=key: postal_state(each) == key) for key, said in STATES.items()}


def waiting_for_post(everybody: list[PostalVote]) -> list[PostalVote]:
    """Those that are still to be posted."""
    return [each for each in everybody if not each.request.sent and not each.cancelled]


@bp.post(f"{PAGE}/posted")
@open_to(COORDINATOR)
@after_declaring
def postal_votes_posted(round_id: int):
    """What is in the post."""
    frozen(round_id)
    posted = PostedForm()
    if not posted.validate():
        return _page(round_id, posted)
    many = actions.send_requests(actor(), round_with(round_id), posted.numbers.data)
    flash(ngettext("%(num)s postal vote is in the post.", "%(num)s postal votes are in the post.", many), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.post(f"{PAGE}/<int:number>/remove")
@open_to(COORDINATOR)
@after_declaring
def remove_postal_request(round_id: int, number: int):
    """A request is removed before anything was posted."""
    frozen(round_id)
    actions.remove_request(actor(), round_with(round_id), number)
    flash(_("The request has been removed. The name and address are deleted. The card can still be used."), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.post(f"{PAGE}/<int:number>/again")
@open_to(COORDINATOR)
@after_declaring
def postal_vote_again(round_id: int, number: int):
    """The card that was released in place of a lost one goes to the same person."""
    frozen(round_id)
    new = actions.send_in_place(actor(), round_with(round_id), number)
    flash(_("Send card %(number)s to the same person, with a new paper and envelope.", number=new), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))

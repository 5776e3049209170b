"""People who cannot come: what they asked for, letters and labels for them, and what was posted."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.letters.letters import written
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.post import by_post, labels
from pb.programme.rules.letters import Letter, Office, address_lines
from pb.rounds.rules import phase
from pb.voting import actions
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.queries import FrozenBallot, dates_of
from pb.voting.queries.post import PostalVote, post_account, postal_votes
from pb.voting.rules.card_numbers import write_numbers
from pb.voting.rules.post import (
    ADDRESSES_KEPT,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    MOST_TO_ONE_ADDRESS,
    UNOPENED,
    WAYS,
    number_on_envelope,
)
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.fields import WholeNumberField, at_most
from pb.web.lists import listing
from pb.words import lazy_gettext as _l

_PAGE = "/rounds/<int:round_id>/paper-desk/postal-votes"
_LARGE = "large"


class PostalRequestForm(FlaskForm):
    """Somebody asks for a postal vote."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Enter the name of the person.")), at_most(LONGEST_NAME)],
    )  # fmt: skip
    address = TextAreaField(
        _l("Address"),
        [InputRequired(_l("Enter the address to which it goes.")), at_most(LONGEST_ADDRESS)],
        description=_l("A new line, or a comma, for each line of the address. Read it back to the person."),
    )
    number = WholeNumberField(
        _l("Number on the voting card"),
        _l("Enter the number on the voting card."),
        1,
        hint=_l("Their own card, if they have one. If not, take the next card from the pile at the office."),
    )
    way = RadioField(_l("How did they ask?"), [InputRequired(_l("Select how they asked."))], choices=[])
    large_print = BooleanField(_l("Send the letter in large print"))

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.way.choices = [(key, str(words)) for key, words in WAYS.items()]


class PostedForm(FlaskForm):
    """Which of them are in the post now."""

    numbers = StringField(
        _l("Numbers of the cards"),
        [InputRequired(_l("Enter the numbers of the cards that were posted.")), at_most(2000)],
        description=_l("For example, 41-48, 50. Take out what was not posted."),
    )


@bp.route(_PAGE, methods=["GET", "POST"])
@open_to(COORDINATOR)
@after_declaring
def postal_requests(round_id: int):
    """Everybody who asked for a postal vote; write down one more."""
    frozen(round_id)
    form = PostalRequestForm()
    if form.validate_on_submit():
        number, large = form.number.data, form.large_print.data
        asked = (round_with(round_id), number, form.name.data, form.address.data, form.way.data)
        actions.take_request(actor(), *asked, large_print=large)
        said = _(
            "It has been written down. The number on the envelope is %(number)s.", number=number_on_envelope(number)
        )
        flash(said, "success")
        return redirect(url_for("paper_desk.postal_requests", round_id=round_id))
    return _page(round_id, form)


def _page(round_id: int, form: PostalRequestForm, posted: PostedForm | None = None):
    ballot, everybody = frozen(round_id), postal_votes(round_id)
    to_post = _waiting(everybody)
    waiting = [each.request.number for each in to_post]
    found = listing(
        everybody,
        words=lambda each: (each.name, each.address, number_on_envelope(each.request.number)),
        endpoint="paper_desk.postal_requests",
    )
    page = render_template(
        "paper_desk/postal_requests.html",
        ballot=ballot,
        form=form,
        found=found,
        posted=posted or PostedForm(formdata=None, data={"numbers": write_numbers(waiting)}),
        waiting=waiting,
        sizes=sorted({each.request.large_print for each in to_post}),
        may_ask=phase(dates_of(ballot), clock.now()) in WHEN_ASKED,
        account=post_account(round_id),
        on_envelope=number_on_envelope,
        ways=WAYS,
        unopened=UNOPENED,
        most=MOST_TO_ONE_ADDRESS,
        days_kept=ADDRESSES_KEPT.days,
    )
    return page, 422 if form.errors or (posted and posted.errors) else 200


def _waiting(everybody: list[PostalVote]) -> list[PostalVote]:
    """Those that are still to be posted."""
    return [each for each in everybody if not each.request.sent and not each.cancelled]


@bp.post(f"{_PAGE}/posted")
@open_to(COORDINATOR)
@after_declaring
def postal_votes_posted(round_id: int):
    """What is in the post."""
    frozen(round_id)
    posted = PostedForm()
    if not posted.validate():
        return _page(round_id, PostalRequestForm(formdata=None), posted)
    many = actions.send_requests(actor(), round_with(round_id), posted.numbers.data)
    flash(ngettext("%(num)s postal vote is in the post.", "%(num)s postal votes are in the post.", many), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.post(f"{_PAGE}/<int:number>/remove")
@open_to(COORDINATOR)
@after_declaring
def remove_postal_request(round_id: int, number: int):
    """A request is removed before anything was posted."""
    frozen(round_id)
    actions.remove_request(actor(), round_with(round_id), number)
    flash(_("The request has been removed. The name and address are deleted. The card can still be used."), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.post(f"{_PAGE}/<int:number>/again")
@open_to(COORDINATOR)
@after_declaring
def postal_vote_again(round_id: int, number: int):
    """The card that was released in place of a lost one goes to the same person."""
    frozen(round_id)
    new = actions.send_in_place(actor(), round_with(round_id), number)
    flash(_("Send card %(number)s to the same person, with a new paper and envelope.", number=new), "success")
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.get(f"{_PAGE}/letters.pdf")
@open_to(COORDINATOR)
@after_declaring
def postal_letters(round_id: int) -> Response:
    """A letter to everybody whose postal vote waits to be posted; those in large print are a file of their own."""
    ballot, large = frozen(round_id), request.args.get("size") == _LARGE
    who = [each for each in _waiting(postal_votes(round_id)) if each.request.large_print == large] or abort(404)
    said = current_app.config
    website = url_for("vote.code", _external=True)
    office = Office(said["ORGANISATION"], said["CONTACT_ADDRESS"], said["HELP_PHONE"], website)
    file = written(round_with(round_id), [_letter(each, ballot, office) for each in who], office, large=large)
    return _as_file(file, f"postal-votes-round-{round_id}.pdf")


@bp.get(f"{_PAGE}/labels.pdf")
@open_to(COORDINATOR)
@after_declaring
def postal_labels(round_id: int) -> Response:
    """A label for the reply envelope of each of them, with its number and no name."""
    ballot, who = frozen(round_id), _waiting(postal_votes(round_id)) or abort(404)
    numbers = [number_on_envelope(each.request.number) for each in who]
    return _as_file(labels(ballot, numbers), f"postal-labels-round-{round_id}.pdf")


def _as_file(file: bytes, name: str) -> Response:
    answer = Response(file, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _letter(each: PostalVote, ballot: FrozenBallot, office: Office) -> Letter:
    """What is in the envelope, what to do with it, and by when."""
    phone = ((_l("Questions? Phone us"), office.phone),) if office.phone else ()
    return Letter(
        to=address_lines((each.name,), each.address),
        heading=_l("Your vote by post"),
        paragraphs=(
            _l("You asked us for a vote by post. With this letter are your voting card, a ballot paper and a reply envelope."),
        ),
        points_title=_l("What to do"),
        points=(
            _l("Mark the ballot paper, as it says at the top."),
            _l("Put the paper in the reply envelope, and close it. Do not write your name on the paper or the envelope."),
            _l("Post it. Someone can post it for you."),
        ),
        facts=(
            (_l("It must be here by"), by_post(ballot).until),
            (_l("Number on your envelope"), number_on_envelope(each.request.number)),
            *phone,
        ),
        after=(
            _l("Did something go wrong? Tell us. We cancel this card and send you everything again. The old envelope then no longer counts."),
            _l("You can vote online with the code on the card instead. If you do, do not send the envelope."),
        ),
    )  # fmt: skip

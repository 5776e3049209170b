"""What goes into the envelopes of votes by post: letters, and labels for the reply envelopes."""

from __future__ import annotations

from flask import Response, abort, current_app, request, url_for

from pb.formats import day_time
from pb.pages.admission import after_declaring
from pb.pages.letters.letters import written
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.post import by_post, labels
from pb.pages.paper_desk.postal_requests import PAGE, waiting_for_post
from pb.programme.rules.letters import Letter, Office, address_lines
from pb.rounds.rules import closes_at
from pb.voting.queries import FrozenBallot, dates_of
from pb.voting.queries.post import PostalVote, postal_votes
from pb.voting.rules.post import number_on_envelope
from pb.web.access import COORDINATOR, open_to
from pb.words import lazy_gettext as _l

_LARGE = "large"


@bp.get(f"{PAGE}/letters.pdf")
@open_to(COORDINATOR)
@after_declaring
def postal_letters(round_id: int) -> Response:
    """A letter to everybody whose postal vote waits to be posted; those in large print are a file of their own."""
    ballot, large = frozen(round_id), request.args.get("size") == _LARGE
    who = [each for each in waiting_for_post(postal_votes(round_id)) if each.request.large_print == large] or abort(404)
    said = current_app.config
    website = url_for("vote.code", _external=True)
    office = Office(said["ORGANISATION"], said["CONTACT_ADDRESS"], said["HELP_PHONE"], website)
    file = written(round_with(round_id), [_letter(each, ballot, office) for each in who], office, large=large)
    return _as_file(file, f"postal-votes-round-{round_id}.pdf")


@bp.get(f"{PAGE}/labels.pdf")
@open_to(COORDINATOR)
@after_declaring
def postal_labels(round_id: int) -> Response:
    """A label for the reply envelope of each of them, with its number and no name; nobody sends back a card alone."""
    ballot = frozen(round_id)
    who = [each for each in waiting_for_post(postal_votes(round_id)) if not each.request.alone] or abort(404)
    numbers = [number_on_envelope(each.request.number) for each in who]
    return _as_file(labels(ballot, numbers), f"postal-labels-round-{round_id}.pdf")


def _as_file(file: bytes, name: str) -> Response:
    answer = Response(file, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _letter(each: PostalVote, ballot: FrozenBallot, office: Office) -> Letter:
    """What is in the envelope, what to do with it, and by when."""
    if each.request.alone:
        return _letter_with_a_card(each, ballot, office)
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


def _letter_with_a_card(each: PostalVote, ballot: FrozenBallot, office: Office) -> Letter:
    """To somebody who votes online or on a tablet, and needs no paper."""
    phone = ((_l("Questions? Phone us"), office.phone),) if office.phone else ()
    return Letter(
        to=address_lines((each.name,), each.address),
        heading=_l("Your voting card"),
        paragraphs=(_l("You asked us for a voting card. It is with this letter. It gives you one vote."),),
        points_title=_l("What to do"),
        points=(
            _l("Go to the website that is printed on the card, and enter the code."),
            _l("Or take the card to a voting session."),
            _l("Keep the card until you have voted. Nobody can vote without the code on it."),
        ),
        facts=((_l("You can vote until"), day_time(closes_at(dates_of(ballot)))), *phone),
        after=(
            _l("Would you rather vote on paper by post? Tell us, and we send you a ballot paper."),
            _l("Did you lose the card? Tell us. We cancel it and send you another one."),
        ),
    )

"""What an opening of the box would set aside, without opening it."""

from __future__ import annotations

from collections import Counter

from pb.database import db
from pb.rounds.models import Round
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.actions.box_contents import EnvelopeReader, examine_box
from pb.voting.queries import require_frozen_ballot
from pb.voting.rules.sealing import EnvelopeOpener


def would_be_set_aside(round_: Round) -> Counter[str]:
    """The numbers of votes that would not be counted if the box were opened now, by reason."""
    opener = EnvelopeOpener(load_ballot_key(round_).private)
    return examine_box(db.session(), EnvelopeReader(require_frozen_ballot(round_.id), opener)).aside

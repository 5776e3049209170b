"""Counts, signatures and publications of a round."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from pb import anchor, clock
from pb.database import db
from pb.keystore import DEAD, KeyFingerprint, desk_key, is_there, says_what_is_published
from pb.marked import mark_is_right
from pb.read_once import read_once
from pb.record.queries import part_of_verifying
from pb.record.rules import fault_in_words
from pb.results.models import Count, LotEntry, Publication, Recount, Signature
from pb.rounds.models import Round


@read_once
def latest_count(round_id: int) -> Count | None:
    """The newest count of a round, with its signatures."""
    query = select(Count).where(Count.round_id == round_id).order_by(Count.version.desc()).limit(1)
    return db.session.scalar(query)


def signatures_of(counted: Count) -> list[Signature]:
    """Who has signed this count, in order of time."""
    query = select(Signature).where(Signature.round_id == counted.round_id, Signature.version == counted.version)
    return list(db.session.scalars(query.order_by(Signature.signed_at)))


def recounts_of(counted: Count) -> list[Recount]:
    """Who has counted all ballots again and got the same, in order of time."""
    query = select(Recount).where(Recount.round_id == counted.round_id, Recount.version == counted.version)
    return list(db.session.scalars(query.order_by(Recount.recounted_at)))


def is_public(of: type[Publication] = Publication) -> ColumnElement[bool]:
    """For the WHERE of a query on ``Publication``: everybody can read it at this moment. The one place that says so: its time
    has come, or it has none, and nobody stopped it before.
    """
    return or_(of.public_from.is_(None), of.public_from <= clock.now()) & ~of.stopped


@read_once
def publication_of(round_id: int) -> Publication | None:
    """The newest publication of a round that is public, with its count, or None while its result is not."""
    query = select(Publication).where(Publication.round_id == round_id, is_public())
    return db.session.scalar(
        query.options(joinedload(Publication.counted)).order_by(Publication.version.desc()).limit(1)
    )


@read_once
def newest_publication_of(round_id: int) -> Publication | None:
    """The same whether or not it is public: what stays as it is until two people say that it is wrong. Only for those who
    sign and publish.
    """
    query = select(Publication).where(Publication.round_id == round_id).options(joinedload(Publication.counted))
    return db.session.scalar(query.order_by(Publication.version.desc()).limit(1))


@read_once
def published_rounds() -> set[int]:
    """Ids of the rounds whose result everybody can read."""
    return set(db.session.scalars(select(Publication.round_id).where(is_public())))


@says_what_is_published
def is_surely_published(round_id: int) -> bool:
    """Whether this program wrote a publication of the round: its row has the right mark. (In a database that is older
    than the marks none has any, until the next start.)
    """
    kept = anchor.stored()
    without_marks = kept.marks_from == 0 if kept else not is_there("marks")
    rows = db.session.connection().execute(select(Publication.__table__).where(Publication.round_id == round_id))
    return any(without_marks or mark_is_right(Publication, row) for row in rows.mappings())


def lot_entries(round_id: int) -> list[LotEntry]:
    """Typings of the lot that wait for a second person."""
    return list(db.session.scalars(select(LotEntry).where(LotEntry.round_id == round_id).order_by(LotEntry.typed_at)))


@part_of_verifying
def faults_of_desk_keys() -> Iterator[str]:
    """Desk keys of published rounds that the database no longer knows as dead, and others that it no longer knows."""
    known = dict(db.session.execute(select(KeyFingerprint.name, KeyFingerprint.fingerprint)).all())
    published = set(db.session.scalars(select(Publication.round_id)))
    rounds = select(Round.id).where(Round.frozen_at.is_not(None), Round.source == "people").order_by(Round.id)
    for round_id in db.session.scalars(rounds):
        name = desk_key(round_id)
        if round_id in published and known.get(name) != DEAD:
            yield fault_in_words("key_lives", name=name)
        elif name not in known and is_there(name):
            yield fault_in_words("no_fingerprint", name=name)

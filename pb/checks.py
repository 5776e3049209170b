"""What has to be right before a vote can be served: asked at each start, by ``flask check`` at any time, and by
``/readyz``.

Each question has one answer of one line: OK, or what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from pb import disk_questions, key_questions, questions, remedies
from pb.database import db
from pb.durable import NotDurable
from pb.questions import CheckAnswer

QUESTIONS: dict[str, Callable[[], CheckAnswer]] = {
    "settings": questions.settings,
    "installed": questions.installed,
    "key folder": questions.key_folder,
    "database": questions.database,
    "tables": questions.tables,
    "schema": questions.made_as_this_version,
    "clock": questions.clocks,
    "disk": disk_questions.disk,
    "letters": questions.letters,
    "keys": key_questions.keys,
    "ballot keys": key_questions.ballot_keys,
    "record": key_questions.record,
}


def all_answers(without_key_of: Collection[int] = ()) -> Iterator[CheckAnswer]:
    """Every question, in the order in which one depends on another. ``without_key_of``: rounds whose ballot key may be
    missing.
    """
    wrong: set[str] = set()
    for name, ask in QUESTIONS.items():
        answer = _not_looked_at(name, wrong) or _answer(
            name, partial(ask, without_key_of) if ask is key_questions.ballot_keys else ask
        )
        if answer.fault:
            wrong.add(name)
        yield answer


#: What cannot be asked while something else is wrong.
_NEEDS = {
    "tables": ("database",),
    "schema": ("database", "tables"),
    "clock": ("database", "tables"),
    "keys": ("key folder", "database", "tables"),
    "ballot keys": ("key folder", "database", "tables", "keys"),
    "record": ("key folder", "database", "tables", "keys"),  # its anchor lies beside them
}


def _not_looked_at(name: str, wrong: set[str]) -> CheckAnswer | None:
    first = next((each for each in _NEEDS.get(name, ()) if each in wrong), None)
    return CheckAnswer(name, f"not looked at yet; first put right: {first}") if first else None


def _answer(name: str, ask: Callable[[], CheckAnswer]) -> CheckAnswer:
    """The answer; what a database that is away or a folder that cannot be read says is one too."""
    try:
        return ask()
    except NotDurable as fault:
        return CheckAnswer(name, str(fault))
    except SQLAlchemyError as trouble:
        return CheckAnswer(name, remedies.what_to_do(trouble), passes=remedies.passes(trouble))
    except OSError as trouble:
        return CheckAnswer(name, questions.unreadable(trouble))
    finally:
        db.session.rollback()


def readiness() -> list[str]:
    """The names of what keeps this server from being of use now; for a machine that asks every few seconds."""
    asked = {name: QUESTIONS[name] for name in ("database", "tables", "disk", "keys")}
    return [name for name, ask in asked.items() if _answer(name, ask).fault]

"""What somebody reads who has to wait before their next try."""

from __future__ import annotations

from pb.refusals import Refusal
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


class TooManyTries(Refusal):
    """The next try is looked at only after ``seconds``; ``ahead``: how many wait before this visitor in a queue."""

    def __init__(self, sentence: Sentence, seconds: int, ahead: int | None = None) -> None:
        super().__init__(sentence, _wait(seconds), status=429)
        self.ahead = ahead

    @property
    def message(self) -> str:
        """All sentences, to stand beside a field of the form, so that nothing typed is lost."""
        return " ".join(str(each) for each in (self.sentence, self.next_step, _place_in_words(self.ahead)) if each)


def _wait(seconds: int) -> Sentence:
    if seconds > 90:
        return _ln(
            "Wait %(num)s minute and try again, or phone us for help.",
            "Wait %(num)s minutes and try again, or phone us for help.",
            -(-seconds // 60),
        )
    return _ln(
        "Wait %(num)s second and try again, or phone us for help.",
        "Wait %(num)s seconds and try again, or phone us for help.",
        seconds,
    )


def _place_in_words(ahead: int | None) -> Sentence | None:
    if ahead is None:
        return None
    if ahead == 0:
        return _l("Your place in the queue is kept. You are next.")
    return _ln(
        "Your place in the queue is kept. %(num)s person is before you.",
        "Your place in the queue is kept. %(num)s people are before you.",
        ahead,
    )

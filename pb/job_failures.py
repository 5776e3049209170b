"""Why a job failed: kept with its row, sealed, to be read on its page in any language.

It can name what somebody typed or stood in their file, so it is sealed under the programme's key as the file is
(``pb.job_files``): a stolen database or a backup does not have it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pb.refusals import Refusal
from pb.sealed import NotSealedHere, seal_for, unseal_for
from pb.words import Sentence
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.jobs import Job


def sealed(job: Job, refusal: Refusal, more: Mapping[str, Any]) -> dict[str, Any]:
    """What the row of a job that failed keeps: what is wrong and what to do, and facts beside it."""
    said = json.dumps({**in_clear(refusal), **more})
    return {"sealed": seal_for(job.account_id or 0, _purpose(job), said)}


def in_clear(refusal: Refusal) -> dict[str, Any]:
    """The same for a sentence that holds nothing of anybody."""
    return {"said": kept(refusal.sentence, refusal.next_step)}


def failure_of(job: Job) -> dict[str, Any]:
    """Why a job failed: ``said``, its sentences as ``kept`` wrote them, and the facts beside them. Empty for all others.

    A job that failed before this was sealed has it in clear.
    """
    if job.state != "failed":
        return {}
    if "sealed" not in job.outcome:
        return job.outcome
    try:
        return json.loads(unseal_for(job.account_id or 0, _purpose(job), job.outcome["sealed"]))
    except NotSealedHere:
        return {"said": kept(_l("Why this failed can no longer be read."), _l("Start it again from the beginning."))}


def sentences_of(job: Job) -> list[Sentence]:
    """What is said of a job that failed: what is wrong, then what to do."""
    return [said_again(each) for each in failure_of(job).get("said", [])]


def kept(*sentences: Sentence | str) -> list[dict[str, Any]]:
    """Sentences as they are kept in a row, to be read in any language later."""
    return [_kept(each) for each in sentences if str(each)]


def _kept(said: Sentence | str) -> dict[str, Any]:
    if isinstance(said, str) or said.number is not None:
        return {"english": str(said), "facts": {}}
    return {"english": said.english, "facts": {name: str(value) for name, value in said.facts.items()}}


def said_again(kept_sentence: dict[str, Any]) -> Sentence:
    """A sentence from what ``kept`` wrote."""
    return Sentence(kept_sentence["english"], facts=kept_sentence["facts"])


def _purpose(job: Job) -> str:
    return f"why job {job.id} failed"

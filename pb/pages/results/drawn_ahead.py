"""After the publication a job draws the charts, makes the files and counts the same ballots under other rules, so that
no reader waits for it.

All of them lie in the instance folder under names that their content gives them: what a killed program has made is
found again, and whoever asks for one that is missing, now or after the folder was lost, gets it made at once.
"""

from __future__ import annotations

from flask_babel import force_locale

from pb.charts.pictures import Picture
from pb.database import db, transaction
from pb.job_running import JobWork
from pb.jobs import job_kind
from pb.pages.results.charts import charts_of, drawings_of
from pb.pages.results.files import ZIP, pack_file, picture_file
from pb.pages.results.result_view import Result, result_of
from pb.pages.results.what_if import OtherCounts
from pb.results.queries.charts import CHARTS
from pb.results.queries.counts import newest_publication_of
from pb.rounds.models import Round
from pb.web.request_setup import LANGUAGES
from pb.words import lazy_gettext as _l


def signed_off(round_id: int) -> Result | None:
    """The newest version of a round that is published or waits for its time. Only for the job that draws its pictures before
    anybody can see them; no page and no file asks here.
    """
    newest = newest_publication_of(round_id)
    round_ = db.session.get(Round, round_id)
    return result_of(round_, newest.counted, newest, newest) if newest and round_ else None


@job_kind(CHARTS, _l("Drawing the charts of a result"))
def draw_ahead(work: JobWork) -> None:
    """The job: the files, then one picture after another."""
    assert work.round_id is not None
    found = signed_off(work.round_id)
    assert found is not None  # ordered with the publication, in one transaction
    pictures = _pictures(found)
    work.goes_on(0, len(pictures))
    for drawn, picture in enumerate(pictures, start=1):
        picture_file(picture)
        work.goes_on(drawn, len(pictures))
    _count_other_rules(work)
    with transaction() as session:
        work.is_done(session)


def _count_other_rules(work: JobWork) -> None:
    """One rule after another, last: the public waits for the pictures, the steering group alone for these."""
    assert work.round_id is not None
    found = signed_off(work.round_id)  # again: the rows of before are gone
    assert found is not None
    there = 0
    counts = OtherCounts(found, lambda: work.goes_on(max(there, 1), len(counts.rulebooks)))
    for there, _count in enumerate(counts.one_by_one(), start=1):
        work.goes_on(there, len(counts.rulebooks))


def _pictures(found: Result) -> list[Picture]:
    """Every picture in every language; and the files are made, because afterwards the rows are gone from memory."""
    pack_file(found, ZIP)
    pictures = []
    for language in LANGUAGES:
        with force_locale(language):
            pictures += drawings_of(charts_of(found))
    return pictures

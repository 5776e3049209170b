"""The text that is published with a result's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_TEXT = """{name}: the published result
{headline}
{version}
Anyone can check this result with the files here.

{tables}

outcome.json        the count, step by step, as the steering group signed it; no decision of theirs changes it
{elections}
result.json         the result, for programs
result.xlsx         the tables without the ballots, for a spreadsheet program
datapackage.json    what stands in each column of each table (frictionlessdata.io)
result.schema.json  the schema of result.json
{salt}SHA256SUMS          fingerprints of these files: sha256sum --check SHA256SUMS

A code in receipts.csv shows that a vote was counted, not how the person voted; a tablet shows it before the vote is cast.
In ballots.csv "3:1 7:1" means projects 3 and 7 were ticked: the figure after the colon is 1 for a tick; for other ballots it is
the points, the place or the score. Open the column as text: a spreadsheet program can take "7:1" for a time.

{licence}
{quick}
{again}
The fingerprint of the ballots was printed when the ballot box was opened, before the lot was drawn:

    {ballots_hash}

{how_hashed}
"""
_QUICK = """
Votes on tablets that were cast sooner than most people can read the titles on the ballot: {number}. A few are normal.
Many may mean that someone voted for others. Tablets that work without internet count these votes themselves. No times
are kept.
"""
_ELECTION = "{file:<19} the whole vote in the open format Pabulib (pabulib.org)"
_ELECTION_OF_POT = "{file:<19} the votes on the pot {pot} in the open format Pabulib (pabulib.org)"
_SALT = "salt.txt            the secret first line under the fingerprint of the ballots\n"
_PROGRAM = "recount_naive.py    a second, simple program that counts the votes again; it only needs Python 3"
_AGAIN = """To count the votes again:

    {recount}

or with the program that counted them:

    {program}
"""
_HASHED = """It is the SHA-256 of the column "choices" in ballots.csv: every ballot that is not blank, one on each line, in the
order of the file, with no line end after the last one."""
_WITHHELD = """The choices of the ballots in withheld.csv were unusual: a voter could have used them to show how they voted. The rules of
the round, fixed before the vote, withhold them."""
_AGAIN_BY = """These files are not enough to count every ballot again. Before the result was published all ballots, the
withheld ones too, were counted again, with the same result, by: {names}.
"""
_HASHED_WITH_SALT = """It is the SHA-256 of the line in salt.txt, followed by the column "choices" in ballots.csv: every ballot that is not
blank, one on each line, in the order of the file, with no line end after the last one."""
_HASHED_IN_SECRET = """It is the SHA-256 of a secret first line and of every ballot that is not blank, one on each line. Those who
counted again have the first line and all the ballots."""


def readme(
    name: str,
    headline: str,
    ballots_hash: str,
    elections: Mapping[str, str | None],
    recounted_by: Sequence[str] = (),
    *,
    salted: bool = False,
    quick_votes: str | None = None,
    about_tablets: Sequence[str] = (),
    licence: str = "",
    tables: Sequence[tuple[str, str]] = (),
    version: Sequence[str] = (),
) -> str:
    """README.txt of a round's files. ``elections``: its Pabulib files, one for each pot, with its name where there are several; none
    where ballots are withheld, which ``recounted_by`` have counted again. ``salted``: the hash has a first line of its own.
    ``quick_votes``: how many there were on tablets, in words; None where nothing was published of it.
    ``licence``: under which the files may be used. ``tables``: the name of each, and what it has.
    ``version``: which it is, when it was published, what it corrects, and what the steering group decided beside the count.
    ``about_tablets``: sentences about ballots that were checked, and about what was counted at sessions.
    """
    files, again = _of_elections(elections, recounted_by)
    how_hashed = _HASHED if not salted else _HASHED_WITH_SALT if elections else _HASHED_IN_SECRET
    return _TEXT.format(
        licence=licence,
        salt=_SALT if salted and elections else "",
        tables="\n".join(f"{file:<19} {about}" for file, about in tables),
        name=name,
        headline=headline,
        version="".join(f"{each}\n" for each in version),
        ballots_hash=ballots_hash,
        elections="\n".join(files),
        again=again,
        quick=(_QUICK.format(number=quick_votes) if quick_votes else "")
        + "".join(f"\n{each}\n" for each in about_tablets),
        how_hashed=how_hashed,
    )


def _of_elections(elections: Mapping[str, str | None], recounted_by: Sequence[str]) -> tuple[list[str], str]:
    """The lines about the files to count again, and how that is done."""
    if not elections:
        return [_WITHHELD], _AGAIN_BY.format(names=", ".join(recounted_by))
    files = [
        _ELECTION_OF_POT.format(file=file, pot=" ".join(pot.split())) if pot else _ELECTION.format(file=file)
        for file, pot in elections.items()
    ]
    again = _AGAIN.format(
        recount="\n    ".join(f"python3 recount_naive.py {file}" for file in elections),
        program="\n    ".join(f"python3 -m pb.counting {file}" for file in elections),
    )
    return [*files, _PROGRAM], again

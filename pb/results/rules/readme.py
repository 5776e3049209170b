"""The text that is published with a result's files."""

from __future__ import annotations

from collections.abc import Sequence

_TEXT = """{name}: the published result
{headline}

Anyone can check this result with the files here.

projects.csv      every project: cost, votes, whether it was funded and why
ballots.csv       every ballot, sorted by what was chosen; "3:1 7:1" means projects 3 and 7 were ticked
                  (the figure after the colon is 1 for a tick; for other ballots it is the points, the place or the score)
turnout.csv       how many people voted where, how and on which day; small numbers are added up to 10 or more
receipts.csv      the receipt codes of all votes, in order, with nothing next to them:
                  a code shows that a vote was counted, not how the person voted
outcome.json      the count, step by step, as the steering group signed it
{elections}
recount_naive.py  a second, simple program that counts the votes again; it only needs Python 3
SHA256SUMS        fingerprints of these files: sha256sum --check SHA256SUMS

To count the votes again:

    {recount}

or with the program that counted them:

    {program}

The fingerprint of the ballots was printed when the ballot box was opened, before the lot was drawn:

    {ballots_hash}

It is the SHA-256 of the column "choices" in ballots.csv: every ballot that is not blank, one on each line, in the
order of the file, with no line end after the last one.
"""


def readme(name: str, headline: str, ballots_hash: str, elections: Sequence[str]) -> str:
    """README.txt of a round's files. ``elections``: the names of its Pabulib files, one for each pot."""
    return _TEXT.format(
        name=name,
        headline=headline,
        ballots_hash=ballots_hash,
        elections="\n".join(
            f"{file:<17} the whole vote in the open format Pabulib (pabulib.org)" for file in elections
        ),
        recount="\n    ".join(f"python3 recount_naive.py {file}" for file in elections),
        program="\n    ".join(f"python3 -m pb.counting {file}" for file in elections),
    )

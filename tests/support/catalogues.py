"""The catalogues of the voter's languages, brought up to what voters can meet now: ``make words`` does it.

New sentences come in empty, to be translated; sentences that voters no longer meet go. tests/site/test_languages.py fails
while one is empty.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from pb.catalogues import FOLDER, LANGUAGES
from tests.support.voter_words import voter_words

#: How many plurals a language has, and which number has which (the rules of Unicode's CLDR, as gettext writes them).
PLURALS = {
    "gd": "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : (n>2 && n<20) ? 2 : 3;",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ur": "nplurals=2; plural=(n != 1);",
    "zh_Hans": "nplurals=1; plural=0;",
}
_HEAD = """msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def bring_up_to_date(code: str, folder: Path = FOLDER) -> None:
    """Write the catalogue of a language anew, with every translation that still has its sentence."""
    file = folder / f"{code}.po"
    old = read_po(file.read_bytes().splitlines(), locale=code) if file.exists() else Catalog(locale=code)
    head = _HEAD.format(code=code, plurals=PLURALS[code])
    new = read_po(head.splitlines(), locale=code)  # which knows how many plurals there are
    for message in sorted(voter_words().values(), key=lambda each: (each.locations[0][0], str(each.id))):
        was = old.get(message.id)
        new.add(message.id, was.string if was else "", locations=message.locations, auto_comments=message.auto_comments)
    with file.open("wb") as written:
        written.write(head.encode())
        write_po(written, new, width=None, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    for each in LANGUAGES:
        bring_up_to_date(each)

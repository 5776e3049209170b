"""Every word on a page goes through gettext: in a made-up language no page keeps a word of English but what people
typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

import pytest
from sqlalchemy import String, Text, select

from pb.database import db
from pb.paper.rules import entry_files
from pb.venues.rules.columns import COLUMNS
from pb.voting.rules import postal_lists
from pb.web import request_setup
from tests.support import databases, pseudo
from tests.support.document import Page
from tests.support.program import program
from tests.support.sources import expect_none
from tests.support.stages import addresses, stages
from tests.support.visitor import Visitor
from tests.support.voters import noted

#: What a page says in every language: names (of the browser that signed in, too), marks, and the columns of a sheet,
#: which a program reads.
SAME_EVERYWHERE = (
    "Participatory budgeting",
    "Firefox",
    "Open Government Licence v3.0",
    ", ".join(COLUMNS),
    ", ".join(entry_files.COLUMNS),
    ", ".join(postal_lists.COLUMNS),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The program with a catalogue of the made-up language, and rounds at every stage."""
    folder = tmp_path_factory.mktemp("words")
    pseudo.translate_into(folder / "translations")
    offered, request_setup.LANGUAGES = request_setup.LANGUAGES, (*request_setup.LANGUAGES, pseudo.CODE)
    settings = {"BABEL_TRANSLATION_DIRECTORIES": str(folder / "translations"), "HELP_PHONE": "0131 555 0100"}
    with databases.fresh("sqlite", folder) as url, program(url, folder, **settings) as app, app.app_context():
        yield stages(app)
    request_setup.LANGUAGES = offered


class Reader(Visitor):
    """Somebody whose browser asks for the made-up language. ``plain``: every word of English that they met, and
    where.
    """

    def __init__(self, world, plain: set[str], codes: Iterable[str] = ()) -> None:
        super().__init__(world.app)
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = pseudo.CODE
        self.data, self.plain, self.codes = data(), plain, codes
        self._known, self._known_of = pseudo.Data([]), 0

    def _asks(self, method, path, **how):
        """As any visitor asks; whether the page is a good one is another test's question."""
        self.answer = self._sends(method, path, follow_redirects=True, **how)
        assert self.answer.status_code < 500, f"{method} {path}: {self.app.extensions.get('tests_last_error')!r}"
        if self.answer.mimetype == "text/html":
            self.page = Page(self.answer.get_data(as_text=True), status=self.answer.status_code)
            self._token = next(
                (e.get("value", "") for e in self.page.all("input") if e.get("name") == "csrf_token"), self._token
            )
            self.data += map(str, (how.get("data") or {}).values())
            self.plain |= {
                f"{rest!r} on {method} {path}" for text in pseudo.shown(self.page) if (rest := self.known().rest(text))
            }
        return self.page

    def known(self) -> pseudo.Data:
        """What is no word of the program; sorted out anew where something was typed since."""
        if self._known_of != len(self.data):
            self._known, self._known_of = pseudo.Data(self.data, self.codes), len(self.data)
        return self._known

    def hidden(self, name: str) -> str:
        """What a hidden field of the page holds."""
        return next(e.get("value", "") for e in self.page.all("input") if e.get("name") == name)


def data() -> list[str]:
    """Every text in the database."""
    columns = [c for table in db.metadata.sorted_tables for c in table.columns if isinstance(c.type, String | Text)]
    return [
        *SAME_EVERYWHERE,
        *(value for column in columns for value in db.session.scalars(select(column).distinct()) if value),
    ]


def test_this_walk_sees_a_word_past_the_catalogue():
    page = Page(
        '<!doctype html><title>ｏｋ</title><p>ｏｋ Una <b>three votes</b><img alt="A bus"><i title="ｏｋ">7</i>'
    )
    assert [rest for text in pseudo.shown(page) if (rest := pseudo.Data(["Una", "votes"]).rest(text))] == [
        "three votes",
        "A bus",
    ]


def test_pages_of_staff(world):
    plain: set[str] = set()
    reader = Reader(world, plain).signed_in_as(world.me)
    for path in addresses(world, "GET"):
        reader.opens(path)
    expect_none(sorted(plain))


def test_forms_that_staff_send_empty_and_acts_at_the_wrong_time(world):
    plain: set[str] = set()
    reader = Reader(world, plain).signed_in_as(world.me)
    reader.opens("/rounds/new")
    for path in addresses(world, "POST"):
        if "close" not in path:
            reader.posts(path)
            if path in ("/account/sign-out", "/account/password"):
                reader.signed_in_as(world.me)
                reader.opens("/rounds/new")
    expect_none(sorted(plain))


SHEET = """venue,kind,step_free,date,starts,ends,facilitators
,x,Perhaps,1/13/2026,25:00,
Thistle Club,lunch,yes,24/11/2026,10:00,9:00,Nobody
Thistle Club,library,yes,24/11/2019,10:00,11:00,Person 1,too many
"""


def test_sheets_that_cannot_be_read(world):
    plain: set[str] = set()
    reader = Reader(world, plain, codes=COLUMNS).signed_in_as(world.me)
    address = f"/rounds/{world.open_now.id}/sessions/from-file"
    reader.opens(address)
    for content in (
        SHEET,
        "",
        "a,b\n1,2\n",
        "venue,date,venue\n",
        'venue,date,starts,ends\n"x',
        "PK",
        "\0",
        "venue,date,starts,ends\n",
    ):
        reader.data += re.split(r"[,\n]", content)
        reader.posts(address, {"sheet": (BytesIO(content.encode()), "sheet.csv")}, content_type="multipart/form-data")
        reader.posts(f"{address}/add", {"text": content})
    expect_none(sorted(plain))


def test_the_way_of_a_voter(world):
    plain: set[str] = set()
    reader = Reader(world, plain)
    reader.opens("/vote")
    for typed in ("", "ABC", "ABCDE-23456", world.cards[0].code):
        reader.posts("/vote", {"code": typed})
    reader.posts("/vote/declaration", {"draft": reader.hidden("draft")})
    reader.posts("/vote/declaration", {"draft": reader.hidden("draft"), "declared": "y"})
    ballot = reader.hidden("draft")
    for numbers in ([], [1, 2, 3, 4, 5, 6], [1, 2]):
        reader.posts("/vote/review", {"draft": ballot, "noted": noted(*numbers)})
    reviewed = reader.hidden("draft")
    reader.posts("/vote/cast", {"draft": reviewed})
    reader.opens("/vote")
    reader.posts("/vote", {"code": world.cards[0].code})
    reader.posts("/vote/cast", {"draft": "not a draft"})
    expect_none(sorted(plain))


def test_the_way_of_a_group(world):
    plain: set[str] = set()
    reader = Reader(world, plain)
    reader.opens("/apply")
    reader.posts("/apply", {"round_id": world.applying.id})
    answers = {"group": {"group_name": "The Larks"}, "what": {"title": "Sea", "what": "A bus to the sea."}, "whom": {"whom": "Thirty people."},
               "cost": {"cost_lines-0-what": "Bus", "cost_lines-0-pence": "300"}, "least": {"least_pence": "100"},
               "contact": {"contact_name": "Rose", "contact_phone": "0131 555 0100"}, "helper": {"helper": ""}}  # fmt: skip
    wrong = {"group": {"group_name": "x" * 130}, "cost": {"cost_lines-0-what": "Bus", "cost_lines-0-pence": "9000"},
             "least": {"least_pence": "900"}, "contact": {"contact_name": "Rose", "contact_email": "no address"}}  # fmt: skip
    reader.posts("/apply/send")
    for step, right in answers.items():
        for typed in ({}, wrong.get(step, {}), right):
            reader.posts(f"/apply/{step}", typed)
    for path in ("/apply/check", "/apply/your-application", "/apply/withdraw", "/apply/code"):
        reader.opens(path)
    for path in ("/apply/send", "/apply/send", "/apply/withdraw", "/apply/withdraw", "/apply/leave"):
        reader.posts(path)
    for code in ("", "ABC", "ABCDE-23456"):
        reader.posts("/apply/resume", {"code": code})
    expect_none(sorted(plain))


def test_a_kiosk_and_signing_in(world):
    plain: set[str] = set()
    reader = Reader(world, plain)
    for path in ("/account/sign-in", f"/invitations/{world.invited}", "/invitations/unknown", "/nowhere"):
        reader.opens(path)
    reader.posts("/account/sign-in", {"sign_in_name": "nobody", "password": "wrong"})
    for password in ("", "short", "aaaaaaaaaaaaaa", "a good long password"):
        reader.posts(f"/invitations/{world.invited}", {"name": "Una", "password": password, "again": "other"})
    reader.posts("/account/sign-in", csrf=False)
    reader.client.set_cookie("pb_kiosk", world.token)
    for path in ("/kiosk", "/kiosk/leave"):
        reader.opens(path)
    reader.posts("/kiosk/next", {"pin": "2468"})
    reader.is_the_kiosk(world.token, world.kiosk_key)
    for path in ("/kiosk", "/kiosk/end", "/kiosk/leave", "/kiosk/measure"):
        reader.opens(path)
    for path in ("/kiosk/next", "/kiosk/go-on", "/kiosk/leave"):
        for pin in ("", "0000", "2468"):
            reader.posts(path, {"pin": pin})
    expect_none(sorted(plain))


def test_the_files_of_a_result_are_the_same_in_every_language(world):
    address = f"/rounds/{world.published.id}/results/files/projects.csv"
    in_greek = Reader(world, set()).downloads(address).get_data(as_text=True)
    assert in_greek == Visitor(world.app).downloads(address).get_data(as_text=True)
    assert "It is funded: " in in_greek

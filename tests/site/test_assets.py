"""Style sheets are joined, everything static has an address with its hash, and an upgrade harms no open page."""

from __future__ import annotations

import gzip
import re
import shutil

import pytest

from pb.web import assets
from pb.web.style_sheets import joined_sheets
from tests.support.sources import TOP, expect_none, files

STATIC = TOP / "static"
MAIN = "css/main.css"


@pytest.fixture
def folder(app, tmp_path):
    """The program serves a copy of static/ that the test may change."""
    copy = tmp_path / "static"
    shutil.copytree(STATIC, copy)
    app.config["STATIC_FOLDER"] = copy
    return copy


def address_of(visitor, name):
    page = visitor.asks("GET", "/vote").text
    return re.search(rf'"(/static/[0-9a-f]{{12}}/{re.escape(name)})"', page)[1]


def test_sheets_are_joined_in_order_in_their_layers_and_media():
    sheets = {
        "css/all.css": b'/* why */\n@layer base, print;\n@import url("base.css") layer(base);\n'
        b'@import url("parts/box.css");\n@import url("print.css") layer(print) print;\nb { top: 0 }\n',
        "css/base.css": b'@font-face { src: url("../fonts/a.woff2") }\n',
        "css/parts/box.css": b".box { background: url('../../img/a.svg'), url(b.svg), url(data:x), url(/c.svg) }\n",
        "css/print.css": b"p { orphans: 3 }\n",
    }
    joined = joined_sheets(sheets)
    assert joined["css/all.css"].decode() == (
        '@layer base, print;\n@layer base {\n@font-face { src: url("../fonts/a.woff2") }\n}\n\n'
        '.box { background: url("../img/a.svg"), url("parts/b.svg"), url(data:x), url(/c.svg) }\n\n'
        "@media print {\n@layer print {\np { orphans: 3 }\n}\n}\n\nb { top: 0 }\n"
    )
    twin = joined["css/all-without-layers.css"].decode()
    assert "@layer" not in twin and "@media print {\np { orphans: 3 }\n}" in twin
    assert set(joined) == {"css/all.css", "css/all-without-layers.css"}


@pytest.mark.parametrize(
    ("sheet", "error"),
    [
        ('@import url("gone.css");', FileNotFoundError),
        ('@import url("other.css");', ValueError),
        ("@import 'plain.css';", ValueError),
    ],
)
def test_what_cannot_be_joined_stops_the_start(sheet, error):
    with pytest.raises(error, match="main.css imports gone.css|imports others|not understood"):
        joined_sheets(
            {MAIN: sheet.encode(), "css/other.css": b'@import url("plain.css");', "css/plain.css": b"p { top: 0 }"}
        )


#: The one that pages ask for; that of a practice, whose rules for printed pages no real page may have; and that of a file.
OF_THEIR_OWN = ("main.css", "practice.css", "results-evening.css")


def test_every_sheet_is_in_the_one_that_pages_ask_for():
    whole = assets.read(STATIC).files[MAIN].body.decode()
    assert "@import" not in whole and "/*" not in whole
    for file in files("static/css/**/*.css"):
        if file.name not in OF_THEIR_OWN:
            rules = re.sub(r"(?s)/\*.*?\*/", "", file.read_text(encoding="utf-8"))
            missing = [line.strip() for line in rules.splitlines() if line.strip() and line.strip() not in whole]
            expect_none(f"{file.name}: {line}" for line in missing if "url(" not in line)


def test_every_address_in_a_sheet_leads_to_a_file():
    present = assets.read(STATIC).files
    for sheet in (MAIN, "css/main-without-layers.css"):
        addresses = re.findall(r'url\("\.\./([^"]+)"\)', present[sheet].body.decode())
        assert addresses and set(addresses) <= set(present), sheet


def test_any_change_changes_every_address(folder):
    before = assets.read(folder).version
    (folder / "js" / "menu.mjs").write_bytes(b"export {}")
    after = assets.read(folder).version
    (folder / "img" / "mark.svg").rename(folder / "img" / "sign.svg")
    assert len({before, after, assets.read(folder).version}) == 3


def test_an_address_of_another_version_is_answered_with_todays_file_for_a_minute(visitor):
    now = address_of(visitor, MAIN)
    for address in (re.sub("[0-9a-f]{12}", "0123456789ab", now), f"/static/{MAIN}"):
        answer = visitor.asks("GET", address)
        assert answer.data == visitor.asks("GET", now).data, address
        assert answer.headers["Cache-Control"] == "public, max-age=60", address


def test_browsers_that_unpack_get_it_packed_and_the_others_plain(visitor):
    address = address_of(visitor, MAIN)
    packed = visitor.asks("GET", address, headers={"Accept-Encoding": "gzip, br"})
    plain = visitor.asks("GET", address)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 3
    letters = visitor.asks("GET", address_of(visitor, "fonts/AtkinsonHyperlegible-Regular.woff2"))
    assert "Vary" not in letters.headers and letters.content_type == "font/woff2"


def test_what_a_browser_has_already_is_not_sent_again(visitor):
    address = address_of(visitor, MAIN)
    for encoding in ("", "gzip"):
        tag = visitor.asks("GET", address, headers={"Accept-Encoding": encoding}).headers["ETag"]
        headers = {"Accept-Encoding": encoding, "If-None-Match": tag}
        again = visitor.asks("GET", address, headers=headers)
        assert (again.status_code, again.data) == (304, b"") and "immutable" in again.headers["Cache-Control"]


def test_only_files_of_the_folder_are_served(visitor, folder):
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "notes.key").write_text("secret", encoding="utf-8")
    for path in ("../secret.txt", "%2e%2e/secret.txt", "css/../../secret.txt", "notes.key", "css", ""):
        assert visitor.asks("GET", f"/static/{path}").status_code == 404, path
    assert visitor.asks("GET", "/static/fonts/OFL.txt").status_code == 200


def test_modules_are_asked_for_side_by_side():
    present = assets.read(STATIC)
    assert present.modules_of("js/start/workspace.mjs")[0] == "js/start/workspace.mjs"
    kiosk = present.modules_of("js/start/kiosk.mjs")
    assert len(kiosk) == len(set(kiosk)) and "js/kiosk/idle.mjs" in kiosk  # which only kiosk/screens.mjs imports


def test_a_name_that_is_not_there_fails_where_it_is_written(app):
    with app.test_request_context(), pytest.raises(KeyError, match=r"css/gone\.css"):
        assets.static_file("css/gone.css")


def test_while_developing_a_change_is_seen_on_the_next_page(app, visitor, folder):
    app.debug = True
    before = address_of(visitor, MAIN)
    (folder / "css" / "base.css").write_text("h1 { color: teal }", encoding="utf-8")
    after = address_of(visitor, MAIN)
    assert after != before and b"teal" in visitor.asks("GET", after).data


def test_in_a_real_vote_files_are_read_once(visitor, folder):
    before = address_of(visitor, MAIN)
    (folder / "css" / "base.css").write_text("h1 { color: teal }", encoding="utf-8")
    assert address_of(visitor, MAIN) == before

"""The checks in a real browser find what they are for; a toy program serves the pages."""

import pytest

from tests.support import browser, browser_page
from tests.support.browser_page import as_it_looks
from tests.support.toy import toy

BAD = {
    "/pale": (
        '<p><span class="pale">Hard to read</span></p><link rel="stylesheet" href="/pale.css">',
        "axe color-contrast",
    ),
    "/wide": ('<link rel="stylesheet" href="/wide.css"><p class="wide">x</p>', "wider than the screen"),
    "/gone": ('<img alt="A tea pot" src="/gone.png">', "404 for /gone.png"),
    "/abroad": ('<img alt="A tea pot" src="https://pictures.example/tea.png">', "a request to pictures.example"),
    "/broken": ('<script src="/broken.js"></script>', "script error"),
    "/styled": ('<script src="/styled.js"></script>', "the policy refused a style"),
    "/noisy": ('<script src="/noisy.js"></script>', "console: something is wrong"),
}
#: Its form has another key each time.
KEYED = '<form><input type="hidden" name="form_key" value="{{ range(10**12)|random }}"><p>Good.</p></form>'
FILES = {
    "/pale.css": ("text/css", ".pale { color: #ccc; background: #fff }"),
    "/wide.css": ("text/css", ".wide { width: 3000px }"),
    "/broken.js": ("text/javascript", "nothing.here()"),
    "/styled.js": ("text/javascript", "document.querySelector('h1').setAttribute('style', 'color: red')"),
    "/noisy.js": ("text/javascript", "console.error('something is wrong')"),
}


@pytest.fixture
def app():
    app = toy({"/keyed": KEYED, **{address: inside for address, (inside, _) in BAD.items()}})
    for address, (kind, content) in FILES.items():
        app.add_url_rule(address, address, lambda kind=kind, content=content: (content, {"Content-Type": kind}))
    app.after_request(with_a_policy)
    return app


def with_a_policy(answer):
    answer.headers["Content-Security-Policy"] = "default-src 'self' data: https://pictures.example"
    return answer


@pytest.mark.parametrize(("address", "said"), [(address, said) for address, (_, said) in BAD.items()])
def test_a_page_is_refused_in_the_browser(address, said, new_browser_visitor):
    person = new_browser_visitor()
    with pytest.raises(AssertionError) as refused:
        person.opens(address)
    assert said in str(refused.value)
    person.watch.faults.clear()


def test_a_person_uses_a_good_page(new_browser_visitor, app):
    person = new_browser_visitor(browser.PHONE)
    person.opens("/").follows("Apply").types("Title", "Tea for all").ticks("2. Walks", "Online").selects(
        "Where", "South"
    )
    person.attaches("Picture", b"png", "tea.png").presses("Save")
    assert (person.heading, person.path, person.text) == ("Saved", "/saved", "Saved Thank you.")
    expected = [("choice", "1", "2"), ("how", "online"), ("title", "Tea for all"), ("where", "s"), ("why", "")]
    assert app.config["SENT"] == {"form": expected, "picture": b"png"}


def test_a_page_is_checked_without_its_scripts_too(new_browser_visitor):
    person = new_browser_visitor(java_script_enabled=False)
    person.opens("/broken")  # what is broken there is a script
    with pytest.raises(AssertionError, match="wider than the screen"):
        person.opens("/wide")


def test_a_fault_after_the_last_look_is_not_lost(chromium, live_server):
    person = browser.BrowserVisitor(chromium, live_server)
    person.opens("/")
    person.page.evaluate("console.error('too late')")
    with pytest.raises(AssertionError, match="too late"):
        person.leaves()


def test_two_showings_are_one_page_whatever_key_its_form_has_and_not_where_anything_is_seen_that_differs():
    page = '<p class="a">{}</p><input name="key" type="hidden" value="{}"><input name="title" value="{}">'
    assert as_it_looks(page.format("Tea", "Fd6t_MWl", "Walks")) == as_it_looks(page.format("Tea", "LJnxVHD_", "Walks"))
    shown = [page.format("Tea", 1, "Walks"), page.format("Coffee", 1, "Walks"), page.format("Tea", 1, "Talks")]
    assert len({as_it_looks(each) for each in [*shown, shown[0].replace('class="a"', 'class="b"')]}) == 4


def test_a_page_that_was_found_good_is_not_looked_through_again_until_something_else_is_seen(
    new_browser_visitor, monkeypatch
):
    looks = []
    monkeypatch.setattr(browser_page, "inaccessible", lambda page, **_how: looks.append(page.url) or [])
    person = new_browser_visitor()
    person.opens("/keyed").opens("/keyed")
    assert len(looks) == 1, "only the key of its form is another one"
    person.page.locator("main").evaluate("main => { main.append('More') }")
    person.looks()
    assert len(looks) == 2

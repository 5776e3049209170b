"""The checks in a real browser find what they are for; a toy program serves the pages."""

import pytest

from tests.support import browser, browser_page, effort
from tests.support.browser_page import BY_LENGTH, as_it_is_built, as_it_looks
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
#: Side by side, so that words make them large enough.
TWO_BUTTONS = """<link rel="stylesheet" href="/small.css"><p><button type="button">{{ request.args.first }}</button><button
    type="button">{{ request.args.second }}</button></p>"""
FILES = {
    "/small.css": (
        "text/css",
        "button { font-size: 8px; padding: 0; border: 0; line-height: 30px; color: #000; background: #fff }",
    ),
    "/pale.css": ("text/css", ".pale { color: #ccc; background: #fff }"),
    "/wide.css": ("text/css", ".wide { width: 3000px }"),
    "/broken.js": ("text/javascript", "nothing.here()"),
    "/styled.js": ("text/javascript", "document.querySelector('h1').setAttribute('style', 'color: red')"),
    "/noisy.js": ("text/javascript", "console.error('something is wrong')"),
}


@pytest.fixture
def app():
    app = toy(
        {"/keyed": KEYED, "/two-buttons": TWO_BUTTONS, **{address: inside for address, (inside, _) in BAD.items()}}
    )
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
    monkeypatch.setattr(browser_page, "inaccessible", lambda _page, rules, **_how: looks.append(rules) or [])
    person = new_browser_visitor()
    person.opens("/keyed").opens("/keyed")
    assert looks == [None], "only the key of its form is another one"
    person.page.locator("main p").evaluate("line => { line.textContent = 'Better.' }")
    person.looks()
    assert looks[1:] == [None if effort.FULL else BY_LENGTH], "only its words are others"
    person.page.locator("main p").evaluate("line => { line.className = 'pale' }")
    person.looks()
    assert looks[2:] == [None], "it is built in another way"


def test_of_two_pages_that_are_built_alike_the_second_has_no_pale_text_and_may_have_a_button_that_is_too_small(
    new_browser_visitor,
):
    person = new_browser_visitor()
    person.opens("/two-buttons?first=Sign in here&second=Sign out there")
    with pytest.raises(AssertionError, match="axe target-size"):
        person.opens("/two-buttons?first=I&second=J")


def test_a_page_is_built_like_another_where_only_words_and_addresses_differ():
    page = '<link rel="stylesheet" href="/{5}.css"><p class="{4}" id="{3}"><a href="/{0}">{1}</a> <img alt="{2}" src="/{0}"> </p>'
    one = page.format("tea", "Tea", "A pot", "a", "b", "c")
    assert as_it_is_built(one) == as_it_is_built(page.format("walks", "Walks &amp; talks", "A hill", "a", "b", "c"))
    others = (
        page.format("tea", "Tea", "A pot", "other", "b", "c"),
        page.format("tea", "Tea", "A pot", "a", "other", "c"),
        page.format("tea", "Tea", "A pot", "a", "b", "other"),
        page.format("tea", "", "A pot", "a", "b", "c"),
        page.format("tea", "Tea", "", "a", "b", "c"),
        one.replace(" </p>", " too</p>"),
        one.replace("<p ", '<p aria-label="Tea" '),
    )
    assert len({as_it_is_built(each) for each in (one, *others)}) == 8

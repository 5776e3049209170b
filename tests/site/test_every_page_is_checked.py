"""The checks that every page goes through find what they are for."""

import pytest

from tests.support.document import Page
from tests.support.forms import NotOnThePage
from tests.support.page import check_page
from tests.support.toy import PAGE, toy
from tests.support.visitor import Visitor

GOOD = PAGE.replace("{{ h1 }}", "Your ballot").replace("{{ body | safe }}", "BODY")

FAULTS = {
    "an unclosed element": ("<p><b>no end</p>", "HTML: "),
    "a stray end": ("<p>x</p></section>", "HTML: "),
    "a second h1": ("<h1>Again</h1>", "2 h1"),
    "a skipped heading": ("<h3>Deep</h3>", "h1 is followed by h3"),
    "a doubled id": ('<p id="a">x</p><p id="a">y</p>', "2 elements have the id 'a'"),
    "a label for nothing": ('<label for="b">x</label>', "points at nothing"),
    "a dead fragment": ('<a href="#b">x</a>', "points at nothing"),
    "an unlabelled field": ('<input name="c">', "'c' has no label"),
    "an empty link": ('<a href="/"></a>', "says nothing"),
    "a form without its token": ('<form method="post" action="/x"><button>Go</button></form>', "no CSRF field"),
    "a form without a place": ('<form method="get"><button>Go</button></form>', "no action"),
    "a token in an address": (
        '<form method="get" action="/"><input type="hidden" name="csrf_token" value="t"><button>Go</button></form>',
        "writes its CSRF token",
    ),
    "inline code": ("<script>1</script>", "inline script"),
    "a handler": ('<p onclick="x()">y</p>', "inline onclick"),
    "a style": ('<p style="color:red">y</p>', "inline style"),
    "a foreign picture": ('<img alt="" src="https://example.org/a.png">', "loads from example.org"),
    "a foreign source set": (
        '<img alt="" src="/a.png" srcset="/a.png 1x, //example.org/b.png 2x">',
        "loads from example.org",
    ),
    "a picture without words": ('<img src="/a.png">', "has no alt"),
    "a table without words": ("<table><tbody><tr><td>1</td></tr></tbody></table>", "no caption"),
    "an unfilled placeholder": ("<p>%(count)s votes</p>", "the page shows '%(count)s'"),
}


@pytest.mark.parametrize(("inside", "said"), FAULTS.values(), ids=FAULTS)
def test_a_page_is_refused_for(inside, said):
    with pytest.raises(AssertionError) as refused:
        check_page(Page(GOOD.replace("BODY", inside)))
    assert said in str(refused.value)


def test_a_good_page_passes():
    check_page(Page(GOOD.replace("BODY", "<h2>Rules</h2><p>Choose <b>three</b>.</p>")))


def test_a_page_needs_its_language_and_a_title_that_starts_with_its_heading():
    with pytest.raises(AssertionError, match="no lang"):
        check_page(Page(GOOD.replace(' lang="en-GB"', "")))
    with pytest.raises(AssertionError, match="does not start with"):
        check_page(Page(GOOD.replace("<title>Your", "<title>A")))


def test_a_page_with_errors_has_their_summary_and_says_so_in_its_title():
    summary = '<div data-error-summary><a href="#age">Enter your age.</a></div><p id="age">Age</p>'
    beside = '<p class="field__error" id="name-error">Enter your name.</p>'
    check_page(Page(GOOD.replace("<title>Your", "<title>Error: Your").replace("BODY", summary), status=422))
    for body, title, fault in (
        ("", "Error: Your", "a page without a summary"),
        (summary, "Your", "a page with a summary"),
        (summary + beside, "Error: Your", "the summary does not lead to “Enter your name.”"),
        ('<label>Age <input name="age"></label>', "Your", "422 without a summary"),
    ):
        with pytest.raises(AssertionError, match=fault):
            check_page(Page(GOOD.replace("<title>Your", f"<title>{title}").replace("BODY", body), status=422))


def test_a_visitor_fills_in_a_form_as_a_browser_does():
    app = toy()
    visitor = Visitor(app)
    assert visitor.opens("/").heading == "Front"
    assert visitor.follows("Apply").heading == "Apply"
    visitor.types("Title", "Tea for all").ticks("2. Walks", "Online").unticks("1. Tea dance").selects("Where", "South")
    assert visitor.attaches("Picture", b"png", "tea.png").presses("Save and stop").heading == "Saved"
    expected = [
        ("choice", "2"),
        ("how", "online"),
        ("then", "stop"),
        ("title", "Tea for all"),
        ("where", "s"),
        ("why", ""),
    ]
    assert app.config["SENT"] == {"form": expected, "picture": b"png"}


def test_what_stood_in_the_form_is_sent_unchanged():
    app = toy()
    visitor = Visitor(app)
    visitor.opens("/apply")
    visitor.presses("Save")
    assert ("choice", "1") in app.config["SENT"]["form"] and ("title", "Old title") in app.config["SENT"]["form"]


def test_a_visitor_cannot_use_what_is_not_on_the_page():
    visitor = Visitor(toy())
    visitor.opens("/apply")
    for act in (lambda: visitor.types("Titel", "x"), lambda: visitor.presses("Send"), lambda: visitor.follows("Home")):
        with pytest.raises(NotOnThePage):
            act()


def test_a_visitor_meets_a_bad_page_with_a_failing_test():
    visitor = Visitor(toy({"/bad": "<h1>Second</h1>"}))
    with pytest.raises(AssertionError, match="2 h1"):
        visitor.opens("/bad")


def test_a_post_without_its_token_is_refused():
    visitor = Visitor(toy())
    visitor.opens("/apply")
    with pytest.raises(AssertionError, match="not a good page"):  # the toy's own 400 page is a bare one
        visitor.posts("/apply", {"title": "x"}, csrf=False)
    assert visitor.page.status == 400 and "SENT" not in visitor.app.config

"""Every template compiles, says its title and its words through gettext, and holds no code or style of its own."""

import re
import subprocess
import sys

import pytest
from jinja2 import nodes

from tests.support.sources import TOP, expect_none, files
from tests.support.templates import Template, templates

INLINE = {
    "a script": r"<script(?![^>]*\bsrc=)",
    "a style sheet": r"<style\b",
    "a style": r"\sstyle\s*=",
    "a handler": r"\son[a-z]+\s*=\s*[\"']",
    "code in an address": r"javascript:",
    "another host": r"(?:src|href|action)=[\"'](?:https?:)?//",
    "unescaped HTML": r"\|\s*safe\b",
}

#: Draws what stands in the same file, and nothing that anybody typed.
DRAWING = {"components/icon.html"}

#: Names that are the same in every language.
NAMES = {"PDF", "CSV", "XLSX", "SVG", "QR"}


class Sample(Template):
    def __init__(self, source):
        self.name, self.source = "sample/page.html", source


def test_every_template_compiles(app):
    compiled = [app.jinja_env.get_template(template.name).name for template in templates()]
    assert "vote/ballot.html" in compiled and len(compiled) == len(set(compiled))


def djlint(what, **more):
    command = [sys.executable, "-m", "djlint", "--lint", "--quiet", what]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, **more)


def test_djlint_finds_nothing():
    found = djlint("templates")
    assert found.returncode == 0, found.stdout + found.stderr


def test_djlint_would_find_a_tag_that_is_not_closed():
    found = djlint("-", input="<section><p>{{ x }}</section>")
    assert found.returncode == 1 and "H025" in found.stdout, found.stdout + found.stderr


def test_every_page_has_a_title(app):
    pages = [template for template in templates() if not template.is_part and template.name.endswith(".html")]
    assert pages
    expect_none(f"{page} extends no layout" for page in pages if not page.parent)
    expect_none(f"{page} has no block title" for page in pages if page.parent and "title" not in page.blocks)


def test_no_template_imports_what_it_does_not_use():
    expect_none(f"{template} imports {name}" for template in templates() for name in set(template.imported()) - template.used()
                if name not in exported(template))  # fmt: skip


def exported(template):
    """Names that the template hands on, as components/form.html does with its parts."""
    return {node.target.name for node in template.tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    expect_none(
        f"{template}: {match.group()!r}"
        for template in templates()
        if template.name not in DRAWING
        for match in re.finditer(INLINE[what], without_comments(template.source), re.IGNORECASE)
    )


def without_comments(source):
    return re.sub(r"(?s)\{#.*?#\}", "", source)


def test_every_form_that_posts_has_its_token():
    forms = [
        (template, form)
        for template in templates()
        for form in re.findall(r"(?s)<form\b.*?</form>", without_comments(template.source))
        if re.search(r"method=[\"']post", form, re.IGNORECASE)
    ]
    expect_none(
        f"{template}: {form[:80]!r}" for template, form in forms if not re.search(r"csrf\w*\(\)|hidden_tag\(\)", form)
    )


def test_every_word_goes_through_gettext():
    expect_none(f"{t}: {words!r}" for t in templates() for words in t.untranslated() if words.strip(" :") not in NAMES)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Plain words</p>",
        '<img alt="A tea pot" src="{{ x }}">',
        '{% if x %}<p class="a">{{ _("Fine") }} not fine</p>{% endif %}',
        '{{ button("Save") }}',
        '{{ table(caption="Votes") }}',
    ],
)
def test_this_guard_sees_words_outside_gettext(source):
    assert Sample(source).untranslated()


@pytest.mark.parametrize(
    "source",
    [
        '<p class="lead">{{ _("Words") }}, {{ n }} – {% trans %}More words{% endtrans %}</p>',
        '<a href="{{ url_for("home") }}" class="button {{ x }}">{{ button(_("Save"), kind="primary") }}</a>',
    ],
)
def test_this_guard_lets_pass_what_goes_through_gettext(source):
    assert not Sample(source).untranslated()


def test_every_component_has_its_style_sheet_under_the_same_name():
    macros = {file.stem for file in files("templates/components/*.html") if not file.stem.startswith("_")}
    sheets = {file.stem for file in files("static/css/components/*.css")}
    expect_none(f"static/css/components/{name}.css styles no component" for name in sheets - macros)

"""An error page names a phone number "below" only where there is one, and never asks for a smaller picture in place of a text."""

from __future__ import annotations

import pytest

from tests.support.sources import TOP

PAGES = sorted(file.name for file in (TOP / "templates" / "errors").glob("[345]*.html"))


def rendered(app, page: str, phone: str) -> str:
    app.config["HELP_PHONE"] = phone
    with app.test_request_context("/"):
        return app.jinja_env.get_template(f"errors/{page}").render(
            help_phone=phone, programme_name="Canny", practice=False
        )


@pytest.mark.parametrize("page", PAGES)
def test_a_number_below_is_named_where_there_is_one(app, page):
    assert "number below" not in rendered(app, page, "")
    with_phone = rendered(app, page, "0131 555 0100")
    assert "number below" not in with_phone or "0131 555 0100" in with_phone


def test_what_is_too_large_may_be_a_text(app):
    said = rendered(app, "413.html", "")
    assert "If it was a text" in said and "Pictures taken" not in said

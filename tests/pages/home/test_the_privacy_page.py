"""The privacy page says how long personal data is kept, and promises nothing that the program does not do."""

import pytest

from pb.config import Misconfigured, load


def test_it_says_for_how_long_and_who_deletes(visitor, app):
    assert (
        "for 24 months after its last result is published. Then our staff delete it"
        in visitor.opens("/about/privacy").main
    )
    app.config["RETENTION_MONTHS"] = 1
    assert "for 1 month after its last result" in visitor.opens("/about/privacy").main


def test_what_a_result_depends_on_is_not_promised_to_be_deleted_on_request(visitor):
    page = visitor.opens("/about/privacy")
    assert "Until then we cannot change what a result depends on" in page.main
    assert "the same if you withdraw your application" in page.main


def test_the_period_is_a_setting_of_the_programme(tmp_path, monkeypatch):
    monkeypatch.delenv("RETENTION_MONTHS", raising=False)
    assert load(tmp_path)["RETENTION_MONTHS"] == 24
    monkeypatch.setenv("RETENTION_MONTHS", "6")
    assert load(tmp_path)["RETENTION_MONTHS"] == 6


@pytest.mark.parametrize("period", ["", "0", "-3", "two years", "1.5"])
def test_a_period_that_cannot_be_promised_is_refused(period, tmp_path, monkeypatch):
    monkeypatch.setenv("RETENTION_MONTHS", period)
    with pytest.raises(Misconfigured, match="RETENTION_MONTHS must be a whole number of months"):
        load(tmp_path)

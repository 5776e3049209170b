"""Devices are known again by a word or two."""

from __future__ import annotations

import pytest

from pb.people.rules import DEVICES
from pb.web.devices import Device, device_of

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Device("computer", "Firefox")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/140.0.0.0 Safari/537.36", Device("computer", "Chrome")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", Device("computer", "Edge")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", Device("computer", "Safari")),
        ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Version/16.6 Mobile/15E148 Safari/604.1", Device("tablet", "Safari")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile/15E148", Device("phone", "Chrome")),
        (f"Mozilla/5.0 (Linux; Android 14; K) {_WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", Device("phone", "Chrome")),
        (f"Mozilla/5.0 (Linux; Android 13; SM-X200) {_WEBKIT} SamsungBrowser/25.0 Chrome/121.0", Device("tablet", "Samsung Internet")),
        ("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", Device("phone", "Firefox")),
        ("curl/8.5.0", Device("unknown", "")),
        ("", Device("unknown", "")),
    ],
)  # fmt: skip
def test_a_device_is_known_by_what_its_browser_says(said, device):
    assert device_of(said) == device
    assert device.kind in DEVICES


def test_what_a_stranger_says_is_not_kept():
    assert device_of("<script>" * 100_000) == Device("unknown", "")

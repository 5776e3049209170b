"""Tablets that need no network, in trouble: people vote on them while lines, browsers and servers fail."""

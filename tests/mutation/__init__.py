"""Mutation runs: the code is changed in one small place at a time, and some test must notice.

``python -m tests.mutation pb/counting --tests tests/counting``; docs/testing.md says how to read what it prints.
"""

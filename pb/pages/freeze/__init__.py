"""Freezing the ballot."""

from flask import Blueprint

bp = Blueprint("freeze", __name__)

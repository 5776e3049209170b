"""Pages of projects: applying (public), applications (steering group), ballot texts (staff), pictures and sounds."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("projects", __name__)

from pb.projects.views import applications, apply, ballot_texts, your_application  # noqa: E402

"""pb: participatory budgeting for small grants, run by and for older people.

``create_app`` builds the web application. Flask is imported inside it, so that ``pb.counting`` can be used alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.8.0"

#: The checkout: templates, static files and the instance folder lie beside the package.
TOP = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any] | None = None, *, instance: Path | None = None) -> Flask:
    """The application. ``settings`` override the environment's; ``instance`` is the folder for data (default
    ``instance/``, or that of a practice).

    Refuses to start when a secret is missing in production, when a view does not say who it is open to, and when
    the database would not keep what it promises.
    """
    import jinja2
    from flask import Flask

    from pb import config, database
    from pb.flask_settings import flask_settings
    from pb.waits import Timeouts

    folder = instance or config.practice_folder() or TOP / "instance"
    values = config.load(folder, settings, forgiving=bool(settings and settings.get("FORGIVES")))
    app = Flask("pb", template_folder=str(TOP / "templates"), static_folder=None, instance_path=str(folder))
    app.config.update(values, **flask_settings(values))
    app.config.update({key: value for key, value in (settings or {}).items() if key not in values})
    timeouts = app.config.setdefault("DATABASE_TIMEOUTS", Timeouts())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(
        values["DATABASE_URL"], pool_size=values["DATABASE_POOL"], timeouts=timeouts
    )
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    _install(app)
    return app


def _install(app: Flask) -> None:
    from pb import wiring
    from pb.web import (
        access,
        assets,
        errors,
        filters,
        headers,
        layout_context,
        numbers,
        problems,
        request_limits,
        request_setup,
        typed_text,
    )

    assets.install(app, TOP / "static")
    numbers.install(app)
    typed_text.install(app)
    request_limits.install(app)
    request_setup.install(app)
    layout_context.install(app)
    filters.install(app)
    problems.install(app)
    headers.install(app)
    errors.install(app)
    wiring.install(app)
    access.require_access_rules(app)

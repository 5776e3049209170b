"""The application for a WSGI server: ``granian --interface wsgi wsgi:app``, ``flask --app wsgi …``."""

import sys

try:
    from pb.serving import app_or_exit, tuned_collector

    app = tuned_collector(app_or_exit())
except ModuleNotFoundError as missing:
    # After an upgrade without its pip: no traceback, and the service does not try again (os.EX_CONFIG, as pb.serving).
    sys.stderr.write(
        f"This version needs {missing.name}, which is not installed. In the folder of pb: "
        "sudo -u pb .venv/bin/pip install --no-deps -r requirements.txt\n"
    )
    raise SystemExit(78) from None

"""A small program with good and bad pages, to show that the tests' own tools see what they should."""

from __future__ import annotations

from flask import Flask, redirect, render_template_string, request
from flask_wtf.csrf import CSRFProtect

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{{ h1 }} - Toy</title>
<link rel="icon" href="data:,"></head><body><main><h1>{{ h1 }}</h1>{{ body | safe }}</main></body></html>"""

FORM = """<form method="post" action="/apply" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="form_key" value="a-key">
<label for="title">Title</label> <input id="title" name="title" value="Old title">
<label for="why">Why</label> <textarea id="why" name="why"></textarea>
<fieldset><legend>Choices</legend><label><input type="checkbox" name="choice" value="1" checked> 1. Tea dance</label>
<label><input type="checkbox" name="choice" value="2"> 2. Walks</label></fieldset>
<fieldset><legend>How</legend><label><input type="radio" name="how" value="post" checked> By post</label>
<label><input type="radio" name="how" value="online"> Online</label></fieldset>
<label for="where">Where</label>
<select id="where" name="where"><option value="n">North</option><option value="s">South</option></select>
<label for="pic">Picture</label> <input id="pic" type="file" name="pic">
<button>Save</button> <button name="then" value="stop">Save and stop</button></form>"""


def toy(pages: dict[str, str] | None = None) -> Flask:
    """A program whose ``/`` links to a form at ``/apply``; ``pages`` are further addresses with the inside of their
    main.
    """
    app = Flask("toy")
    app.config.update(SECRET_KEY="toy", TESTING=True)
    CSRFProtect(app)

    def show(h1: str, body: str) -> str:
        return render_template_string(PAGE, h1=h1, body=render_template_string(body))

    @app.get("/")
    def front() -> str:
        return show("Front", '<p><a href="/apply">Apply</a></p>')

    @app.route("/apply", methods=["GET", "POST"])
    def apply():
        if request.method == "GET":
            return show("Apply", FORM)
        sent = sorted(
            (name, *values) for name, values in request.form.lists() if name not in ("csrf_token", "form_key")
        )
        app.config["SENT"] = {"form": sent, "picture": request.files["pic"].read()}
        return redirect("/saved")

    @app.get("/saved")
    def saved() -> str:
        return show("Saved", "<p>Thank you.</p>")

    for address, body in (pages or {}).items():
        app.add_url_rule(address, address, lambda body=body: show("Other", body))
    return app

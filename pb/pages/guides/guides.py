"""A guide for each role: what to do, in which order, and whom to ask. Made to be printed."""

from __future__ import annotations

from flask import render_template, url_for

from pb.pages.guides import bp
from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, STEERING
from pb.web.access import APPOINTED, granted_to, open_to
from pb.words import lazy_gettext as _l

#: By the word in its address: the title of each guide, and whether the person who is signed in has the role it is for.
#: (Who looks after the server has no role of ours.)
GUIDES = {
    "coordinator": (_l("Guide for coordinators"), granted_to(COORDINATOR)),
    "steering": (_l("Guide for the steering group"), granted_to(STEERING)),
    "facilitator": (_l("Guide for facilitators"), granted_to(FACILITATOR)),
    "counter": (_l("Guide for counters"), granted_to(COUNTER)),
    "finance": (_l("Guide for finance"), granted_to(FINANCE)),
    "evaluator": (_l("Guide for evaluators"), granted_to(EVALUATOR)),
    "server": (_l("Guide to looking after the server"), lambda: False),
}


@bp.get("/guides")
@open_to(*APPOINTED)
def index():
    """All guides, one's own first."""
    found = [(url_for("guides.guide", name=name), title, is_own()) for name, (title, is_own) in GUIDES.items()]
    return render_template("guides/index.html", guides=sorted(found, key=lambda each: not each[2]))


@bp.get(f"/guides/<any({', '.join(GUIDES)}):name>")
@open_to(*APPOINTED)
def guide(name: str):
    """One guide, to read or to print."""
    return render_template(f"guides/{name}.html", heading=GUIDES[name][0])


def own_guides() -> list[tuple[str, str]]:
    """Address and title of the guides for the roles of the person who is signed in."""
    return [(url_for("guides.guide", name=name), str(title)) for name, (title, is_own) in GUIDES.items() if is_own()]

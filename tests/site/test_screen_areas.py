"""The address of a page leads to its view, its template and its tests: README says by which rule."""

import ast
import re

from tests.support.sources import TOP, Module, expect_none, modules

PAGES = TOP / "pb" / "pages"
AREAS = {folder.name for folder in PAGES.iterdir() if (folder / "__init__.py").exists()}

#: Folders of templates that are no screen area: what all pages share.
SHARED = {"layout", "components", "errors"}


#: Which area knows another, and why. What two areas need otherwise lies beside them, as pages/card_typed.py does.
NEIGHBOURS = {
    ("after_close", "results"): "a count is looked at before it is published as it will be seen afterwards",
    ("applications", "apply"): "staff type in what a group would type",
    ("applications", "rounds"): "rules that changed have the names of their fields",
    ("apply", "results"): "a group reads of its project what the published result says",
    ("apply", "rounds"): "rules that changed have the names of their fields",
    ("dashboard", "guides"): "the dashboard leads to the guide of each of one's roles",
    ("dashboard", "people"): "what waits for a second person is said in the same words",
    ("dashboard", "record"): "what is new is said as the record says it",
    ("invitations", "account"): "who takes up an invitation chooses a password as everybody does",
    ("kiosk", "vote"): "a kiosk's voters vote on the screens of those at home",
    ("letters", "results"): "a group reads in its letter what the published result says",
    ("paper_desk", "letters"): "a letter that goes with a vote by post looks like every other letter",
    ("money", "results"): "what each group gets stands in the published result",
    ("numbers", "results"): "of votes it shows what was published, in the same words",
    ("record", "interests"): "who may read why somebody stepped aside",
    ("record", "people"): "proposals are said in the same words",
    ("freeze", "rounds"): "settings that changed have the names of their fields",
    ("record", "rounds"): "settings that changed have the names of their fields",
}


def area_of(address: str) -> str:
    """README's rule: the first word of the address; of a page of a round the word after the round, where there is a
    folder of that name; the page of everything is ``home``.
    """
    inside = re.sub(r"^/rounds/<int:round_id>", "", address)
    words = [word.replace("-", "_") for word in inside.split("/") if word]
    if inside == address:
        return words[0] if words else "home"
    return words[0] if words and words[0] in AREAS else "rounds"


def test_the_rule_finds_the_area_of_an_address():
    found = [area_of(each) for each in ("/", "/vote/cast", "/rounds/<int:round_id>/ballot-texts/<int:project_id>")]
    assert found == ["home", "vote", "ballot_texts"]
    assert area_of("/rounds/<int:round_id>/settings") == area_of("/rounds/<int:round_id>") == area_of("/rounds/new")


def test_every_address_leads_to_its_view(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            area, view = area_of(rule.rule), app.view_functions[rule.endpoint]
            assert rule.endpoint.split(".")[0] == area, f"{rule.rule} is {rule.endpoint}"
            assert view.__module__.startswith(f"pb.pages.{area}."), f"{rule.rule} is in {view.__module__}"


def test_a_view_lays_out_templates_of_its_own_area():
    faults = []
    for module in modules("pb/pages"):
        area = module.name.split(".")[2] if module.name.count(".") > 2 else ""
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                name = node.args[0]
                folder = name.value.split("/")[0] if isinstance(name, ast.Constant) else area
                if folder not in {area, *SHARED}:
                    faults.append(f"{module.place(node)} lays out {ast.unparse(name)}")
    expect_none(faults)


def area_of_module(name: str) -> str:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["pb", "pages"] and len(parts) > 2 and parts[2] in AREAS else ""


def neighbours(module: Module) -> list[tuple[str, str, str]]:
    """Imports of another area: from which, of which, and where it says so. Shared modules belong to no area ("")."""
    own = area_of_module(module.name)
    return [
        (own, other, f"{module.place(line)} {own or 'what areas share'} knows {name}")
        for line, name in module.imports()
        if (other := area_of_module(name)) and other != own
    ]


def test_an_area_knows_no_other_but_its_neighbours():
    found = [each for module in modules("pb/pages") for each in neighbours(module)]
    expect_none(said for own, other, said in found if (own, other) not in NEIGHBOURS)
    assert {each[:2] for each in found} == NEIGHBOURS.keys(), "an exception is needed no more"
    assert not [pair for pair in NEIGHBOURS if pair[::-1] in NEIGHBOURS], "two areas know each other"


def test_this_guard_sees_an_area_that_knows_another():
    class Sample(Module):
        text = "from pb.pages.kiosk.forms import LeaveForm\nfrom pb.pages.vote import draft\nfrom pb.pages import due\n"

    found = neighbours(Sample(PAGES / "vote" / "cast.py"))
    assert {each[:2] for each in found} == {("vote", "kiosk")}
    assert {each[0] for each in neighbours(Sample(PAGES / "due.py"))} == {""}


def test_readme_names_every_area_and_no_other():
    table = (TOP / "README.md").read_text(encoding="utf-8").split("| area | for |")[1].split("\n\n")[0]
    named = [name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(AREAS)


def test_templates_and_tests_have_folders_of_the_same_names():
    templates = {folder.name for folder in (TOP / "templates").iterdir()} - SHARED
    tests = {folder.name for folder in (TOP / "tests" / "pages").iterdir() if any(folder.glob("test_*.py"))}
    assert templates <= AREAS, templates - AREAS
    assert tests <= AREAS, tests - AREAS
    without_templates = {"media"}  # pictures and sounds
    assert AREAS - templates == without_templates

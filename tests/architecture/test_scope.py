"""No selector of offices' data without a Scope."""

import ast

from tests.architecture.source import PACKAGE, named, tree

# What reads without a reader, and why.
EXCEPTIONS = {
    "accounts.panel": "approval is reckoned from the whole panel, whoever asks",
    "accounts.served": "the same, of many",
    "accounts.panels_of": "speaks of the asker himself",
    **dict.fromkeys(
        ("accounts.former_names", "accounts.move_of", "accounts.renaming_of", "accounts.serving_count"),
        "of an account that was found by a scope already",
    ),
    "accounts.session": "for jobs: the way into an account that was found by a scope already",
    "audit.history": "of things that the caller has found by a scope",
    **dict.fromkeys(("laws.register", "laws.cited"), "laws are public"),
    "moderation.wanted_to_answer": "no look-up: words only",
    **dict.fromkeys(("outbox.heads", "outbox.on_record"), "of an account that a job or a scope has found already"),
    "platforms.names": "no look-up: words only",
    "platforms.weigh": "of things that the caller has found by a scope",
    "publishing.is_moving": "no look-up: of things that the caller has found by a scope",
    **dict.fromkeys(
        (
            "people.has_second_factor",
            "people.has_passkey",
            "people.factors",
            "people.passkeys",
            "people.codes",
            "people.codes_among",
            "people.sessions",
        ),
        "speaks of the asker himself",
    ),
    "audit.details": "no look-up: words only",
    **dict.fromkeys(
        ("offices.calendar_groups", "offices.calendar_of", "offices.calendars", "offices.overlay_of"),
        "when offices work is no secret: clocks are reckoned with it, whoever asks",
    ),
    **dict.fromkeys(
        ("offices.found_by", "offices.headed", "offices.held", "offices.still_serves"),
        "of things that the caller has found by a scope",
    ),
    "audit.told": "no look-up: words only",
    **dict.fromkeys(("duties.weeks", "duties.stood"), "no look-up: reckoned from what is given"),
    **dict.fromkeys(
        ("duties.at", "duties.counted", "duties.lasting", "duties.ordered", "duties.own_kind", "duties.tallies"),
        "a piece of a query, to which `rows` and `figures` put whose it is",
    ),
    **dict.fromkeys(("duties.in_order", "duties.summed", "duties.week_of"), "no look-up of its own"),
    **dict.fromkeys(("offices.holders_by_office", "offices.reviewers"), "for telling them, not for showing them"),
}


def test_every_selector_takes_a_scope_first() -> None:
    found = set()
    for path in sorted(
        [*PACKAGE.glob("*/selectors.py"), *PACKAGE.glob("*/selectors/*.py"), *PACKAGE.glob("duties/board/*.py")]
    ):
        app = path.relative_to(PACKAGE).parts[0]
        if app == "practice":
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            first = next(iter(node.args.args), None)
            kind = ast.unparse(first.annotation) if first is not None and first.annotation else ""
            if kind != "Scope":
                found.add(f"{app}.{node.name}")
    assert found == set(EXCEPTIONS)


def test_pages_read_offices_data_through_selectors_only() -> None:
    """A page that asks a model's manager directly would go round the scope."""
    found = []
    for folder in ("desk", "public"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            if "tests" in path.parts:
                continue
            found += [
                f"{named(path)}:{node.lineno}"
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Attribute)
                and node.attr == "objects"
                and not (isinstance(node.value, ast.Name) and path.name == "forms.py")
            ]
    assert found == []

"""States change by their table only, and every change is recorded."""

import ast
import re
from typing import Any, cast

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model
from django.utils.translation import override

from sanglap.accounts.states import ACCOUNT, MOVE, RENAMING
from sanglap.audit.verbs import registered, sentence
from sanglap.campaigns.states import OFFER
from sanglap.content.states import VARIANT
from sanglap.core.states import TransitionRefused, Transitions
from sanglap.duties.states import EXEMPTION
from sanglap.inbox.states import MESSAGE
from sanglap.incidents.states import INCIDENT, STEP
from sanglap.moderation.states import APPEAL, HIDING
from sanglap.offices.states import IMPORT, OFFICE
from sanglap.outbox.states import DELIVERY
from sanglap.planning.states import OCCURRENCE, RECURRENCE
from sanglap.platforms.states import ASSESSMENT
from sanglap.suggestions.states import FEED, SUGGESTION
from tests.architecture.source import named, production, tree

TABLES: dict[str, Transitions[Any]] = {
    "accounts.Account": ACCOUNT,
    "accounts.AccountImport": IMPORT,
    "accounts.AccountMove": MOVE,
    "accounts.Renaming": RENAMING,
    "campaigns.Offer": OFFER,
    "content.Variant": VARIANT,
    "duties.Exemption": EXEMPTION,
    "inbox.Message": MESSAGE,
    "incidents.Incident": INCIDENT,
    "incidents.Step": STEP,
    "moderation.Appeal": APPEAL,
    "moderation.Hiding": HIDING,
    "suggestions.SiteFeed": FEED,
    "suggestions.Suggestion": SUGGESTION,
    "offices.Office": OFFICE,
    "offices.OfficeImport": IMPORT,
    "outbox.Delivery": DELIVERY,
    "planning.Occurrence": OCCURRENCE,
    "planning.Recurrence": RECURRENCE,
    "platforms.Assessment": ASSESSMENT,
}

# The one service that moves things, and the outbox's hot path, which writes states and their records in batches.
WRITERS = {"src/sanglap/audit/services.py", "src/sanglap/outbox/store.py"}


def models_with_states() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("sanglap.") and any(field.name == "state" for field in model._meta.fields)
    }


def test_every_model_with_a_state_has_a_table() -> None:
    assert models_with_states() == set(TABLES)


@pytest.mark.parametrize("label", sorted(TABLES))
def test_the_table_speaks_of_the_models_states(label: str) -> None:
    model: type[Model] = apps.get_model(label)
    table = TABLES[label]
    field = cast("models.Field[Any, Any]", model._meta.get_field("state"))
    choices = {value for value, _name in field.flatchoices}
    assert choices == {state.value for state in table.states}
    assert field.get_default() == table.initial
    reached = {table.initial, *table.also, *(after for targets in table.table.values() for after in targets)}
    assert {state.value for state in reached} == choices, "a state that nothing leads to"


@pytest.mark.parametrize("label", sorted(TABLES))
def test_every_step_has_a_sentence_in_both_languages(label: str) -> None:
    assert TABLES[label].verbs <= registered()
    for verb in TABLES[label].verbs:
        with override("en"):
            english = str(sentence(verb))
        with override("bn"):
            bangla = str(sentence(verb))
        assert re.search(r"[\u0980-\u09ff]", bangla), verb
        assert english != bangla, verb


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_step_outside_the_table(table: Transitions[Any]) -> None:
    for before in table.states:
        for after in table.states:
            if after not in table.table.get(before, {}):
                with pytest.raises(TransitionRefused):
                    table.verb(before, after)


def writes_a_state(node: ast.AST) -> bool:
    """An assignment to `.state`, an `update(state=…)`, or SQL that sets one."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"update", "bulk_update"} and any(word.arg == "state" for word in node.keywords)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.search(r"\bSET\b[^;]*\bstate\s*=", node.value))
    )


def test_nobody_else_writes_a_state() -> None:
    found = [
        f"{named(path)}:{getattr(node, 'lineno', 0)}"
        for path in production()
        if named(path) not in WRITERS
        for node in ast.walk(tree(path))
        if writes_a_state(node)
    ]
    assert found == []

"""What an entry knows beyond its sentence, in words: registered by the floor whose words they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sanglap.core.localized import LocalizedText
from sanglap.core.states import Transitions
from sanglap.language import dates, digits
from sanglap.language.digits import in_digits_of

Render = Callable[[Any], str]
_LONGEST = 300
_PAIR = 2
_NOTHING = "–"
_GROUNDS = ("memo", "reason", "remark")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing known: what it is, and what it says, in the reader's language."""

    name: str
    said: str


_DETAILS: dict[str, tuple[Promise, Render | None]] = {}
_STATES: dict[str, type[models.TextChoices]] = {}


def register_detail(key: str, name: Promise, render: Render | None = None) -> None:
    """Show what `data` holds under that key: under which name, and in what words. Without `render` it is the label of
    the choice, where the thing's own field of that name has choices, or else the value as it stands.

    `render` is called with the value in the reader's language, makes no query and gives "" for what it does not know.
    What nobody registered is kept but not shown. Raises ValueError for a key that has its words already: two floors
    would tell of their things in each other's.
    """
    if key in _DETAILS:
        raise ValueError(key)
    _DETAILS[key] = name, render


def register_choices(key: str, name: Promise, choices: type[models.TextChoices]) -> None:
    """Show the value under that key by the label of its choice."""
    register_detail(key, name, lambda value: str(choices(value).label))


def learn_states(table: Transitions[Any]) -> None:
    """Tell the steps of that table by the labels of their states."""
    _STATES.update(dict.fromkeys(table.verbs, table.states))


def details_of(verb: str, object_type: str, data: object) -> tuple[Detail, ...]:
    """All that can be said of such an entry, in words. Never fails, whatever an old row holds."""
    if not isinstance(data, Mapping):
        return ()
    found = [_step(verb, data), *_changes(object_type, data.get("changes"))]
    # The database keeps no order of keys; what gives the ground of an act stands last.
    known = sorted((key for key in _DETAILS if key in data), key=_GROUNDS.__contains__)
    found += [Detail(str(_DETAILS[key][0]), _render(object_type, key, data[key])) for key in known]
    return tuple(one for one in found if one is not None and one.said)


def words_of(object_type: str, data: object) -> dict[str, str]:
    """What the registered details say, by key: for the sentences."""
    given = data if isinstance(data, Mapping) else {}
    return {key: _render(object_type, key, value) for key, value in given.items() if key in _DETAILS}


def plain(value: object) -> str:
    """Any JSON value as one reads it: a text in the reader's language, a day, a number in his digits; "" for none."""
    language = get_language() or "bn"
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return str(LocalizedText({str(key): str(text) for key, text in value.items()}))[:_LONGEST]
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain, value)))[:_LONGEST]
    if isinstance(value, int | float):
        return digits.format_number(value, language)
    return _day(str(value), language) or _cut(str(value))


def count(value: object) -> str:
    """How many there are in a list or mapping; a number as it stands."""
    return plain(len(value)) if isinstance(value, list | Mapping) else plain(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _day(text: str, language: str) -> str:
    """A date or a moment as ISO 8601 writes it, in words; "" for any other text."""
    with suppress(ValueError):
        return dates.format_date(date.fromisoformat(text), language) if len(text) == len("2026-11-23") else ""
    return ""


def moment(value: object) -> str:
    """A moment as ISO 8601 writes it, in Bangladesh's time."""
    with suppress(ValueError, TypeError):
        return dates.format_moment(datetime.fromisoformat(str(value)), get_language() or "bn")
    return plain(value)


def hour(value: object) -> str:
    """A time of day as ISO 8601 writes it, in words."""
    with suppress(ValueError, TypeError):
        at = datetime.combine(date(2000, 1, 1), time.fromisoformat(str(value)), dates.DHAKA)
        return dates.format_time(at, get_language() or "bn")
    return plain(value)


def _render(object_type: str, key: str, value: object) -> str:
    # An old row may hold what today's words no longer know.
    registered = _DETAILS.get(key)
    try:
        if registered and registered[1]:
            return str(registered[1](value))
        return _choice(_field(object_type, key), value) or plain(value)
    except (ValueError, KeyError, TypeError, AttributeError, LookupError):
        return plain(value)


def _choice(field: models.Field[Any, Any] | None, value: object) -> str:
    """The label of that choice, where the model's field has any."""
    return str(dict(field.flatchoices).get(value, "")) if field and field.choices and value != "" else ""


def _step(verb: str, data: Mapping[str, Any]) -> Detail | None:
    """From what to what: states by their labels, anything else as it stands."""
    before, after = (_state(verb, data.get(key)) for key in ("from", "to"))
    if not before and not after:
        return None
    name = gettext("State") if verb in _STATES else gettext("What changed")
    return Detail(name, f"{before or _NOTHING} → {after or _NOTHING}")


def _state(verb: str, value: object) -> str:
    if verb in _STATES:
        with suppress(ValueError):
            return str(_STATES[verb](str(value)).label)
    return plain(value)


def _changes(object_type: str, changes: object) -> list[Detail]:
    """Changed fields: {"field": [old, new]}."""
    if not isinstance(changes, Mapping):
        return []
    return [
        _changed(object_type, name, *pair)
        for name, pair in changes.items()
        if isinstance(name, str) and isinstance(pair, list | tuple) and len(pair) == _PAIR
    ]


def _changed(object_type: str, name: str, old: object, new: object) -> Detail:
    """One changed field; of a text in several languages what changed in the reader's, or else in the one named."""
    called, pair = _called(object_type, name), (old, new)
    if isinstance(old, Mapping) and isinstance(new, Mapping) and (language := _changed_in(old, new)):
        pair = old.get(language), new.get(language)
        if language != get_language():
            called = f"{called} ({dict(settings.LANGUAGES)[language]})"
    return Detail(called, " → ".join(_render(object_type, name, value) or _NOTHING for value in pair))


def _changed_in(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The reader's language where the text changed in it, or else the first in which it did; "" for none."""
    known = [language for language in dict(settings.LANGUAGES) if old.get(language) != new.get(language)]
    reader = get_language() or settings.LANGUAGE_CODE
    return reader if reader in known else next(iter(known), "")


def _called(object_type: str, name: str) -> str:
    """What people call the field; the bare name where nobody knows it any more."""
    if name in _DETAILS:
        return str(_DETAILS[name][0])
    field = _field(object_type, name)
    return capfirst(str(field.verbose_name)) if field else name


def _field(object_type: str, name: str) -> models.Field[Any, Any] | None:
    """The model's field of that name, where there still is one."""
    with suppress(LookupError, ValueError, FieldDoesNotExist):
        field = apps.get_model(object_type)._meta.get_field(name)  # noqa: SLF001 - Django's public name of its models
        return field if isinstance(field, models.Field) else None
    return None


register_detail("reason", _("Reason"))
register_detail("remark", _("Remark"))
register_detail("memo", _("Memo number"), lambda value: in_digits_of(get_language() or "bn", str(value)))
register_detail("rows", _("Rows"), count)

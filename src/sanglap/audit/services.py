"""Writing the history, in the same transaction as what it tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sanglap.audit.models import ActorKind, Entry
from sanglap.audit.verbs import sentence
from sanglap.core.ids import new_id
from sanglap.core.jobs import wake
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused, Transitions

if TYPE_CHECKING:
    from sanglap.core.states import State

current_act: ContextVar[UUID | None] = ContextVar("current_act", default=None)
"""Set around a request or a job, so that all its entries share one act."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as plain values."""

    kind: ActorKind
    id: str
    name: LocalizedText

    @classmethod
    def system(cls, part: str = "sanglap") -> Actor:
        """The machine itself; `part` tells which of its parts."""
        with override("bn"):
            bangla = _("The system")
        return cls(ActorKind.SYSTEM, part, LocalizedText(bn=bangla, en="The system"))


@dataclass(frozen=True, slots=True)
class Record:
    """One line for the history, before it is written. `object` is the thing's (type, id), `name` what it is called."""

    actor: Actor
    verb: str
    object: tuple[str, str]
    at: datetime
    office_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    name: LocalizedText | None = None


def name_of(thing: models.Model) -> tuple[str, str]:
    """How the history names a thing: its model's label and its key."""
    return thing._meta.label_lower, str(thing.pk)  # noqa: SLF001 - Django's public name of its models


_NAMERS: dict[str, Callable[[Any], LocalizedText | None]] = {}


def register_name(object_type: str, called: Callable[[Any], LocalizedText | None]) -> None:
    """Say what a thing of that type ("app.model") is called in the history, where it has no name of its own."""
    _NAMERS[object_type] = called


def joined(*names: Mapping[str, str]) -> LocalizedText:
    """Several names as one, in each language that all of them have."""
    languages = [language for language in names[0] if all(name.get(language) for name in names)]
    return LocalizedText({language: " – ".join(name[language] for name in names) for language in languages})


def _called(thing: models.Model) -> LocalizedText | None:
    """What was registered for its type, or the thing's own `name`, or else `title`, where it is a `LocalizedText`."""
    if namer := _NAMERS.get(thing._meta.label_lower):  # noqa: SLF001 - Django's public name of its models
        return namer(thing)
    for field_name in ("name", "title"):
        if isinstance(called := getattr(thing, field_name, None), LocalizedText):
            return called
    return None


def record(
    actor: Actor,
    verb: str,
    thing: models.Model,
    *,
    now: datetime,
    office_id: UUID | None,
    name: LocalizedText | None = None,
    **data: Any,
) -> None:
    """Write one act into the history. Must be called inside the transaction that does it; `data` must be JSON.

    `name` is what the thing is called, where it is not its own name or the one registered for its type. Of `data`
    people read what a detail is registered for, and `changes`: {"field": [old, new]}.
    """
    record_many([line(actor, verb, thing, now=now, office_id=office_id, name=name, **data)])


def line(
    actor: Actor,
    verb: str,
    thing: models.Model,
    *,
    now: datetime,
    office_id: UUID | None,
    name: LocalizedText | None = None,
    **data: Any,
) -> Record:
    """What `record` writes, for `record_many`: inside the transaction that does it, too."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} is recorded outside the transaction that does it")
    return Record(actor, verb, name_of(thing), now, office_id, data, name or _called(thing))


def record_many(records: Iterable[Record]) -> None:
    """Write several acts at once, and wake the loops that wait for such acts.

    Raises KeyError for a verb that no app has registered.
    """
    entries = []
    act = current_act.get() or new_id()
    for line in records:
        sentence(line.verb)
        entries.append(
            Entry(
                act_id=act,
                at=line.at,
                actor_kind=line.actor.kind,
                actor_id=line.actor.id,
                actor_name=line.actor.name,
                verb=line.verb,
                object_type=line.object[0],
                object_id=line.object[1],
                object_name=line.name or LocalizedText({}),
                office_id=line.office_id,
                data=dict(line.data),
            )
        )
    Entry.objects.bulk_create(entries)
    wake(entry.verb for entry in entries)


def transition(
    thing: Any,
    table: Transitions[State],
    to: State,
    *,
    actor: Actor,
    now: datetime,
    office_id: UUID | None,
    data: Mapping[str, Any] | None = None,
    act: str | None = None,
    **fields: Any,
) -> None:
    """Move `thing` to a new state and record it: the only way that a state changes.

    `fields` are written with it. `act` is the registered verb where this step was taken for another reason than the
    table's own. Raises TransitionRefused where the table does not allow the step, or where somebody
    else changed the state meanwhile.
    """
    usual = table.verb(thing.state, to)
    with transaction.atomic():
        changed = type(thing).objects.filter(pk=thing.pk, state=thing.state).update(state=to, **fields)
        if not changed:
            thing.refresh_from_db(fields=["state"])
            raise TransitionRefused(thing.state, to)
        before = str(thing.state)
        for name, value in {"state": to, **fields}.items():
            setattr(thing, name, value)
        known: dict[str, Any] = {"from": before, "to": str(to), **(data or {})}
        record(actor, act or usual, thing, now=now, office_id=office_id, **known)

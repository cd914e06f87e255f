"""The acts that can be recorded. A verb that is not registered here cannot be written into the history."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {}
_KINDS: dict[str, Promise] = {}


def register(verb: str, sentence: Promise) -> str:
    """Make `verb` ("thing.done") known, with the sentence people read, in which %(actor)s is who did it.

    %(thing)s is what the thing is called, and %(key)s what a registered detail of that key says; each may be empty, so
    the sentence must read well without them; a colon at its end is then left out. Gives the verb back, so that a table
    may name it where it registers it. Raises ValueError for a second sentence.
    """
    if str(_SENTENCES.setdefault(verb, sentence)) != str(sentence):
        raise ValueError(f"the audit verb {verb} is registered twice")
    return verb


def register_kind(kind: str, name: Promise) -> None:
    """Say under which name the acts "kind.…" are offered to those who search the history."""
    _KINDS[kind] = name


def sentence(verb: str) -> Promise:
    """The sentence of a registered verb; raises KeyError for any other."""
    return _SENTENCES[verb]


def registered() -> frozenset[str]:
    return frozenset(_SENTENCES)


def kind_of(verb: str) -> str:
    """The first part of a verb: what kind of thing it is about."""
    return verb.partition(".")[0]


def kinds() -> Mapping[str, tuple[Promise | str, tuple[str, ...]]]:
    """Of each kind of thing its name and its verbs, in order; a kind that nobody named goes by its own word."""
    found: dict[str, list[str]] = {}
    for verb in sorted(_SENTENCES):
        found.setdefault(kind_of(verb), []).append(verb)
    return {kind: (_KINDS.get(kind, kind), tuple(verbs)) for kind, verbs in found.items()}


EXPORTED = register("history.exported", _("%(actor)s took out a part of the history as a table"))
register_kind("history", _("The history itself"))

"""The acts that can be recorded. A verb that is not registered here cannot be written into the history."""

from django.utils.functional import Promise

_SENTENCES: dict[str, Promise] = {}


def register(verb: str, sentence: Promise) -> str:
    """Make `verb` ("thing.done") known, with the sentence people read, in which %(actor)s is who did it.

    Gives the verb back, so that a table may name it where it registers it. Raises ValueError for a second sentence.
    """
    if str(_SENTENCES.setdefault(verb, sentence)) != str(sentence):
        raise ValueError(f"the audit verb {verb} is registered twice")
    return verb


def sentence(verb: str) -> Promise:
    """The sentence of a registered verb; raises KeyError for any other."""
    return _SENTENCES[verb]


def registered() -> frozenset[str]:
    return frozenset(_SENTENCES)

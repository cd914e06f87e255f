"""Adding to what is looked for in an office's texts, and ending it (clauses 6.c, 6.d, 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.offices import verbs
from sanglap.offices.models import Office, OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.offices.screener import only_names
from sanglap.offices.screening import common, listed
from sanglap.people.permissions import Permission
from sanglap.screening.findings import Severity
from sanglap.screening.phrases import letters

FEWEST_LETTERS = 3
LONGEST_WORDS = 100
MOST_WORDS = 100
LONGEST_REASON = 300
MOST_PHRASES = 200
"""That hold at one office: each text is looked through for all of them."""


@transaction.atomic
def add_phrase(
    scope: Scope,
    *,
    office: Office,
    words: Sequence[str],
    category: str,
    severity: Severity,
    reason: LocalizedText,
    whole: bool,
    below: bool,
    key: UUID,
    now: datetime,
) -> OwnPhrase:
    """Look for these expressions in the office's texts from now on and, with `below`, in those of all offices below it.

    `key` is the form's: sent twice, it is added once. Raises Forbidden; ValidationError by field.
    """
    scope.require(Permission.OFFICE_MANAGE, office.pk)
    phrase = checked(
        OwnPhrase(
            pk=key, office=office, words=list(words), category=category, severity=severity, reason=reason,
            whole=whole, below=below, added_by=scope.person, added_at=now,
        )
    )  # fmt: skip
    # One at a time of an office: so the number of those that hold is right.
    Office.objects.select_for_update().get(pk=office.pk)
    known = OwnPhrase.objects.filter(pk=key, office=office, added_by=scope.person).first()
    if known is not None:
        return known
    holding = list(OwnPhrase.objects.filter(office=office, ended_at=None).values_list("words", flat=True))
    twice = next((one for one in phrase.words if any(one in words for words in holding)), None)
    if twice is not None:
        said = _("The office looks for “%(words)s” already. Take the line away, or end the other phrase first.")
        raise on_field("words", said % {"words": twice}, "twice")
    if len(holding) >= MOST_PHRASES:
        raise on_field("words", _("The office looks for 200 phrases already. End one of them first."), "most")
    phrase.save(force_insert=True)
    record(scope.actor, verbs.PHRASE_ADDED, phrase, now=now, office_id=office.pk, sign=phrase.category)
    return phrase


@transaction.atomic
def end_phrase(scope: Scope, *, phrase: OwnPhrase, now: datetime) -> bool:
    """Look for it no longer; what it said stays on record. False where it was ended already. Raises Forbidden."""
    scope.require(Permission.OFFICE_MANAGE, phrase.office_id)
    phrase = OwnPhrase.objects.select_for_update(of=("self",)).get(pk=phrase.pk)
    if phrase.ended_at is not None:
        return False
    phrase.ended_by, phrase.ended_at = scope.person, now
    phrase.save(update_fields=["ended_by", "ended_at"])
    record(scope.actor, verbs.PHRASE_ENDED, phrase, now=now, office_id=phrase.office_id, sign=phrase.category)
    return True


def checked(phrase: OwnPhrase) -> OwnPhrase:
    """The same in its normal form; nothing is kept. Raises ValidationError by field where it may not be looked for."""
    sought(phrase)
    phrase.reason = LocalizedText({language: normalise(said).strip() for language, said in phrase.reason.items()})
    for language in ("bn", "en"):
        _check_reason(phrase.reason, language)
    return phrase


def sought(phrase: OwnPhrase) -> OwnPhrase:
    """The same as `checked`, whatever reason it has or has not yet: enough to try it."""
    tidy = (" ".join(normalise(one).split()) for one in phrase.words)
    phrase.words = list(dict.fromkeys(one for one in tidy if one))
    if not phrase.words:
        raise on_field("words", _("Write the words that are to be looked for."), "required")
    if len(phrase.words) > MOST_WORDS:
        raise on_field("words", _("Write at most 100 lines. What is more is another phrase."), "most")
    for one in phrase.words:
        _check_words(one)
    if phrase.category not in loader.current().screening.by_id:
        raise on_field("category", _("Choose what the words are a sign of."), "category")
    if phrase.severity not in set(Severity):
        raise on_field("severity", _("Choose what follows where the words stand."), "severity")
    for one in common(phrase):
        said = _("“%(words)s” stands in many harmless texts: it is a sign of nothing. Write what is said with it.")
        raise on_field("words", said % {"words": one}, "common")
    for one in listed(phrase):
        said = _("The rulebook has “%(words)s” looked for already. Take the line away, or choose something graver.")
        raise on_field("words", said % {"words": one}, "listed")
    return phrase


def _check_words(one: str) -> None:
    said = {"words": one}
    if len(one) > LONGEST_WORDS:
        raise on_field("words", _("A line has at most 100 characters."), "max_length")
    if letters(one) < FEWEST_LETTERS:
        raise on_field("words", _("“%(words)s” is too short: it has fewer than three letters.") % said, "short")
    if only_names(one):
        refused = _(
            "“%(words)s” only names a community, a religion, a gender or a country. That is nothing bad. "
            "Write what is said of it."
        )
        raise on_field("words", refused % said, "name")


def _check_reason(reason: LocalizedText, language: str) -> None:
    said = reason.get(language, "")
    if not said:
        raise on_field(f"reason_{language}", _("Say why, for those who wrote it."), "required")
    if len(said) > LONGEST_REASON:
        raise on_field(f"reason_{language}", _("Say it in at most 300 characters."), "max_length")

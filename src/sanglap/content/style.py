"""How an office writes: its digits, and ready words that its posts begin or end with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.selectors import connected
from sanglap.audit.services import record
from sanglap.content import verbs
from sanglap.content.models import Digits, Snippet, SnippetKind, Style
from sanglap.core.errors import on_field
from sanglap.language.digits import numerals, to_latin
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

MOST = 100
"""Ready words of one office."""
LONGEST = 5_000


def snippets(scope: Scope) -> QuerySet[Snippet]:
    """The ready words of the offices that the reader writes for, by kind and name."""
    return scope.limit(Snippet.objects.select_related("office"), Permission.POST_WRITE)


def offices(scope: Scope) -> QuerySet[Office]:
    """The offices that the reader writes for and that have an account to write on."""
    return Office.objects.filter(pk__in=connected(scope, Permission.POST_WRITE).values("office")).order_by("pk")


def digits_of_each(offices: Iterable[UUID]) -> dict[UUID, Digits]:
    """In which digits each of these offices writes numbers in Bangla texts. One query."""
    keys = list(offices)
    known = dict(Style.objects.filter(office__in=keys).values_list("office", "digits"))
    return {key: Digits(known.get(key, Digits.AS_TYPED)) for key in keys}


def digits_of(office_id: UUID) -> Digits:
    """The same of one."""
    return digits_of_each([office_id])[office_id]


def in_digits(text: str, digits: Digits) -> str:
    """The text with its numbers as the office writes them: in Bangla digits only a Bangla text, and no address, code or
    e-mail.
    """
    if digits == Digits.AS_TYPED:
        return text
    if language_of(text) == "bn" and digits == Digits.BANGLA:
        return numerals("bn", text)
    return to_latin(text)


@transaction.atomic
def choose_digits(scope: Scope, *, office: Office, digits: Digits, now: datetime) -> None:
    """The office writes so from now on; what stands is not changed. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, office.pk)
    if digits_of(office.pk) != digits:
        Style.objects.update_or_create(office=office, defaults={"digits": digits})
        record(scope.actor, verbs.DIGITS_CHOSEN, office, now=now, office_id=office.pk, digits=digits)


@transaction.atomic
def keep_snippet(
    scope: Scope,
    *,
    office: Office,
    kind: SnippetKind,
    name: str,
    text: str,
    now: datetime,
    known: Snippet | None = None,
) -> Snippet:
    """Keep ready words under a name, anew or in place of `known`. Raises Forbidden; ValidationError by field."""
    scope.require(Permission.POST_WRITE, office.pk)
    name, text = normalise(name).strip(), normalise(text).strip()
    if not text:
        raise on_field("text", _("Write the words."), "empty")
    if len(text) > LONGEST:
        raise on_field("text", _("5,000 characters are the most."), "long")
    if kind == SnippetKind.HASHTAGS and not all(word.startswith("#") and len(word) > 1 for word in text.split()):
        raise on_field("text", _("Write each hashtag with # before it, and a space between two."), "hashtags")
    if known is None and Snippet.objects.filter(office=office).count() >= MOST:
        raise ValidationError(_("The office has 100 ready words already. Take some away first."), code="most")
    row = known or Snippet(office=office)
    row.kind, row.name, row.text = kind, name, text
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise on_field("name", _("The office has ready words of that name. Choose another one."), "twice") from None
    record(scope.actor, verbs.SNIPPET_KEPT, office, now=now, office_id=office.pk, snippet=name)
    return row


@transaction.atomic
def drop_snippet(scope: Scope, *, snippet: Snippet, now: datetime) -> None:
    """Take ready words away; posts that were written with them stay as they are. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, snippet.office_id)
    record(
        scope.actor, verbs.SNIPPET_DROPPED, snippet.office, now=now, office_id=snippet.office_id, snippet=snippet.name
    )
    snippet.delete()


def with_snippet(text: str, snippet: Snippet) -> str:
    """The text with the ready words: a beginning stands before it, all else on a line of its own below."""
    words = (snippet.text, text) if snippet.kind == SnippetKind.TEMPLATE else (text.rstrip(), snippet.text)
    return "\n\n".join(part for part in words if part.strip())

"""Somebody suggests something to be published: to his own office or one above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.files import services as files
from sanglap.guideline import loader
from sanglap.guideline.parameters.suggesting import Suggesting
from sanglap.language.normal import normalise
from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors, telling, verbs
from sanglap.suggestions.models import Kind, Picture, Suggestion
from sanglap.suggestions.states import OPEN, SUGGESTION, SuggestionState

LONGEST, LONGEST_LINK = 5_000, 1_000
_ADDRESS = URLValidator(schemes=["http", "https"])


def rule_at(now: datetime) -> Suggesting:
    """How much one person may suggest, by the rule in force."""
    book = loader.current()
    return book.rule("suggestions", on=book.calendar.day_of(now)).parameters


@transaction.atomic
def bring(scope: Scope, *, office: Office, content: bytes, name: str, now: datetime) -> Picture:
    """Take in a picture for a suggestion that is still being written. Raises Forbidden; files.Refused, whose message
    says what to do.
    """
    _require(scope, office)
    file = files.keep_picture(content=content, name=name, office_id=office.pk, now=now)
    small = files.made_small(file, now=now)
    return Picture.objects.create(id=new_id(), file=file, small=small, brought_by=scope.person, brought_at=now)


@transaction.atomic
def suggest(
    scope: Scope,
    *,
    office: Office,
    words: str,
    now: datetime,
    link: str = "",
    wished_on: date | None = None,
    pictures: Sequence[Picture] = (),
    key: UUID | None = None,
) -> Suggestion:
    """Suggest it to that office. `key` is the form's own: sent twice, it is one suggestion.

    Raises Forbidden where that is neither an office of his nor one above; ValidationError by field.
    """
    _require(scope, office)
    if key and (known := Suggestion.objects.filter(pk=key).first()):
        if known.suggested_by_id == scope.person.pk:
            return known
        key = None  # not this person's form
    words, link = _checked_words(words), _checked_link(link)
    _check_day(wished_on, now)
    _check_number(scope, office, pictures, now)
    made = Suggestion.objects.create(
        id=key or new_id(now), office=office, kind=Kind.PERSON, suggested_by=scope.person,
        origin=_origin(scope, office), words=words, link=link, wished_on=wished_on, at=now,
    )  # fmt: skip
    _put_beside(made, pictures)
    record(scope.actor, verbs.SUGGESTED, made, now=now, office_id=office.pk)
    telling.came(made, now=now)
    return made


@transaction.atomic
def withdraw(scope: Scope, *, suggestion: Suggestion, now: datetime) -> None:
    """Take one's own back while nobody has taken it up. Raises Forbidden for others'; TransitionRefused."""
    current = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if current.suggested_by_id != scope.person.pk:
        raise Forbidden(Permission.POST_SUGGEST, current.office_id)
    if current.state != SuggestionState.WITHDRAWN:
        transition(
            current, SUGGESTION, SuggestionState.WITHDRAWN, actor=scope.actor, now=now, office_id=current.office_id,
        )  # fmt: skip


def _require(scope: Scope, office: Office) -> None:
    if not selectors.receivers(scope).filter(pk=office.pk).exists():
        raise Forbidden(Permission.POST_SUGGEST, office.pk)


def _origin(scope: Scope, office: Office) -> Office:
    """At which of his offices that one is found, upward; the nearest."""
    own, _roots = scope.places(Permission.POST_SUGGEST)
    ways = OfficeAncestor.objects.filter(office__in=own, ancestor=office).order_by("depth", "office_id")
    return ways.select_related("office")[0].office


def _checked_words(words: str) -> str:
    words = normalise(words).strip()
    if not words:
        raise on_field("words", _("Write what it is about, in a few words."), "required")
    if len(words) > LONGEST:
        raise on_field("words", _("Write at most %(most)s characters."), "long", most=count(LONGEST))
    return words


def _checked_link(link: str) -> str:
    link = normalise(link).strip()
    if link and "://" not in link:
        link = f"https://{link}"
    if len(link) > LONGEST_LINK:
        raise on_field("link", _("Write at most %(most)s characters."), "long", most=count(LONGEST_LINK))
    if link:
        try:
            _ADDRESS(link)
        except ValidationError:
            raise on_field(
                "link", _("This is no address of a web page. Copy it from the browser."), "invalid"
            ) from None
    return link


def _check_day(wished_on: date | None, now: datetime) -> None:
    if wished_on is not None and wished_on < loader.current().calendar.day_of(now):
        raise on_field("wished_on", _("This day is over. Choose a later one, or leave it empty."), "past")


def _check_number(scope: Scope, office: Office, pictures: Sequence[Picture], now: datetime) -> None:
    rule = rule_at(now)
    if len(pictures) > rule.pictures:
        raise on_field(
            "pictures", _("At most %(most)s pictures go with one suggestion. Take some away."), "many",
            most=count(rule.pictures),
        )  # fmt: skip
    if Suggestion.objects.filter(suggested_by=scope.person, office=office, state__in=OPEN).count() >= rule.waiting_most:
        raise ValidationError(
            _("%(number)s of your suggestions wait at this office. Wait until some are seen to, or take one back."),
            code="waiting",
            params={"number": count(rule.waiting_most)},
        )


def _put_beside(made: Suggestion, pictures: Sequence[Picture]) -> None:
    """The pictures go with it, and belong to the office that receives it."""
    for number, one in enumerate(pictures, start=1):
        for file in (one.file, one.small):
            if file.office_id != made.office_id:
                file.office_id = made.office_id
                file.save(update_fields=["office_id"])
        mine = Picture.objects.filter(pk=one.pk, suggestion=None, brought_by=made.suggested_by)
        mine.update(suggestion=made, number=number)

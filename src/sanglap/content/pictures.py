"""Pictures in posts: brought, cut, described (clause 6.a: what is approved is every picture and every description)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sanglap.accounts.models import Account
from sanglap.audit.details import count
from sanglap.content import sights
from sanglap.content.models import Keep, Picture, Shape
from sanglap.core.boxes import Box
from sanglap.files import services as files
from sanglap.files.models import File
from sanglap.files.services import Cover
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks import contract
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

LONGEST_ALT = 1_500
"""Characters of a description: what the strictest network takes."""
_PART = {Keep.START: 0.0, Keep.MIDDLE: 0.5, Keep.END: 1.0}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that is to be shown, and what it shows."""

    picture: Picture
    alt: str
    other: str = ""
    """The same in another language; "": nobody wrote it."""

    def outgoing(self, language: str) -> contract.Picture:
        """As it appears beside a text in that language."""
        alt = self.other if self.other and language_of(self.other) == language else self.alt
        return contract.Picture(self.picture.file.digest, self.picture.file.media_type, alt)


@transaction.atomic
def bring(scope: Scope, *, office: Office, content: bytes, name: str, now: datetime) -> Picture:
    """Take a picture in for the office's posts. Raises Forbidden; files.Refused, whose message says what to do."""
    scope.require(Permission.POST_WRITE, office.pk)
    file = files.keep_picture(content=content, name=name, office_id=office.pk, now=now)
    sights.want(file, now=now)
    return Picture.objects.create(
        office=office, file=file, small=files.made_small(file, now=now), brought_by=scope.person, brought_at=now
    )


@transaction.atomic
def adopt(scope: Scope, *, office: Office, file: File, small: File, now: datetime) -> Picture:
    """Make a clean picture of that office, which somebody sent along, one of those for its posts. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, office.pk)
    sights.want(file, now=now)
    return Picture.objects.create(office=office, file=file, small=small, brought_by=scope.person, brought_at=now)


@transaction.atomic
def copied(scope: Scope, *, picture: Picture, office: Office, now: datetime) -> Picture:
    """The picture of another office, for posts of this one: as it is, known by what is in it. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, office.pk)
    own = Picture.objects.filter(office=office, original=None, file__digest=picture.file.digest)
    known = own.select_related("file", "small").first()
    return known or Picture.objects.create(
        office=office,
        file=files.keep_for(picture.file, office_id=office.pk, now=now),
        small=files.keep_for(picture.small, office_id=office.pk, now=now),
        brought_by=scope.person,
        brought_at=now,
    )


@transaction.atomic
def cut(scope: Scope, *, picture: Picture, shape: Shape, keep: Keep, now: datetime) -> Picture:
    """The picture in that shape, always from its original. Each cut is made once. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, picture.office_id)
    original = picture.original or picture
    if shape == Shape.AS_IT_IS:
        return original
    known = original.cuts.filter(shape=shape, keep=keep).select_related("file", "small").first()
    if known is not None:
        return known
    width, _colon, height = shape.value.partition(":")
    file = files.made_cut(original.file, ratio=(int(width), int(height)), keep=_PART[keep], now=now)
    sights.want(file, now=now)
    made, _is_new = Picture.objects.get_or_create(
        original=original,
        shape=shape,
        keep=keep,
        defaults={
            "office_id": original.office_id,
            "file": file,
            "small": files.made_small(file, now=now),
            "brought_by": scope.person,
            "brought_at": now,
        },
    )
    return made


MARGIN = 0.2
"""By so much of its size each place reaches further on every side: hair and chin show who somebody is, too."""
MOST_COVERS = 60


@transaction.atomic
def cover(scope: Scope, *, picture: Picture, places: Sequence[Box], with_: Cover, now: datetime) -> Picture:
    """A picture of its own in which these places are covered for good, with a margin. Raises Forbidden;
    ValidationError where none is named.
    """
    scope.require(Permission.POST_WRITE, picture.office_id)
    if not places or len(places) > MOST_COVERS:
        raise ValidationError(_("Say which places in the picture are to be covered."), code="places")
    wider = [_wider(place) for place in places]
    file = files.made_covered(picture.file, wider, cover=with_, now=now)
    sights.want(file, now=now)
    return Picture.objects.create(
        office_id=picture.office_id,
        file=file,
        small=files.made_small(file, now=now),
        covered_from=picture,
        covers=[astuple(place) for place in wider],
        brought_by=scope.person,
        brought_at=now,
    )


def _wider(place: Box) -> Box:
    left, top = max(0.0, place.left - MARGIN * place.width), max(0.0, place.top - MARGIN * place.height)
    right = min(1.0, place.left + (1 + MARGIN) * place.width)
    bottom = min(1.0, place.top + (1 + MARGIN) * place.height)
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def checked(
    pictures: Sequence[Chosen], *, office: Office, languages: Sequence[str], accounts: Sequence[Account]
) -> tuple[Chosen, ...]:
    """The pictures with their descriptions in normal form. `languages` are those that the post is written in, the
    first that of the text which most accounts show.

    Raises ValidationError on `pictures` where one is another office's, lacks a description in one of the languages or
    has it in another, or an account does not take so many.
    """
    tidy = tuple(Chosen(one.picture, normalise(one.alt).strip(), normalise(one.other).strip()) for one in pictures)
    for number, one in enumerate(tidy, start=1):
        fault = _fault(one, office, languages)
        if fault:
            raise ValidationError({"pictures": fault}, code="picture", params={"number": number})
    for account in accounts:
        if len(tidy) > account.pictures:
            raise ValidationError(
                {
                    "pictures": _("%(account)s takes %(most)s pictures in one post. Take some away.")
                    % {"account": account, "most": count(account.pictures)}
                },
                code="many",
            )
    return tidy


def _fault(one: Chosen, office: Office, languages: Sequence[str]) -> str:
    if one.picture.office_id != office.pk:
        return _("This picture was brought for another office. Add it again.")
    if not one.alt:
        return _("Describe each picture: what does it show to somebody who does not see it?")
    if max(len(one.alt), len(one.other)) > LONGEST_ALT:
        return _("The description of a picture is too long. 1,500 characters are the most.")
    return _fault_of_language(one, languages)


def _fault_of_language(one: Chosen, languages: Sequence[str]) -> str:
    other = language_of(one.other) if one.other else languages[0]
    if language_of(one.alt) != languages[0]:
        return _("Describe the picture in the language of the post.")
    if one.other and other == languages[0]:
        return _("Write the second description in the other language, or leave it empty.")
    if not set(languages) <= {languages[0], other}:
        return _("An account has its own words in another language. Describe the picture in that language too.")
    return ""

"""Everything that writes. One writer at a time: SQLite has one write lock; waiting for it here is fair."""

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import filetype
from django.db import transaction
from django.db.models import F

from sanglap.practice import hot, selectors
from sanglap.practice import text as wording
from sanglap.practice.ids import new_id
from sanglap.practice.models import (
    Account,
    Edit,
    IdempotencyKey,
    Mention,
    Notification,
    Picture,
    Status,
    Token,
    Visibility,
)

CAST = {
    "রহিমা বেগম": "rahima_begum",
    "তানভীর আহমেদ": "tanvir_ahmed",
    "মিতা চাকমা": "mita_chakma",
    "আবদুল করিম": "abdul_karim",
}
"""Citizens to choose from before anybody typed a name: name → handle."""
KEY_KEPT = timedelta(hours=1)
ALL_SCOPES = "read write follow push profile"
_HANDLE = re.compile(r"[a-z0-9_]{1,30}")
_writer = threading.Lock()
# Mastodon's own limits: docs.joinmastodon.org/user/posting (pictures, bytes, description).
MOST_PICTURES, MOST_BYTES, LONGEST_DESCRIPTION = 4, 16 * 1024 * 1024, 1500
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
RECORDINGS = ("video/webm", "video/mp4", "video/quicktime", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav")
MOST_RECORDED, MOST_POINTS, MOST_FRAMES = 99 * 1024 * 1024, 8_294_400, 120
CODED_ANEW = timedelta(seconds=1)
"""So long this server is at work on a video or sound."""
_AS_FOUND = {"audio/x-m4a": "audio/mp4", "video/x-m4v": "video/mp4", "application/ogg": "audio/ogg"}


class InvalidError(ValueError):
    """What was given cannot be taken; the message is Mastodon's own wording."""


class GoneError(LookupError):
    """It is not there (any more)."""


class NoParentError(LookupError):
    """What is to be answered is not there."""


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that may write."""
    with _writer, transaction.atomic():
        yield


def make_account(
    *, handle: str, name: str, note: str, token: str | None, now: datetime, citizen: bool = False
) -> tuple[Account, str | None]:
    """The account of that handle, made or brought up to date, and its token where it got one.

    An office gets a new token unless one is given; the same token may be given again. Raises InvalidError.
    """
    handle = handle.removeprefix("@").lower()
    if not _HANDLE.fullmatch(handle):
        raise InvalidError("Validation failed: Username must contain only letters, numbers and underscores")
    given = {"name": name or handle, "note": note, "citizen": citizen}
    with writing():
        account, _ = Account.objects.update_or_create(
            handle=handle, defaults=given, create_defaults={**given, "id": new_id(now), "created_at": now}
        )
        secret = None if citizen else issue_token(account=account, scopes=ALL_SCOPES, secret=token)
    return account, secret


def issue_token(*, account: Account | None, scopes: str, app_id: int | None = None, secret: str | None = None) -> str:
    """A token; only its digest is kept. A given one that was revoked is good again."""
    secret = secret or secrets.token_urlsafe(32)
    Token.objects.update_or_create(
        digest=selectors.digest(secret),
        defaults={"account": account, "app_id": app_id, "scopes": scopes, "revoked": False},
    )
    return secret


def revoke(token: Token) -> None:
    with writing():
        Token.objects.filter(pk=token.pk).update(revoked=True)


def citizen_named(name: str, now: datetime) -> Account:
    """The citizen of that name; whoever types the same name plays the same person. Raises InvalidError."""
    name = " ".join(name.split())[:60]
    if not name:
        raise InvalidError("name is missing")
    known = Account.objects.filter(citizen=True, name__iexact=name).order_by("id").first()
    if known is not None:
        return known
    latin = CAST.get(name) or re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:24]
    stem = latin if len(latin) > 1 else "citizen"
    if stem == "citizen" or Account.objects.filter(handle=stem).exists():
        stem = f"{stem}_{secrets.randbelow(900_000) + 100_000}"
    return make_account(handle=stem, name=name, note="", token=None, now=now, citizen=True)[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be posted."""

    text: str
    in_reply_to: int | None = None
    language: str = "bn"
    visibility: str = Visibility.PUBLIC
    spoiler_text: str = ""
    sensitive: bool = False
    application: str = ""
    pictures: tuple[int, ...] = ()

    def checked(self) -> "Draft":
        """The draft with its text trimmed, as Mastodon trims it. Raises InvalidError."""
        text, spoiler = self.text.strip(), self.spoiler_text.strip()
        if not text and not self.pictures:
            raise InvalidError("Validation failed: Text can't be blank")
        if not wording.fits(spoiler + text):
            raise InvalidError(f"Validation failed: Text character limit of {wording.MAX_CHARACTERS} exceeded")
        if self.visibility not in Visibility.values:
            raise InvalidError("Validation failed: Visibility is not included in the list")
        if len(self.pictures) > MOST_PICTURES:
            raise InvalidError("Validation failed: Cannot attach more than 4 files")
        return replace(self, text=text, spoiler_text=spoiler)


def post(*, account: Account, draft: Draft, now: datetime, key: str = "") -> Status:
    """The new status; where `key` made one within the last hour, that one again.

    Raises InvalidError, NoParentError, and GoneError where the key's status has been deleted.
    """
    draft = draft.checked()
    mentioned = _named(draft.text)
    with writing():
        if key and (made := _made_by(account, key, now)) is not None:
            return made
        status = _new(account, draft, now)
        hot.insert(status, key)
        _attach(status, draft.pictures)
        _mention(status, mentioned, now)
    account.statuses_count += 1
    account.last_status_at = now
    return status


def _made_by(account: Account, key: str, now: datetime) -> Status | None:
    known = hot.made_by(account.id, key)
    if known is None:
        return None
    number, at = known
    if at <= now - KEY_KEPT:
        IdempotencyKey.objects.filter(created_at__lte=now - KEY_KEPT).delete()
        return None
    status = Status.objects.select_related("account").filter(id=number).first()
    if status is None:
        raise GoneError("Record not found")
    return status


def _new(account: Account, draft: Draft, now: datetime) -> Status:
    return Status(
        id=new_id(now),
        account=account,
        in_reply_to_id=draft.in_reply_to,
        in_reply_to_account_id=_answered(account, draft.in_reply_to),
        text=draft.text,
        spoiler_text=draft.spoiler_text,
        sensitive=draft.sensitive,
        language=draft.language,
        visibility=draft.visibility,
        application=draft.application,
        created_at=now,
        pictures_count=len(draft.pictures),
    )


def _answered(account: Account, parent: int | None) -> int | None:
    """Whose status is answered. Raises NoParentError where it is not there for this account."""
    if parent is None:
        return None
    found = hot.parent(parent)
    if found is None or (found[1] not in selectors.OPEN and selectors.status(parent, account) is None):
        raise NoParentError("The post you are trying to reply to does not appear to exist.")
    return found[0]


def _named(text: str) -> list[Account]:
    """The accounts that the text mentions."""
    names = wording.handles(text)
    return list(Account.objects.filter(handle__in=names)) if names else []


def _mention(status: Status, mentioned: list[Account], now: datetime) -> None:
    """Whom the text names is named, and told once."""
    if not mentioned:
        return
    Mention.objects.bulk_create(Mention(status=status, account=one) for one in mentioned)
    Notification.objects.bulk_create(
        (Notification(account=one, status=status, created_at=now) for one in mentioned if one.id != status.account_id),
        ignore_conflicts=True,
    )


def _attach(status: Status, pictures: tuple[int, ...]) -> None:
    """Give the status its pictures, in order. Raises InvalidError for one that is not free or not the account's."""
    if len(pictures) > 1 and any(
        one.kind != "image" for one in Picture.objects.filter(id__in=pictures).defer("content")
    ):
        raise InvalidError("Validation failed: Cannot attach a video to a post that already contains images")
    for number, picture in enumerate(pictures):
        free = Picture.objects.filter(id=picture, account=status.account, status=None, ready_at__lte=status.created_at)
        if not free.update(status=status, number=number):
            raise InvalidError("Validation failed: Cannot attach files that have not finished processing")


def keep_picture(*, account: Account, content: bytes, description: str, now: datetime) -> Picture:
    """The picture, video or sound, kept until a status shows it. Raises InvalidError."""
    found = filetype.guess_mime(content[:8192]) or ""
    kind = _AS_FOUND.get(found, found)
    if kind not in PICTURES + RECORDINGS:
        raise InvalidError("Validation failed: File content type is invalid")
    if kind in PICTURES and len(content) > MOST_BYTES:
        raise InvalidError("Validation failed: File file size must be less than 16 MB")
    if len(content) > MOST_RECORDED:
        raise InvalidError("Validation failed: File file size must be less than 99 MB")
    if len(description) > LONGEST_DESCRIPTION:
        raise InvalidError("Validation failed: Description is too long (maximum is 1500 characters)")
    with writing():
        return Picture.objects.create(
            id=new_id(now), account=account, content=content, media_type=kind, description=description, created_at=now,
            ready_at=now + CODED_ANEW if kind in RECORDINGS else now,
        )  # fmt: skip


def edit(*, status_id: int, account: Account, draft: Draft, now: datetime) -> Status:
    """The status with its new text. The earlier versions are kept. Raises GoneError and InvalidError."""
    draft = draft.checked()
    mentioned = _named(draft.text)
    with writing():
        status = _own(status_id, account)
        if not status.edits.exists():
            _keep_version(status, status.created_at)
        changed = (status.text, status.spoiler_text) != (draft.text, draft.spoiler_text)
        status.text, status.spoiler_text = draft.text, draft.spoiler_text
        status.sensitive, status.language = draft.sensitive, draft.language
        if changed:
            status.edited_at = now
            _keep_version(status, now)
        status.save()
        status.mentions.all().delete()
        _mention(status, mentioned, now)
    return status


def _keep_version(status: Status, at: datetime) -> None:
    Edit.objects.create(
        status=status,
        text=status.text,
        spoiler_text=status.spoiler_text,
        sensitive=status.sensitive,
        created_at=at,
    )


def delete(*, status_id: int, account: Account) -> Status:
    """Take the status away; what answered it stays. Returns what it was. Raises GoneError."""
    with writing():
        status = _own(status_id, account)
        if status.in_reply_to_id:
            Status.objects.filter(id=status.in_reply_to_id).update(replies_count=F("replies_count") - 1)
        Account.objects.filter(id=account.id).update(statuses_count=F("statuses_count") - 1)
        Status.objects.filter(id=status_id).delete()
    return status


def _own(status_id: int, account: Account) -> Status:
    status = Status.objects.select_related("account").filter(id=status_id, account=account).first()
    if status is None:
        raise GoneError("Record not found")
    return status

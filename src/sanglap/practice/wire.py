"""The shapes that go over the wire, as docs.joinmastodon.org/entities describes them for Mastodon 4."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from sanglap.practice import clock, faces, services
from sanglap.practice import text as wording
from sanglap.practice.faces import PUBLIC, setting
from sanglap.practice.models import Account, Edit, Face, Notification, Picture, Status

Json = dict[str, Any]


def moment(at: datetime) -> str:
    """UTC with milliseconds, as `2019-12-05T11:34:47.196Z`. Database and clock both speak UTC."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def account(one: Account, origin: str) -> Json:
    picture = f"{origin}/avatars/{one.handle}.svg"
    return {
        "id": str(one.id),
        "username": one.handle,
        "acct": one.handle,
        "display_name": one.name,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": f"{one.created_at:%Y-%m-%d}T00:00:00.000Z",
        "note": wording.to_html(one.note, origin, {}),
        "url": f"{origin}/@{one.handle}",
        "uri": f"{origin}/users/{one.handle}",
        "avatar": picture,
        "avatar_static": picture,
        "header": f"{origin}/headers/original/missing.png",
        "header_static": f"{origin}/headers/original/missing.png",
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": one.statuses_count,
        "last_status_at": f"{one.last_status_at:%Y-%m-%d}" if one.last_status_at else None,
        "hide_collections": None,
        "noindex": False,
        "emojis": [],
        "roles": [],
        "fields": [],
    }


def whole_account(one: Account, face: Face, origin: str) -> Json:
    """The account by itself, with all that its owner made of its profile; in lists it is shown without."""
    shown = account(one, origin)
    for place in ("avatar", "header"):
        if digest := faces.digest(face, place):
            shown[place] = shown[f"{place}_static"] = f"{origin}/faces/{one.handle}/{place}?{digest}"
    shown["fields"] = [
        {"name": name, "value": wording.to_html(value, origin, {}), "verified_at": None} for name, value in face.fields
    ]
    return shown | {name: setting(face, name) for name in PUBLIC}


def own_account(one: Account, face: Face, origin: str) -> Json:
    """CredentialAccount: what an account is told of itself."""
    source = {
        "privacy": setting(face, "privacy"),
        "sensitive": setting(face, "sensitive"),
        "language": setting(face, "language"),
        "note": one.note,
        "fields": [{"name": name, "value": value, "verified_at": None} for name, value in face.fields],
        "follow_requests_count": 0,
        "quote_policy": "public",
    }
    role = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
    return {**whole_account(one, face, origin), "source": source, "role": role}


def mentioned(one: Status) -> list[Account]:
    return [mention.account for mention in one.mentions.all()]


def content(one: Status, origin: str) -> str:
    """The status's text as HTML."""
    return wording.to_html(one.text, origin, {named.handle: named.handle for named in mentioned(one)})


def status(one: Status, origin: str, reader: Account | None = None) -> Json:
    """Status. Who reads it with a token is told what that account did with it: nothing, here."""
    names = mentioned(one) if "@" in one.text else []
    shown: Json = {
        "id": str(one.id),
        "created_at": moment(one.created_at),
        "in_reply_to_id": str(one.in_reply_to_id) if one.in_reply_to_id else None,
        "in_reply_to_account_id": str(one.in_reply_to_account_id) if one.in_reply_to_account_id else None,
        "sensitive": one.sensitive,
        "spoiler_text": one.spoiler_text,
        "visibility": one.visibility,
        "language": one.language,
        "uri": f"{origin}/users/{one.account.handle}/statuses/{one.id}",
        "url": f"{origin}/@{one.account.handle}/{one.id}",
        "replies_count": one.replies_count,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "edited_at": moment(one.edited_at) if one.edited_at else None,
        "content": wording.to_html(one.text, origin, {named.handle: named.handle for named in names}),
        "reblog": None,
        "account": account(one.account, origin),
        "media_attachments": [picture(shown, origin) for shown in one.shown()],
        "mentions": [
            {"id": str(n.id), "username": n.handle, "url": f"{origin}/@{n.handle}", "acct": n.handle} for n in names
        ],
        "tags": [{"name": tag, "url": f"{origin}/tags/{quote(tag)}"} for tag in wording.tags(one.text)],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
    }
    if one.application:
        shown["application"] = {"name": one.application, "website": None}
    if reader is not None:
        shown |= {
            "favourited": False,
            "reblogged": False,
            "muted": False,
            "bookmarked": False,
            "filtered": [],
        }
        if reader.id == one.account_id:
            shown["pinned"] = False
    return shown


def picture(one: Picture, origin: str) -> Json:
    """MediaAttachment. Its address is told once it is ready."""
    url = f"{origin}/pictures/{one.id}"
    return {
        "id": str(one.id),
        "type": one.kind,
        "url": url if one.ready_at <= clock.now() else None,
        "preview_url": url,
        "remote_url": None,
        "meta": {},
        "description": one.description or None,
        "blurhash": None,
    }


def deleted(one: Status, origin: str, reader: Account) -> Json:
    """Status as it is given back on deletion: with its source instead of its HTML."""
    shown = status(one, origin, reader)
    del shown["content"]
    return {**shown, "text": one.text}


def source(one: Status) -> Json:
    return {"id": str(one.id), "text": one.text, "spoiler_text": one.spoiler_text}


def version(one: Edit | Status, owner: Status, origin: str) -> Json:
    """StatusEdit: one version of `owner`; a status that was never edited is its own one version."""
    names = {named.handle: named.handle for named in mentioned(owner)}
    return {
        "content": wording.to_html(one.text, origin, names),
        "spoiler_text": one.spoiler_text,
        "sensitive": one.sensitive,
        "created_at": moment(one.created_at),
        "account": account(owner.account, origin),
        "media_attachments": [],
        "emojis": [],
    }


def notification(one: Notification, origin: str, reader: Account) -> Json:
    return {
        "id": str(one.pk),
        "type": "mention",
        "created_at": moment(one.created_at),
        "group_key": f"ungrouped-{one.pk}",
        "account": account(one.status.account, origin),
        "status": status(one.status, origin, reader),
    }


def instance(origin: str, domain: str) -> Json:
    """Instance (v2). The limits are Mastodon's defaults; what this server cannot do is 0 or off."""
    return {
        "domain": domain,
        "title": "অনুশীলন নেটওয়ার্ক",
        "version": "4.5.0",
        "source_url": "",
        "description": "A network for practice. Nothing here is real.",
        "usage": {"users": {"active_month": 0}},
        "thumbnail": {"url": f"{origin}/avatars/practice.svg"},
        "icon": [],
        "languages": ["bn", "en"],
        "configuration": {
            "urls": {},
            "vapid": {"public_key": ""},
            "accounts": {"max_featured_tags": 0, "max_pinned_statuses": 0},
            "statuses": {
                "max_characters": wording.MAX_CHARACTERS,
                "max_media_attachments": services.MOST_PICTURES,
                "characters_reserved_per_url": wording.CHARACTERS_PER_URL,
            },
            "media_attachments": {
                "supported_mime_types": [*services.PICTURES, *services.RECORDINGS],
                "description_limit": services.LONGEST_DESCRIPTION,
                "image_size_limit": services.MOST_BYTES,
                "video_size_limit": services.MOST_RECORDED,
                "video_matrix_limit": services.MOST_POINTS,
                "video_frame_rate_limit": services.MOST_FRAMES,
            },
            "polls": {
                "max_options": 0,
                "max_characters_per_option": 0,
                "min_expiration": 0,
                "max_expiration": 0,
            },
            "translation": {"enabled": False},
        },
        "registrations": {"enabled": False, "approval_required": False, "message": None, "url": None},
        "api_versions": {"mastodon": 7},
        "contact": {"email": "", "account": None},
        "rules": [],
    }

"""The profile as its owner edits it, and the website of its office, which can be told to behave badly."""

import threading
from typing import Any

import filetype
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from sanglap.practice import faces, selectors, services
from sanglap.practice.models import Account, Site
from sanglap.practice.pages.shown import only_near, page
from sanglap.practice.pages.views import missing

SWITCHES = ("locked", "bot", "discoverable", "indexable", "hide_collections", "sensitive")
AUDIENCES = ("public", "unlisted", "private")
SLOW = 25.0
"""Seconds: longer than anybody waits for a website."""
_SLOW_AT_ONCE = threading.BoundedSemaphore(4)
_STATUS = {Site.BROKEN: 500, Site.GONE: 404, Site.SLOW: 200}


def _office(handle: str) -> Account | None:
    owner = selectors.account(handle)
    return owner if owner is not None and not owner.citizen else None


@only_near
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, handle: str) -> HttpResponse:
    """The owner's form: name, text, fields, settings, pictures, and how the website behaves."""
    owner = _office(handle)
    if owner is None:
        return missing(request, LookupError())
    if request.method != "POST":
        return _form(request, owner)
    try:
        faces.change(owner, **_given(request))
    except services.InvalidError as error:
        return _form(request, owner, fault="name_blank" if "name" in str(error) else "picture_bad")
    return redirect("person", owner.handle)


def _given(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    given: dict[str, Any] = {
        "name": sent.get("name", ""),
        "note": sent.get("note", "").replace("\r\n", "\n"),
        "fields": list(zip(sent.getlist("field_name"), sent.getlist("field_value"), strict=False)),
        "settings": {name: name in sent for name in SWITCHES} | {"privacy": sent.get("privacy", "public")},
        "site": sent.get("site", Site.LINKED),
    }
    for place in faces.PLACES:
        if f"{place}_away" in sent:
            given[place] = b""
        elif (upload := request.FILES.get(place)) is not None:
            given[place] = upload.read(faces.MOST_BYTES + 1)
    return given


def _form(request: HttpRequest, owner: Account, fault: str = "") -> HttpResponse:
    sent, face = request.POST if fault else None, faces.of(owner)
    fields = list(zip(sent.getlist("field_name"), sent.getlist("field_value"), strict=False)) if sent else face.fields
    return page(
        request,
        "profile",
        422 if fault else 200,
        owner=owner,
        face=face,
        name=sent.get("name", "") if sent else owner.name,
        note=sent.get("note", "") if sent else owner.note,
        fields=[*fields, *[("", "")] * (faces.MOST_FIELDS - len(fields))],
        switches=[(one, one in sent if sent else bool(faces.setting(face, one))) for one in SWITCHES],
        audiences=AUDIENCES,
        audience=sent.get("privacy") if sent else faces.setting(face, "privacy"),
        sites=[(one.value, "gone_site" if one is Site.GONE else one.value) for one in Site],
        site=sent.get("site") if sent else face.site,
        fault=fault,
    )


@require_GET
def picture(request: HttpRequest, handle: str, place: str) -> HttpResponse:
    """A profile's picture as it was brought."""
    owner = selectors.account(handle)
    content = bytes(getattr(faces.of(owner), place) or b"") if owner and place in faces.PLACES else b""
    found = filetype.guess(content[:8192]) if content else None
    if found is None:
        return HttpResponse(status=404)
    answer = HttpResponse(content, content_type=found.mime)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
def site(request: HttpRequest, handle: str) -> HttpResponse:
    """The home page of the office's website, as it was told to behave."""
    owner = _office(handle)
    if owner is None:
        return missing(request, LookupError())
    how = Site(faces.of(owner).site)
    if how is Site.SLOW and _SLOW_AT_ONCE.acquire(blocking=False):
        try:
            threading.Event().wait(SLOW)
        finally:
            _SLOW_AT_ONCE.release()
    return page(request, "site", _STATUS.get(how, 200), owner=owner, how=how.value, linked=how is Site.LINKED)


@require_GET
def contact(request: HttpRequest, handle: str) -> HttpResponse:
    """Its page of contacts."""
    owner = _office(handle)
    if owner is None:
        return missing(request, LookupError())
    how = faces.of(owner).site
    return page(request, "site", owner=owner, how=how, linked=how in {Site.LINKED, Site.CONTACT}, contacts=True)

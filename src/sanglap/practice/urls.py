"""Every address of the practice network."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from sanglap.practice.api import accounts, media, oauth, statuses
from sanglap.practice.pages import consent, furniture, profiles, switchboard, views

_PERSON = r"^@(?P<handle>[A-Za-z0-9_]+)"


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("OK", content_type="text/plain")


handler404 = views.missing
handler500 = views.broken
urlpatterns: list[URLPattern] = [
    path("health", health),
    path("api/v2/instance", accounts.server),
    path("api/v1/apps", oauth.apps),
    path("api/v1/accounts/verify_credentials", accounts.own),
    path("api/v1/accounts/lookup", accounts.by_name),
    path("api/v1/accounts/<number>", accounts.single),
    path("api/v1/accounts/<number>/statuses", accounts.statuses_of),
    path("api/v1/statuses", statuses.index),
    path("api/v1/statuses/<number>", statuses.single),
    path("api/v1/statuses/<number>/context", statuses.thread),
    path("api/v1/statuses/<number>/source", statuses.sources),
    path("api/v1/statuses/<number>/history", statuses.versions),
    path("api/v2/media", media.index),
    path("api/v1/media/<number>", media.single),
    path("api/v1/notifications", accounts.notified),
    path("oauth/authorize", consent.authorize),
    path("oauth/token", oauth.token),
    path("oauth/revoke", oauth.revoke),
    path("", views.front, name="front"),
    re_path(_PERSON + r"$", views.person, name="person"),
    re_path(_PERSON + r"/profile$", profiles.edit, name="profile"),
    path("faces/<handle>/<place>", profiles.picture, name="face"),
    path("sites/<handle>/", profiles.site, name="site"),
    path("sites/<handle>/contact/", profiles.contact, name="site-contact"),
    re_path(_PERSON + r"/(?P<number>\d+)$", views.post, name="post"),
    path("tags/<tag>", views.tagged, name="tag"),
    path("write", views.write, name="write"),
    path("rename", views.rename, name="rename"),
    path("edit/<int:number>", views.edit, name="edit"),
    path("delete/<int:number>", views.delete, name="delete"),
    path("faults/", switchboard.overview, name="faults"),
    path("faults/on", switchboard.switch_on, name="fault-on"),
    path("faults/off", switchboard.switch_off, name="fault-off"),
    path("faults/api", switchboard.api),
    path("faults/api/count", switchboard.count),
    path("faults/api/log", switchboard.calls),
    path("faults/api/accounts", switchboard.accounts),
    path("faults/api/face", switchboard.face),
    path("faults/api/comments", switchboard.comments),
    path("faults/api/comments/<int:number>", switchboard.comment),
    path("practice.css", furniture.style, name="style"),
    path("fonts/<name>", furniture.font),
    path("pictures/<int:number>", furniture.picture, name="picture"),
    path("avatars/<handle>.svg", furniture.avatar, name="avatar"),
]

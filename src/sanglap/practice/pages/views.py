"""The pages where one reads, and plays a citizen: comment, reply, edit, delete, write to an office."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sanglap.practice import clock, faces, selectors, services
from sanglap.practice.models import Account, Status
from sanglap.practice.pages.shown import CITIZEN_COOKIE, citizen_of, page, remember

SHOWN = 20
IN_THREAD = 500


def _names() -> list[str]:
    """The names to choose from: the cast of the practice network, and whom somebody played."""
    return list(dict.fromkeys([*services.CAST, *(one.name for one in selectors.citizens())]))


def _missing(request: HttpRequest) -> HttpResponse:
    return page(request, "notice", 404, title="not_found", message="gone")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"error": "Record not found"}, status=404)
    return _missing(request)


def broken(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"error": "Internal Server Error"}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, "notice", 403, title="stale_title", message="stale")


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    return _front(request)


def _front(request: HttpRequest, **given: Any) -> HttpResponse:
    offices = selectors.offices()
    latest = selectors.latest(SHOWN)
    status = 422 if "fault" in given else 200
    return page(request, "front", status, posts=latest, offices=offices, names=_names(), **given)


@require_GET
def tagged(request: HttpRequest, tag: str) -> HttpResponse:
    return page(request, "tag", tag=tag, posts=selectors.latest(SHOWN, tag))


@require_GET
def person(request: HttpRequest, handle: str) -> HttpResponse:
    owner = selectors.account(handle)
    if owner is None:
        return _missing(request)
    before = request.GET.get("before", "")
    span = selectors.Span(SHOWN, max_id=int(before) if before.isascii() and before.isdecimal() else None)
    posts = selectors.statuses_of(owner, None, replies=owner.citizen, span=span)
    older = posts[-1].id if len(posts) == SHOWN else None
    return page(request, "person", owner=owner, face=faces.of(owner), posts=posts, older=older)


@require_GET
def post(request: HttpRequest, handle: str, number: str) -> HttpResponse:
    status = selectors.status(int(number), None)
    if status is None or status.account.handle != handle.lower():
        return _missing(request)
    return _thread(request, status)


def _thread(request: HttpRequest, head: Status, **given: Any) -> HttpResponse:
    """The post with what stands above and below it, and the box to write in."""
    below = selectors.descendants(head, None, limit=IN_THREAD, depth=IN_THREAD)
    known = {str(one.id): one for one in [head, *(one for one, _ in below)]}
    target = known.get(request.GET.get("reply", ""), head)
    mine = citizen_of(request)
    edited = known.get(request.GET.get("edit", ""))
    edited = edited if edited and mine and edited.account_id == mine.id else None
    addressed = f"@{target.account.handle} " if mine is None or target.account_id != mine.id else ""
    return page(
        request,
        "post",
        422 if "fault" in given else 200,
        **{
            "head": head,
            "above": selectors.ancestors(head, None, IN_THREAD),
            "below": below,
            "target": target,
            "edited": edited,
            "text": edited.text if edited else addressed,
            "names": _names(),
            **given,
        },
    )


def _player(request: HttpRequest) -> Account | None:
    """Whom the form names; without a name, whom the reader plays already."""
    name = request.POST.get("name", "").strip() or request.POST.get("known", "").strip()
    return services.citizen_named(name, clock.now()) if name else citizen_of(request)


def _told(error: services.InvalidError) -> str:
    return "blank" if "blank" in str(error) else "long"


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """A comment on `in_reply_to`, or without it a message to `office` (a handle)."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    given = request.POST.get("in_reply_to", "")
    target = selectors.status(int(given), None) if given.isascii() and given.isdecimal() else None
    if given and target is None:
        return _missing(request)
    office = selectors.account(request.POST.get("office", "")) if not given else None
    try:
        citizen = _player(request)
        if citizen is None:
            return _again(request, target, "nameless", text)
        worded = f"@{office.handle} {text}" if office and text.strip() else text
        status = services.post(
            account=citizen,
            draft=services.Draft(worded, target.id if target else None),
            now=clock.now(),
        )
    except services.InvalidError as error:
        return _again(request, target, _told(error), text)
    except services.NoParentError:
        return _missing(request)
    answer = _to(status, request.POST.get("head", ""))
    remember(answer, citizen)
    return answer


def _again(request: HttpRequest, target: Status | None, fault: str, text: str) -> HttpResponse:
    if target is None:
        return _front(request, fault=fault, text=text, chosen=request.POST.get("office", ""))
    return _thread(request, target, fault=fault, text=text)


def _to(status: Status, head: str = "") -> HttpResponseRedirect:
    """Back to the thread that was open, at this status."""
    number = int(head) if head.isascii() and head.isdecimal() else 0
    shown = selectors.status(number, None) if number else None
    shown = shown or status
    return redirect(reverse("post", args=[shown.account.handle, shown.id]) + f"#s{status.id}")


@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Play nobody; the next form asks for a name."""
    answer = redirect("front")
    answer.delete_cookie(CITIZEN_COOKIE)
    return answer


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    mine = citizen_of(request)
    status = selectors.status(number, None)
    if mine is None or status is None or status.account_id != mine.id:
        return _missing(request)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        services.edit(status_id=number, account=mine, draft=services.Draft(text), now=clock.now())
    except services.InvalidError as error:
        return _thread(request, status, fault=_told(error), text=text, edited=status)
    except services.GoneError:
        return _missing(request)
    return _to(status, request.POST.get("head", ""))


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    mine = citizen_of(request)
    try:
        if mine is None:
            return _missing(request)
        status = services.delete(status_id=number, account=mine)
    except services.GoneError:
        return _missing(request)
    head = request.POST.get("head", "")
    parent = selectors.status(status.in_reply_to_id, None) if status.in_reply_to_id else None
    return _to(parent, head) if parent else redirect("front")

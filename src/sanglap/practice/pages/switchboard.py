"""The fault switchboard: its page, and the same as JSON for tests. All of it answers on loopback alone.

The JSON addresses need no form token: they take JSON only, which no page of another site can send unasked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sanglap.practice import clock, faces, selectors, services, wire
from sanglap.practice.api.door import Refusal, fields, identifier
from sanglap.practice.calls import log
from sanglap.practice.faults import FaultError, Kind, Target, asked, board
from sanglap.practice.models import Status
from sanglap.practice.pages.shown import only_near, origin_of, page

P = ParamSpec("P")
LISTED = 30
WITH_SECONDS = (Kind.DELAY, Kind.ACCEPT_THEN_HANG, Kind.THROTTLE)


@only_near
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    return _overview(request)


def _overview(request: HttpRequest, **given: Any) -> HttpResponse:
    return page(
        request,
        "faults",
        422 if given else 200,
        kinds=list(Kind),
        targets=list(Target),
        offices=selectors.offices(),
        faults=board.listed(),
        calls=log.since()[-LISTED:][::-1],
        **given,
    )


@only_near
@require_POST
def switch_on(request: HttpRequest) -> HttpResponse:
    names = ("kind", "on", "account", "seconds", "count", "percent", "seed")
    try:
        board.add(asked({name: request.POST.get(name, "") for name in names}))
    except FaultError as error:
        return _overview(request, fault=str(error))
    return redirect("faults")


@only_near
@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    board.clear(identifier(request.POST.get("number", "")))
    return redirect("faults")


def json_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """What changes something must come as JSON; what is wrong with it is answered as JSON."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method in {"POST", "PUT"} and request.content_type != "application/json":
            return JsonResponse({"error": "Send application/json"}, status=415)
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refusal.answer()
        except (FaultError, services.InvalidError) as error:
            return JsonResponse({"error": str(error)}, status=422)
        except (services.GoneError, services.NoParentError) as error:
            return JsonResponse({"error": str(error)}, status=404)

    return csrf_exempt(only_near(guarded))


def _wrong_method() -> HttpResponse:
    return JsonResponse({"error": "Method Not Allowed"}, status=405)


@json_only
def api(request: HttpRequest) -> HttpResponse:
    """GET: the faults that are on. POST: switch one on. DELETE (`?id=`): switch one or all off."""
    match request.method:
        case "GET":
            return JsonResponse([fault.as_json() for fault in board.listed()], safe=False)
        case "POST":
            return JsonResponse(board.add(asked(fields(request))).as_json(), status=201)
        case "DELETE":
            given = request.GET.get("id", "")
            number = identifier(given)
            cleared = 0 if given and number is None else board.clear(number)
            return JsonResponse({"cleared": cleared})
        case _:
            return _wrong_method()


@json_only
def count(request: HttpRequest) -> HttpResponse:
    return JsonResponse(selectors.tally()) if request.method == "GET" else _wrong_method()


@json_only
def calls(request: HttpRequest) -> HttpResponse:
    """GET: the calls after `?since=` (a call's number), oldest first."""
    if request.method != "GET":
        return _wrong_method()
    after = identifier(request.GET.get("since", "")) or 0
    return JsonResponse([seen.as_json() for seen in log.since(after)], safe=False)


@json_only
def accounts(request: HttpRequest) -> HttpResponse:
    """POST {handle, name?, note?, token?}: the account, made or brought up to date, and its token."""
    if request.method != "POST":
        return _wrong_method()
    given = {name: str(value) for name, value in fields(request).items() if value is not None}
    account, token = services.make_account(
        handle=given.get("handle", ""),
        name=given.get("name", ""),
        note=given.get("note", ""),
        token=given.get("token"),
        now=clock.now(),
    )
    return JsonResponse({"account": wire.account(account, origin_of(request)), "token": token}, status=201)


@json_only
def face(request: HttpRequest) -> HttpResponse:
    """POST {handle, name?, note?, fields?, settings?, site?}: change what the account's owner made of its profile."""
    if request.method != "POST":
        return _wrong_method()
    given = fields(request)
    owner = selectors.account(str(given.pop("handle", "")))
    if owner is None:
        raise services.GoneError("Record not found")
    faces.change(owner, **given)
    return JsonResponse(wire.whole_account(owner, faces.of(owner), origin_of(request)))


@json_only
def comments(request: HttpRequest) -> HttpResponse:
    """POST {author, text, in_reply_to_id?}: a citizen of that name writes. Returns the status."""
    if request.method != "POST":
        return _wrong_method()
    given = fields(request)
    now = clock.now()
    parent = identifier(str(given.get("in_reply_to_id") or ""))
    status = services.post(
        account=services.citizen_named(str(given.get("author", "")), now),
        draft=services.Draft(str(given.get("text", "")), parent),
        now=now,
    )
    return JsonResponse(wire.status(status, origin_of(request)), status=201)


@json_only
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """PUT {text}: its author changes it. DELETE: its author takes it away."""
    status = Status.objects.select_related("account").filter(id=number).first()
    if status is None:
        raise services.GoneError("Record not found")
    match request.method:
        case "PUT":
            draft = services.Draft(str(fields(request).get("text", "")))
            status = services.edit(status_id=number, account=status.account, draft=draft, now=clock.now())
        case "DELETE":
            services.delete(status_id=number, account=status.account)
        case _:
            return _wrong_method()
    return JsonResponse(wire.status(status, origin_of(request)))

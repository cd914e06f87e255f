"""The door of the API: who calls, whether they may, how much is left, what goes wrong, what was seen."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from sanglap.practice import clock, limits, selectors, services, settings
from sanglap.practice.calls import Seen, log
from sanglap.practice.faults import Fault, Kind, board
from sanglap.practice.models import Account, Token
from sanglap.practice.selectors import Span

MAX_ID = 2**63 - 1
LONG = 1.0
"""Seconds above which a wait counts as long."""
_long_waits = threading.BoundedSemaphore(12)
_TRUE = {"true", "1", "on", "t", "yes"}


class Refusal(Exception):
    """The call is answered with this status and Mastodon's words for it."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = dict(headers or {})

    def answer(self) -> HttpResponse:
        return JsonResponse({"error": self.error}, status=self.status, headers=self.headers)


@dataclass(slots=True)
class Call:
    """One call of the API, with what it brings."""

    request: HttpRequest
    origin: str
    query: QueryDict
    body: dict[str, Any] = field(default_factory=dict)
    """Form or JSON fields; a field that came more than once, or as `name[]`, is a list."""
    token: Token | None = None
    account: Account | None = None

    @property
    def caller(self) -> Account:
        """The account whose token this is; the door has seen to it that there is one."""
        if self.account is None:
            raise Refusal(422, "This method requires an authenticated user")
        return self.account

    def word(self, name: str, default: str = "") -> str:
        value = self.body.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.word(name).lower() in _TRUE

    def number(self, name: str) -> int | None:
        """An identifier in the query; what is no number counts as absent."""
        return identifier(self.query.get(name, ""))

    def span(self, default: int) -> Span:
        """The page asked for; at most twice the default."""
        given = self.query.get("limit", "")
        limit = min(abs(int(given)), default * 2) if given.lstrip("-").isdecimal() else default
        return Span(limit, self.number("max_id"), self.number("min_id"), self.number("since_id"))


def identifier(text: str) -> int | None:
    """The number that an identifier is, if it is one that the database can hold."""
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= MAX_ID else None


@dataclass(frozen=True, slots=True)
class Handler:
    """What answers one method. `scope`: what the token must allow; `user`: it must belong to an account."""

    run: Callable[..., HttpResponse]
    scope: str = ""
    user: bool = False


def endpoint(**handlers: Handler) -> Callable[..., HttpResponse]:
    """The view of one address of the API."""

    def view(request: HttpRequest, **given: str) -> HttpResponse:
        handler = handlers.get(request.method or "")
        if handler is None:
            return Refusal(405, "Method Not Allowed").answer()
        seen = log.add(
            Seen(
                request.method or "",
                request.path,
                clock.now(),
                idempotency_key=request.headers.get("Idempotency-Key", ""),
            )
        )
        try:
            answer = _answered(request, handler, given, seen)
        except Refusal as refusal:
            answer = refusal.answer()
        seen.answered = 0 if answer.headers.pop(CUT, None) else answer.status_code
        return answer

    return csrf_exempt(view)


CUT = "X-Practice-Cut"


def _answered(request: HttpRequest, handler: Handler, given: dict[str, str], seen: Seen) -> HttpResponse:
    call = Call(request, f"{request.scheme}://{request.get_host()}", request.GET)
    call.token = _token(request)
    call.account = call.token.account if call.token else None
    seen.account = call.account.handle if call.account else ""
    allowance = _allowance(request, call)
    try:
        _admit(call, handler, allowance)
        fault = board.strike(seen.method, seen.path, seen.account)
        seen.fault = fault.kind if fault else ""
        answer = _run(call, handler, given, fault)
    except Refusal as refusal:
        refusal.headers = {**allowance.headers(), **refusal.headers}
        raise
    for name, value in allowance.headers().items():
        answer.headers.setdefault(name, value)
    return answer


def _token(request: HttpRequest) -> Token | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    token = selectors.token(secret.strip())
    if token is None:
        raise Refusal(401, "The access token is invalid")
    if token.revoked:
        raise Refusal(401, "The access token was revoked")
    return token


def _allowance(request: HttpRequest, call: Call) -> limits.Allowance:
    now = clock.now()
    key = str(call.account.id) if call.account else f"from {request.META.get('REMOTE_ADDR', '')}"
    allowance = limits.calls.take(key, settings.PRACTICE_RATE, now)
    if request.method == "DELETE" and not allowance.spent:
        deletions = limits.deletions.take(key, settings.PRACTICE_DELETES, now)
        return deletions if deletions.remaining < allowance.remaining or deletions.spent else allowance
    return allowance


def _admit(call: Call, handler: Handler, allowance: limits.Allowance) -> None:
    if allowance.spent:
        raise Refusal(429, "Too many requests")
    if handler.scope and (handler.user or call.token):
        if call.token is None:
            raise Refusal(401, "The access token is invalid")
        if not set(call.token.scopes.split()) & {handler.scope, handler.scope.partition(":")[0]}:
            raise Refusal(403, "This action is outside the authorized scopes")
    if handler.user and call.account is None:
        raise Refusal(422, "This method requires an authenticated user")


def _run(call: Call, handler: Handler, given: dict[str, str], fault: Fault | None) -> HttpResponse:
    if fault:
        _before(call, fault)
    call.body = fields(call.request)
    answer = _handled(call, handler, given)
    return _after(call, fault, answer) if fault else answer


def _handled(call: Call, handler: Handler, given: dict[str, str]) -> HttpResponse:
    try:
        return handler.run(call, **given)
    except services.InvalidError as error:
        raise Refusal(422, str(error)) from error
    except (services.GoneError, services.NoParentError) as error:
        raise Refusal(404, str(error)) from error


def _before(call: Call, fault: Fault) -> None:
    match fault.kind:
        case Kind.REFUSE:
            raise Refusal(503, "Service Unavailable")
        case Kind.REJECT:
            raise Refusal(422, "Validation failed: the practice network was told to reject this")
        case Kind.THROTTLE:
            reset = clock.now() + timedelta(seconds=fault.seconds)
            spent = limits.Allowance(settings.PRACTICE_RATE, 0, reset, spent=True)
            raise Refusal(429, "Too many requests", spent.headers())
        case Kind.REVOKE:
            if call.token:
                services.revoke(call.token)
            raise Refusal(401, "The access token was revoked")
        case Kind.DELAY:
            _wait(call.request, fault)
        case _:
            pass


def _after(call: Call, fault: Fault, answer: HttpResponse) -> HttpResponse:
    match fault.kind:
        case Kind.ACCEPT_THEN_FAIL:
            return JsonResponse({"error": "This page is not correct"}, status=500)
        case Kind.ACCEPT_THEN_HANG:
            _wait(call.request, fault)
            return _cut(call.request)
        case _:
            return answer


def _wait(request: HttpRequest, fault: Fault) -> None:
    """Let the fault's seconds pass, unless it is switched off or the caller goes away before.

    Long waits may not take all threads, or nobody could switch the fault off: who finds none goes on at once.
    """
    if fault.seconds <= LONG:
        fault.freed.wait(fault.seconds)
    elif _long_waits.acquire(blocking=False):
        try:
            end = time.monotonic() + fault.seconds
            while not fault.freed.wait(0.25) and time.monotonic() < end and not _left(request):
                pass
        finally:
            _long_waits.release()


def _line(request: HttpRequest) -> socket.socket | None:
    """The caller's connection, as gunicorn hands it over."""
    line = request.environ.get("gunicorn.socket") if isinstance(request, WSGIRequest) else None
    return line if isinstance(line, socket.socket) else None


def _left(request: HttpRequest) -> bool:
    """Whether the caller has hung up."""
    line = _line(request)
    try:
        return line is not None and line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _cut(request: HttpRequest) -> HttpResponse:
    """Close the line under the answer. What is returned never reaches the caller."""
    if (line := _line(request)) is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    return HttpResponse(status=504, headers={CUT: "1"})


def fields(request: HttpRequest) -> dict[str, Any]:
    """What a form (of either encoding, with any method) or a JSON object brings. Raises Refusal."""
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return {}
    kind = request.content_type or ""
    if kind == "application/json":
        return _json(request)
    form = request.POST if request.method == "POST" else _form(request, kind)
    lists = ((name, form.getlist(name)) for name in form)
    return {
        name.removesuffix("[]"): values if name.endswith("[]") or len(values) > 1 else values[0]
        for name, values in lists
        if values
    }


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.body or b"{}")
    except (ValueError, UnicodeDecodeError) as error:
        raise Refusal(400, "There was a problem in the JSON you submitted") from error
    if not isinstance(given, dict):
        raise Refusal(400, "There was a problem in the JSON you submitted")
    return given


def _form(request: HttpRequest, kind: str) -> QueryDict:
    if kind != "multipart/form-data":
        return QueryDict(request.body)
    try:
        return MultiPartParser(request.META, request, request.upload_handlers).parse()[0]
    except MultiPartParserError as error:
        raise Refusal(400, "Bad Request") from error

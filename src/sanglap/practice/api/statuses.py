"""`/api/v1/statuses`: make, read, edit, delete; its thread, source and earlier versions."""

from django.http import HttpResponse, JsonResponse

from sanglap.practice import clock, selectors, services, wire
from sanglap.practice.api.door import Call, Handler, Refusal, endpoint, identifier
from sanglap.practice.models import Edit, Status

# Whoever has no token sees less of a long thread. Source: docs.joinmastodon.org/methods/statuses, context.
ANCESTORS, DESCENDANTS, DEPTH = 4096, 4096, 4096
OPEN_ANCESTORS, OPEN_DESCENDANTS, OPEN_DEPTH = 40, 60, 20
AT_ONCE = 20
NOT_OFFERED = ("poll", "scheduled_at", "quoted_status_id")


def _wanted(call: Call, number: str) -> Status:
    found = identifier(number)
    status = selectors.status(found, call.account) if found is not None else None
    if status is None:
        raise Refusal(404, "Record not found")
    return status


def _draft(call: Call, *, language: str, in_reply_to: int | None = None) -> services.Draft:
    for name in NOT_OFFERED:
        if call.body.get(name):
            raise Refusal(422, f"Validation failed: {name} is not offered by the practice network")
    return services.Draft(
        text=call.word("status"),
        in_reply_to=in_reply_to,
        language=call.word("language") or language,
        visibility=call.word("visibility") or "public",
        spoiler_text=call.word("spoiler_text"),
        sensitive=call.flag("sensitive"),
        application=call.token.app.name if call.token and call.token.app else "",
        pictures=_pictures(call),
    )


def _pictures(call: Call) -> tuple[int, ...]:
    given = call.body.get("media_ids") or []
    found = [identifier(str(one)) for one in (given if isinstance(given, list) else [given])]
    if None in found:
        raise Refusal(404, "Record not found")
    return tuple(one for one in found if one is not None)


def create(call: Call) -> HttpResponse:
    parent = None
    if given := call.word("in_reply_to_id"):
        parent = identifier(given)
        if parent is None:
            raise services.NoParentError("The post you are trying to reply to does not appear to exist.")
    status = services.post(
        account=call.caller,
        draft=_draft(call, language="bn", in_reply_to=parent),
        now=clock.now(),
        key=call.request.headers.get("Idempotency-Key", "")[:255],
    )
    return JsonResponse(wire.status(status, call.origin, call.account))


def several(call: Call) -> HttpResponse:
    """Those of `id[]` that the caller may see. Source: docs.joinmastodon.org/methods/statuses, since 4.3."""
    numbers = [found for given in call.query.getlist("id[]")[:AT_ONCE] if (found := identifier(given)) is not None]
    seen = [one for number in numbers if (one := selectors.status(number, call.account)) is not None]
    return JsonResponse([wire.status(one, call.origin, call.account) for one in seen], safe=False)


def show(call: Call, number: str) -> HttpResponse:
    return JsonResponse(wire.status(_wanted(call, number), call.origin, call.account))


def edit(call: Call, number: str) -> HttpResponse:
    before = _wanted(call, number)
    status = services.edit(
        status_id=before.id,
        account=call.caller,
        draft=_draft(call, language=before.language),
        now=clock.now(),
    )
    return JsonResponse(wire.status(status, call.origin, call.account))


def delete(call: Call, number: str) -> HttpResponse:
    status = _wanted(call, number)
    shown = wire.deleted(status, call.origin, call.caller)
    services.delete(status_id=status.id, account=call.caller)
    return JsonResponse(shown)


def context(call: Call, number: str) -> HttpResponse:
    status = _wanted(call, number)
    known = call.account is not None
    above = selectors.ancestors(status, call.account, ANCESTORS if known else OPEN_ANCESTORS)
    below = selectors.descendants(
        status,
        call.account,
        limit=DESCENDANTS if known else OPEN_DESCENDANTS,
        depth=DEPTH if known else OPEN_DEPTH,
    )
    return JsonResponse(
        {
            "ancestors": [wire.status(one, call.origin, call.account) for one in above],
            "descendants": [wire.status(one, call.origin, call.account) for one, _ in below],
        }
    )


def source(call: Call, number: str) -> HttpResponse:
    return JsonResponse(wire.source(_wanted(call, number)))


def history(call: Call, number: str) -> HttpResponse:
    status = _wanted(call, number)
    kept: list[Edit | Status] = [*status.edits.order_by("id")] or [status]
    return JsonResponse([wire.version(one, status, call.origin) for one in kept], safe=False)


index = endpoint(GET=Handler(several, "read:statuses"), POST=Handler(create, "write:statuses", user=True))
single = endpoint(
    GET=Handler(show, "read:statuses"),
    PUT=Handler(edit, "write:statuses", user=True),
    DELETE=Handler(delete, "write:statuses", user=True),
)
thread = endpoint(GET=Handler(context, "read:statuses"))
sources = endpoint(GET=Handler(source, "read:statuses", user=True))
versions = endpoint(GET=Handler(history, "read:statuses"))

"""Accounts, notifications and the instance: who somebody is, what they wrote, who named them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse

from sanglap.practice import faces, selectors, wire
from sanglap.practice.api.door import Call, Handler, Refusal, endpoint, identifier
from sanglap.practice.models import Account, Notification, Status
from sanglap.practice.selectors import Span

STATUSES, NOTIFICATIONS = 20, 40
_PLACES = {"max_id", "min_id", "since_id"}


def verify_credentials(call: Call) -> HttpResponse:
    return JsonResponse(wire.own_account(call.caller, faces.of(call.caller), call.origin))


def lookup(call: Call) -> HttpResponse:
    handle, _, server = call.query.get("acct", "").removeprefix("@").partition("@")
    account = selectors.account(handle) if server in {"", call.request.get_host()} else None
    if account is None:
        raise Refusal(404, "Record not found")
    return JsonResponse(wire.whole_account(account, faces.of(account), call.origin))


def _account(number: str) -> Account:
    found = identifier(number)
    account = Account.objects.filter(id=found).first() if found is not None else None
    if account is None:
        raise Refusal(404, "Record not found")
    return account


def show(call: Call, number: str) -> HttpResponse:
    account = _account(number)
    return JsonResponse(wire.whole_account(account, faces.of(account), call.origin))


def statuses(call: Call, number: str) -> HttpResponse:
    span = call.span(STATUSES)
    without = call.query.get("exclude_replies", "").lower() in {"true", "1"}
    rows = selectors.statuses_of(_account(number), call.account, replies=not without, span=span)
    return _page(call, [wire.status(one, call.origin, call.account) for one in rows], rows, span)


def notifications(call: Call) -> HttpResponse:
    span = call.span(NOTIFICATIONS)
    wanted, unwanted = call.query.getlist("types[]"), call.query.getlist("exclude_types[]")
    mentions = ("mention" in wanted or not wanted) and "mention" not in unwanted
    sender = call.number("account_id")
    rows = selectors.notifications(call.caller, sender=sender, span=span) if mentions else []
    return _page(call, [wire.notification(one, call.origin, call.caller) for one in rows], rows, span)


def _page(
    call: Call, shown: list[wire.Json], rows: Sequence[Status] | Sequence[Notification], span: Span
) -> HttpResponse:
    """The list with the Link header that leads to what is older (`next`) and newer (`prev`)."""
    answer = JsonResponse(shown, safe=False)
    kept = [(name, value) for name, values in call.query.lists() if name not in _PLACES for value in values]
    links = []
    if rows and len(rows) == span.limit:
        links.append((urlencode([*kept, ("max_id", rows[-1].pk)]), "next"))
    if rows:
        links.append((urlencode([*kept, ("min_id", rows[0].pk)]), "prev"))
    if links:
        here = call.origin + call.request.path
        answer.headers["Link"] = ", ".join(f'<{here}?{query}>; rel="{rel}"' for query, rel in links)
    return answer


def instance(call: Call) -> HttpResponse:
    return JsonResponse(wire.instance(call.origin, call.request.get_host()))


own = endpoint(GET=Handler(verify_credentials, "read:accounts", user=True))
by_name = endpoint(GET=Handler(lookup, "read:accounts"))
single = endpoint(GET=Handler(show, "read:accounts"))
statuses_of = endpoint(GET=Handler(statuses, "read:statuses"))
notified = endpoint(GET=Handler(notifications, "read:notifications", user=True))
server = endpoint(GET=Handler(instance))

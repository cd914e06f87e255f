"""Registering a client and changing a code for a token. The page where a person agrees is in `pages`."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sanglap.practice import clock, selectors, services
from sanglap.practice.api.door import Call, Handler, Refusal, endpoint, fields
from sanglap.practice.models import Account, App, Grant
from sanglap.practice.selectors import digest

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
CODE_KEPT = timedelta(minutes=10)
SCOPES = {"read", "write", "follow", "push", "profile"}
FAULTS = {
    "invalid_client": (401, "Client authentication failed: the client is unknown or its secret is wrong."),
    "invalid_grant": (
        400,
        "The authorization grant is invalid, expired, used, or was issued to another client.",
    ),
    "invalid_scope": (400, "The requested scope is invalid, unknown, or malformed."),
    "unauthorized_client": (403, "You are not authorized to revoke this token."),
    "unsupported_grant_type": (400, "The authorization grant type is not supported."),
}


def known_scopes(scopes: str, allowed: str = "") -> bool:
    """Whether every scope is one of Mastodon's and, where `allowed` names some, lies within them."""
    for scope in scopes.split():
        broad = scope.partition(":")[0]
        if broad not in SCOPES or (allowed and not {scope, broad} & set(allowed.split())):
            return False
    return bool(scopes.split())


def register(call: Call) -> HttpResponse:
    name, scopes = call.word("client_name").strip(), call.word("scopes") or "read"
    given = call.body.get("redirect_uris") or []
    uris = given if isinstance(given, list) else str(given).split()
    if not name:
        raise Refusal(422, "Validation failed: Application name can't be blank")
    if not uris or not all(uri == OUT_OF_BAND or urlsplit(str(uri)).scheme for uri in uris):
        raise Refusal(422, "Validation failed: Redirect URI must be an absolute URI.")
    if not known_scopes(scopes):
        raise Refusal(422, "Validation failed: Scopes doesn't match configured on the server.")
    secret = secrets.token_urlsafe(32)
    with services.writing():
        app = App.objects.create(
            client_id=secrets.token_urlsafe(32),
            secret_digest=digest(secret),
            name=name,
            website=call.word("website"),
            redirect_uris=uris,
            scopes=scopes,
        )
    return JsonResponse(
        {
            "id": str(app.pk),
            "name": app.name,
            "website": app.website or None,
            "scopes": scopes.split(),
            "redirect_uris": uris,
            "redirect_uri": "\n".join(uris),
            "client_id": app.client_id,
            "client_secret": secret,
            "client_secret_expires_at": 0,
            "vapid_key": "",
        }
    )


def grant(*, app: App, account: Account, redirect_uri: str, scopes: str, challenge: str) -> str:
    """A code that the client may change for a token of this account within ten minutes, once."""
    code = secrets.token_urlsafe(32)
    with services.writing():
        Grant.objects.create(
            digest=digest(code),
            app=app,
            account=account,
            redirect_uri=redirect_uri,
            scopes=scopes,
            challenge=challenge,
            expires_at=clock.now() + CODE_KEPT,
        )
    return code


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """`POST /oauth/token`: the grants `authorization_code` and `client_credentials`."""
    try:
        given = {name: str(value) for name, value in fields(request).items()}
    except Refusal as refusal:
        return refusal.answer()
    app = App.objects.filter(client_id=given.get("client_id", "")).first()
    if app is None or not secrets.compare_digest(app.secret_digest, digest(given.get("client_secret", ""))):
        return _fault("invalid_client")
    now = clock.now()
    match given.get("grant_type"):
        case "client_credentials":
            scopes = given.get("scope") or "read"
            if not known_scopes(scopes, app.scopes):
                return _fault("invalid_scope")
            return _issued(app, None, scopes, now)
        case "authorization_code":
            code = _used(app, given, now)
            return _issued(app, code.account, code.scopes, now) if code else _fault("invalid_grant")
        case _:
            return _fault("unsupported_grant_type")


@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """`POST /oauth/revoke`: by the client to which the token was given; one that nobody gave a client, by anybody who
    shows it. A token that is unknown, or has ended already, is no fault (RFC 7009).
    """
    try:
        given = {name: str(value) for name, value in fields(request).items()}
    except Refusal as refusal:
        return refusal.answer()
    token = selectors.token(given.get("token", ""))
    if token is None or token.revoked:
        return JsonResponse({})
    if token.app is not None:
        app = App.objects.filter(pk=token.app.pk, client_id=given.get("client_id", "")).first()
        if app is None or not secrets.compare_digest(app.secret_digest, digest(given.get("client_secret", ""))):
            return _fault("unauthorized_client")
    services.revoke(token)
    return JsonResponse({})


def _used(app: App, given: dict[str, str], now: datetime) -> Grant | None:
    """The grant of that code, which is then gone; None where it does not fit."""
    with services.writing():
        code = Grant.objects.select_related("account").filter(digest=digest(given.get("code", "")), app=app).first()
        if code is None or code.redirect_uri != given.get("redirect_uri") or code.expires_at <= now:
            return None
        if code.challenge and code.challenge != _challenge(given.get("code_verifier", "")):
            return None
        Grant.objects.filter(digest=code.digest).delete()
    return code


def _challenge(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _issued(app: App, account: Account | None, scopes: str, now: datetime) -> HttpResponse:
    with services.writing():
        secret = services.issue_token(account=account, scopes=scopes, app_id=app.pk)
    return JsonResponse(
        {"access_token": secret, "token_type": "Bearer", "scope": scopes, "created_at": int(now.timestamp())},
        headers={"Cache-Control": "no-store"},
    )


def _fault(error: str) -> HttpResponse:
    status, description = FAULTS[error]
    return JsonResponse({"error": error, "error_description": description}, status=status)


apps = endpoint(POST=Handler(register))

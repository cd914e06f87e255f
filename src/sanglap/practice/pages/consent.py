"""`/oauth/authorize`: the page where an account's owner lets a client in."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods

from sanglap.practice import clock, selectors, services
from sanglap.practice.api.oauth import OUT_OF_BAND, grant, known_scopes
from sanglap.practice.models import Account, App
from sanglap.practice.pages.shown import only_near, page


class _Client(HttpResponseRedirect):
    """Back to the client, whatever scheme it registered."""

    def __init__(self, uri: str, **given: str) -> None:
        self.allowed_schemes = [uri.partition(":")[0]]
        joint = "&" if "?" in uri else "?"
        super().__init__(uri + joint + urlencode({name: value for name, value in given.items() if value}))


@only_near
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Ask the owner; with their yes or no, back to the client."""
    given = request.POST if request.method == "POST" else request.GET
    app = App.objects.filter(client_id=given.get("client_id", "")).first()
    wrong = _wrong(app, given)
    if app is None or wrong:
        return page(request, "notice", 400, title="allow_bad", detail=wrong)
    if request.method == "GET":
        return page(request, "consent", app=app, offices=selectors.offices(), given=given)
    return _decided(request, app)


def _wrong(app: App | None, given: QueryDict) -> str:
    """Which part of the client's request is not in order; "" where all is."""
    challenge = given.get("code_challenge")
    if app is None:
        return "client_id"
    if given.get("redirect_uri") not in app.redirect_uris:
        return "redirect_uri"
    if given.get("response_type") != "code":
        return "response_type"
    if challenge and given.get("code_challenge_method") != "S256":
        return "code_challenge_method"
    return "" if known_scopes(given.get("scope") or "read", app.scopes) else "scope"


def _opened(handle: str) -> Account | None:
    """A new account of that handle, as a real network opens one; None where the handle is taken or impossible."""
    wanted = handle.strip().removeprefix("@").lower()
    if selectors.account(wanted) is not None:
        return None
    try:
        return services.make_account(handle=wanted, name="", note="", token=None, now=clock.now())[0]
    except services.InvalidError:
        return None


def _decided(request: HttpRequest, app: App) -> HttpResponse:
    given = request.POST
    uri, state = given["redirect_uri"], given.get("state", "")
    if "deny" in given:
        return _Client(uri, error="access_denied", state=state)
    owner = _opened(given["new"]) if given.get("new", "").strip() else selectors.account(given.get("account", ""))
    if owner is None or owner.citizen:
        return page(request, "notice", 400, title="allow_bad", detail="account")
    code = grant(
        app=app,
        account=owner,
        redirect_uri=uri,
        scopes=given.get("scope") or "read",
        challenge=given.get("code_challenge", ""),
    )
    if uri == OUT_OF_BAND:
        return page(request, "notice", title="code", detail=code)
    return _Client(uri, code=code, state=state)

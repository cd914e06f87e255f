"""`/oauth/authorize`: the page where an account's owner lets a client in."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sanglap.practice import selectors
from sanglap.practice.api.oauth import OUT_OF_BAND, grant, known_scopes
from sanglap.practice.models import App
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
    given = request.POST if request.method == "POST" else request.GET
    app = App.objects.filter(client_id=given.get("client_id", "")).first()
    uri, scopes, state = given.get("redirect_uri", ""), given.get("scope") or "read", given.get("state", "")
    challenge = given.get("code_challenge", "")
    if app is None or uri not in app.redirect_uris:
        return page(request, "notice", 400, title="allow_bad", detail="client_id, redirect_uri")
    if given.get("response_type") != "code" or (challenge and given.get("code_challenge_method") != "S256"):
        return page(request, "notice", 400, title="allow_bad", detail="response_type, code_challenge_method")
    if not known_scopes(scopes, app.scopes):
        return page(request, "notice", 400, title="allow_bad", detail="scope")
    if request.method == "GET":
        return page(request, "consent", app=app, offices=selectors.offices(), scopes=scopes, given=given)
    if "deny" in given:
        return _Client(uri, error="access_denied", state=state)
    owner = selectors.account(given.get("account", ""))
    if owner is None or owner.citizen:
        return page(request, "notice", 400, title="allow_bad", detail="account")
    code = grant(app=app, account=owner, redirect_uri=uri, scopes=scopes, challenge=challenge)
    if uri == OUT_OF_BAND:
        return page(request, "notice", title="code", detail=code)
    return _Client(uri, code=code, state=state)

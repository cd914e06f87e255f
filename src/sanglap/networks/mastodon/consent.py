"""How a Mastodon server comes to trust Sanglap with an account: OAuth 2 with a code and PKCE (Mastodon's api/oauth)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sanglap.core import clock
from sanglap.networks.contract import NotSent, Refused, Registration
from sanglap.networks.mastodon import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

import httpx

SCOPES = "read write:statuses write:media"
NAME = "Sanglap"


async def register(server: str, redirect_uri: str, http: httpx.AsyncClient) -> Registration:
    """Make Sanglap known there. Raises NotSent, Refused."""
    said = {"client_name": NAME, "redirect_uris": redirect_uri, "scopes": SCOPES}
    answer = await _post(http, f"{server}/api/v1/apps", said, {})
    try:
        return Registration(server, redirect_uri, str(answer["client_id"]), str(answer["client_secret"]))
    except mapping.UNREADABLE:
        raise Refused("the server's answer cannot be read; is it a Mastodon server?") from None


def url(known: Registration, state: str, challenge: str) -> str:
    """The page on which whoever holds the account agrees."""
    asked = {
        "response_type": "code",
        "client_id": known.client_id,
        "redirect_uri": known.redirect_uri,
        "scope": SCOPES,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        # Whoever is signed in there with another account sees with which one he agrees.
        "force_login": "true",
    }
    return f"{known.server}/oauth/authorize?{urlencode(asked)}"


async def exchange(known: Registration, code: str, verifier: str, http: httpx.AsyncClient) -> Mapping[str, str]:
    """The token for that code. Raises NotSent, Refused."""
    said = {
        "grant_type": "authorization_code",
        "client_id": known.client_id,
        "client_secret": known.client_secret,
        "redirect_uri": known.redirect_uri,
        "code": code,
        "code_verifier": verifier,
        "scope": SCOPES,
    }
    answer = await _post(http, f"{known.server}/oauth/token", said, said)
    try:
        return {"token": str(answer["access_token"]), "scopes": str(answer["scope"])}
    except mapping.UNREADABLE:
        raise Refused("the server's answer cannot be read; is it a Mastodon server?") from None


async def revoke(server: str, token: str, known: Registration | None, http: httpx.AsyncClient) -> None:
    """End that token (RFC 7009): the server says yes to one that has ended already. Raises NotSent, Refused."""
    client = {"client_id": known.client_id, "client_secret": known.client_secret} if known else {}
    said = {**client, "token": token}
    await _post(http, f"{server}/oauth/revoke", said, said)


async def _post(http: httpx.AsyncClient, address: str, said: Mapping[str, str], secrets: Mapping[str, str]) -> Any:
    try:
        response = await http.post(address, json=dict(said), headers={"Accept": "application/json"})
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, UnicodeError) as error:
        raise NotSent(mapping.error_of_transport(error, writes=False).detail) from None
    if not response.is_success:
        failure = mapping.error_from(response, clock.now(), secrets, writes=False)
        # A code that is not good is no lost access: the account was never opened with it.
        raise failure if isinstance(failure, NotSent) else Refused(failure.detail)
    try:
        return response.json()
    except ValueError:
        return None

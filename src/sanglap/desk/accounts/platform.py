"""Where an account is: the platform of the catalogue, the server, the name there; or all of that from one address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.desk.fields import LineField, platform_name
from sanglap.guideline import loader
from sanglap.guideline.catalogue import Platform
from sanglap.guideline.profiles import read_profile_url
from sanglap.language.digits import to_latin
from sanglap.networks.registry import by_hand


def _platforms() -> list[tuple[str, Any]]:
    """All of the catalogue, each under the first of its classes."""
    catalogue = loader.current().catalogue
    grouped = [
        (str(one.name), [(item.id, str(item.name)) for item in catalogue.platforms if item.classes[0] == one.id])
        for one in catalogue.classes
    ]
    return [("", _("Choose a platform")), *((name, found) for name, found in grouped if found)]


class ServerField(LineField):
    """The address of a network's server: scheme and host alone; where the scheme was left out, `https://` is added,
    and `http://` for a server of this very machine (the demo's practice network).
    """

    def to_python(self, value: Any) -> str:
        given = to_latin(super().to_python(value)).rstrip("/")
        if not given or "://" in given:
            return given
        here = given.partition(":")[0] in {"localhost", "127.0.0.1"}
        return f"http://{given}" if here else f"https://{given}"

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        wrong = ValidationError(_("Write the address of the network as in https://social.example."), code="invalid")
        try:
            parts = urlsplit(value)
            _port = parts.port
        except ValueError:
            raise wrong from None
        plain = parts.netloc and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
        if parts.scheme not in {"http", "https"} or not plain or " " in value:
            raise wrong


class PlatformForm(forms.Form):
    """On which platform an account is, and what it is called there. How it is kept follows from the platform."""

    platform = forms.ChoiceField(
        label=_("Platform"),
        choices=_platforms,
        help_text=_(
            "Clause 3. Where Sanglap is joined to the platform, it publishes by itself; elsewhere officers post by "
            "hand what was approved."
        ),
        error_messages={"required": _("Choose the platform on which the account is.")},
    )
    link = LineField(
        label=_("Address of the profile, if it is there already"),
        required=False,
        max_length=2_000,
        help_text=_("Copied from the browser. The next two fields may then stay empty."),
    )
    server = ServerField(
        label=_("Address of the network"),
        required=False,
        max_length=200,
        help_text=_("Only for platforms of many servers, as Mastodon or a forum: as in https://social.example"),
    )
    handle = LineField(
        label=_("Name of the account there"), required=False, max_length=128, help_text=_("As after the @ sign.")
    )

    def clean_handle(self) -> str:
        """The bare handle. One server's address behind it belongs in the field above."""
        given: str = self.cleaned_data["handle"]
        handle = given.removeprefix("@")
        if given and (not handle or any(sign in handle for sign in "@ ")):
            raise ValidationError(_("Write only the name after the @ sign, without the server."), code="invalid")
        return handle

    def clean(self) -> dict[str, Any]:
        """Server and handle in their one form, whether they were written or come from the link."""
        given = super().clean() or self.cleaned_data
        platform = loader.current().catalogue.by_id.get(given.get("platform", ""))
        if platform is not None and given.get("link"):
            self._by_link(given, platform)
        elif platform is not None:
            self._by_name(given, platform)
        return given

    def _by_link(self, given: dict[str, Any], platform: Platform) -> None:
        try:
            found = read_profile_url(given["link"])
        except ValidationError as error:
            self.add_error("link", error)
            return
        if found.platform != platform.id:
            said = _("This address is on another platform: %(platform)s. Choose that one, or check the address.")
            params = {"platform": platform_name(found.platform)}
            self.add_error("link", ValidationError(said, code="platform", params=params))
        given["server"], given["handle"] = found.server, found.handle

    def _by_name(self, given: dict[str, Any], platform: Platform) -> None:
        handle = given.get("handle")
        if not handle:
            if "handle" not in self.errors:
                self.add_error("handle", _("Write the name of the account, or the address of the profile above."))
            return
        named = platform.profiles.url.startswith("https://{handle}.")
        fixed = platform.url_of(handle) if named else platform.profiles.server
        if fixed:
            given["server"] = fixed
        elif not given.get("server"):
            if "server" not in self.errors:
                self.add_error("server", _("Write the address of the server on which the account is."))
            return
        if platform.profiles.hosts and not _is_a_name(platform, handle, given["server"]):
            self.add_error("handle", _("There can be no account of this name on that platform. Check the name."))

    def place(self) -> dict[str, Any]:
        """Platform, connector, server and handle, as a proposal takes them."""
        given = self.cleaned_data
        network = loader.current().catalogue.by_id[given["platform"]].network or by_hand()[0]
        return {
            "platform": given["platform"],
            "network": network,
            "server": given["server"],
            "handle": given["handle"],
        }

    @staticmethod
    def place_of(account: Account) -> dict[str, Any]:
        """The account's place as the form's first values."""
        return {name: getattr(account, name) for name in ("platform", "server", "handle")}


def _is_a_name(platform: Platform, handle: str, server: str) -> bool:
    try:
        found = read_profile_url(platform.url_of(handle, server))
    except ValidationError:
        return False
    return (found.platform, found.handle) == (platform.id, handle)

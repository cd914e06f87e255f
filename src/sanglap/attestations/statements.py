"""What exactly is confirmed, kind by kind: typed, checked when it is written and when it is read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sanglap.audit.details import plain
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.catalogue import Key
from sanglap.language.digits import in_digits_of

Line = tuple[str | Promise, str]
"""What it is, and what was said of it, in the reader's language."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Yes = Literal[True]


class AttestationKind(models.TextChoices):
    """What is confirmed."""

    PASSWORD = "password", _("password changed")
    MFA = "mfa", _("second step of sign-in")
    RECOVERY = "recovery", _("recovery address")
    ACCESS = "access", _("who has access")
    PICTURES = "pictures", _("banner and profile picture")
    SETTINGS = "settings", _("settings")
    TERMS = "terms", _("terms of the platform")
    LETTERHEAD = "letterhead", _("letterhead")

    @property
    def rule(self) -> str:
        """The id of its rule in the rulebook."""
        return _RULES[self]


_RULES: Mapping[AttestationKind, str] = {
    AttestationKind.PASSWORD: "attest-password",
    AttestationKind.MFA: "attest-mfa",
    AttestationKind.RECOVERY: "attest-recovery",
    AttestationKind.ACCESS: "attest-access",
    AttestationKind.PICTURES: "pictures",
    AttestationKind.SETTINGS: "settings-chosen",
    AttestationKind.TERMS: "terms-confirmed",
    AttestationKind.LETTERHEAD: "letterhead",
}

SECURITY = (
    AttestationKind.PASSWORD,
    AttestationKind.MFA,
    AttestationKind.RECOVERY,
    AttestationKind.ACCESS,
    AttestationKind.PICTURES,
    AttestationKind.LETTERHEAD,
)
"""What the page of security asks for; settings and terms have a page of their own."""


class Method(models.TextChoices):
    """How the network asks a second time who somebody is."""

    APP = "app", _("an app with changing numbers")
    KEY = "key", _("a security key or passkey")
    SMS = "sms", _("numbers by SMS")
    EMAIL = "email", _("numbers by e-mail")


class Channel(models.TextChoices):
    """Where the network sends who has lost the password."""

    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("telephone number")


class Topic(models.TextChoices):
    """What clause 5(f) wants settings chosen for."""

    DISPLAY = "display", _("what is shown, and to whom")
    COMMENTS = "comments", _("comments and opinions")
    MEMBERSHIP = "membership", _("members and followers")
    ACCESS = "access", _("who gets in, and with what right")
    PRIVACY = "privacy", _("privacy")


class Statement(BaseModel):
    """Something confirmed. `title` is how the page calls what is confirmed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: ClassVar[Promise]

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """What was said, for reading."""


class PasswordChanged(Statement):
    """The password at the network was changed (5.e). The password itself is never asked for."""

    changed_on: date
    strong: Yes
    nowhere_else: Yes
    title = _("The password at the network")

    def lines(self) -> Sequence[Line]:
        return [(_("Changed on"), plain(self.changed_on.isoformat()))]


class SecondStep(Statement):
    """The network asks everybody who signs in a second time (5.e)."""

    method: Method
    everyone: Yes
    codes_kept: Words
    """Where the codes for an emergency lie; not the codes."""
    title = _("The second step of sign-in at the network")

    def lines(self) -> Sequence[Line]:
        return [(_("Method"), str(Method(self.method).label)), (_("Emergency codes lie"), self.codes_kept)]


class Recovery(Statement):
    """The address by which the account is won back, and who keeps it (5.e). Kept only in part."""

    channel: Channel
    masked: Annotated[str, Field(max_length=120, pattern=r"…")]
    ours: Yes
    keeper: dict[str, str]
    """His name at that time."""
    title = _("The recovery address, and who keeps it")

    def lines(self) -> Sequence[Line]:
        return [
            (str(Channel(self.channel).label).capitalize(), self.masked),
            (_("Kept by"), str(LocalizedText(self.keeper))),
        ]


class Holder(BaseModel):
    """A person of the office who has access at the network."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: UUID
    name: dict[str, str]


class AccessList(Statement):
    """Who has access at the network: people of the office, and others with the reason (5.e)."""

    people: tuple[Holder, ...]
    others: tuple[Words, ...]
    title = _("Who has access at the network")

    def lines(self) -> Sequence[Line]:
        names = ", ".join(str(LocalizedText(one.name)) for one in self.people)
        return [(_("Of the office"), names or "–"), (_("Others"), ", ".join(self.others) or "–")]


class PictureSeen(BaseModel):
    """A picture that was looked at, by its digest."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: Literal["banner", "profile"]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Pictures(Statement):
    """Banner and profile picture show no personal photograph (5.d)."""

    seen: Annotated[tuple[PictureSeen, ...], Field(min_length=1)]
    no_person: Yes
    title = _("Banner and profile picture without a personal photograph")

    def lines(self) -> Sequence[Line]:
        return []


class Settings(Statement):
    """The settings that the office chose, by topic (5.f): options of the catalogue, and words where it wants more."""

    chosen: dict[Topic, tuple[Key, ...]] = Field(default_factory=dict)
    words: dict[Topic, Words] = Field(default_factory=dict)
    reason: Words
    memo: Annotated[str, Field(max_length=120)] = ""
    """Of the decision on paper, where there is one."""
    dated: date | None = None
    title = _("The chosen settings")

    def lines(self) -> Sequence[Line]:
        topics = [(str(topic.label).capitalize(), self.told(topic) or "–") for topic in Topic]
        dated = plain(self.dated.isoformat()) if self.dated else ""
        memo = in_digits_of(get_language() or "bn", self.memo)
        return [*topics, (_("Reason"), self.reason), (_("Memo number"), memo), (_("Date"), dated)]

    def told(self, topic: Topic) -> str:
        """What was chosen of that topic, in the reader's language; an option that is no more goes by its key."""
        names = loader.current().catalogue.option_names
        options = [str(names.get((topic.value, key), key)) for key in self.chosen.get(topic, ())]
        words = self.words.get(topic)
        return "; ".join([*options, words] if words else options)


class Terms(Statement):
    """The platform's terms were read in that version, and the account keeps them (5.g)."""

    terms_id: UUID | None = None
    """The version in the register of terms; None where nobody entered any for that platform."""
    version: Words
    url: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")]
    read: Yes
    kept: Yes
    title = _("The terms of the platform")

    def lines(self) -> Sequence[Line]:
        return [(_("Version or date of the terms"), self.version), (_("Where they stand"), self.url)]


class Letterhead(Statement):
    """The office's letters show its address, its website and this account (5.j)."""

    address: Yes
    website: Yes
    account: Yes
    title = _("The letterhead in use")

    def lines(self) -> Sequence[Line]:
        return []


STATEMENTS: Mapping[AttestationKind, type[Statement]] = {
    AttestationKind.PASSWORD: PasswordChanged,
    AttestationKind.MFA: SecondStep,
    AttestationKind.RECOVERY: Recovery,
    AttestationKind.ACCESS: AccessList,
    AttestationKind.PICTURES: Pictures,
    AttestationKind.SETTINGS: Settings,
    AttestationKind.TERMS: Terms,
    AttestationKind.LETTERHEAD: Letterhead,
}


def masked(address: str) -> str:
    """An address or number as it may be kept: enough to recognise it, too little to use it."""
    name, at, host = address.strip().partition("@")
    if at:
        return f"{name[:1]}…@{host}"
    digits = [sign for sign in name if sign.isdigit()]
    return "…" + "".join(digits[-3:])


def differences(said: AccessList, panel: Iterable[tuple[UUID, LocalizedText]]) -> tuple[list[str], list[str]]:
    """Whose names are on one list only: who has access and is not on the panel; who is on the panel and has none."""
    serving = {key: str(name) for key, name in panel}
    there = {one.id: str(LocalizedText(one.name)) for one in said.people}
    strangers = [name for key, name in there.items() if key not in serving] + list(said.others)
    return strangers, [name for key, name in serving.items() if key not in there]

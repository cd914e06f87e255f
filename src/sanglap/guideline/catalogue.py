"""The catalogue of platforms (clause 3): what each is, on what terms, what can be chosen there, how its addresses read.
Immutable, checked values; the loader makes them from `platforms.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import InitErrorDetails

from sanglap.core.localized import LocalizedText
from sanglap.guideline.values import Flag, Part, Text, fault, refuse

_USUAL = re.compile(r"^(www|m|mobile|touch|web)\.")
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Host = Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$")]


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("an address is written as https://host/…")
    return value


def _pattern(value: str) -> str:
    try:
        found = re.compile(value)
    except re.error as error:
        raise ValueError(f"this is no pattern: {error}") from None
    if found.groupindex.keys() - {"handle"}:
        raise ValueError("the only name in a pattern is handle")
    return value


def told(value: object) -> object:
    """A setting's value as it is compared: a switch by its word."""
    return str(value).lower() if isinstance(value, bool) else value


Address = Annotated[str, AfterValidator(_address)]
Told = Annotated[str, BeforeValidator(told)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Topic(StrEnum):
    """What has to be settled when an account is set up (clause 5.f)."""

    DISPLAY = "display"
    COMMENTS = "comments"
    MEMBERSHIP = "membership"
    ACCESS = "access"
    PRIVACY = "privacy"


class Option(Part):
    """One way to settle a topic."""

    id: Key
    name: Text


class Settings(Part):
    """A topic of clause 5.f and every way to settle it that some platform offers."""

    topic: Topic
    name: Text
    options: tuple[Option, ...] = Field(min_length=1)
    several: Flag = False
    """More than one of them may be chosen."""


class PlatformClass(Part):
    """One of the classes that clause 3 names."""

    id: Key
    name: Text
    about: Text


class Privacy(Part):
    """What the platform says of its users' data."""

    url: Address | None = None
    summary: Text


class Api(Part):
    """Whether the platform has an official interface for programs, and on what conditions."""

    official: Flag
    note: Text


class PersonalName(Part):
    """Whether the platform wants a person's name, as clause 5.a has it."""

    demanded: Flag
    note: Text


class Moderation(Part):
    """What a person can do there about what others write, in the platform's own pages."""

    hide: Literal["reversible", "lasting", "none"]
    """A comment can be hidden and shown again; only deleted; or neither."""
    close: Flag
    """The comments under one post can be closed."""
    block: Flag
    """Somebody can be kept from writing there."""
    private: Flag
    """One can write to somebody in private."""


class Shape(Part):
    """One form of a profile's address. `path` is matched against the whole path, without slashes at its ends."""

    path: Pattern
    query: str = ""
    """The parameter that holds the handle, where the path does not."""

    @model_validator(mode="after")
    def _holds_a_handle(self) -> Shape:
        missing = not self.query and "(?P<handle>" not in self.path
        refuse([fault("path", said="nothing in it is called handle")] if missing else [])
        return self


class Profiles(Part):
    """How the addresses of a platform's profiles read."""

    server: Address | None = None
    """Where all of them are; None where each server or community has an address of its own."""
    hosts: tuple[Host, ...] = ()
    """Hosts under which they are found; `*.example.com` stands for one name before it, which is then the handle."""
    own_hosts: Flag = False
    """Anybody may run a server: an unknown host is taken for one where the path fits."""
    shapes: tuple[Shape, ...] = ()
    not_handles: frozenset[str] = frozenset()
    """First words of paths that are the platform's own pages."""
    url: str = Field(pattern=r"\{handle\}")
    """The address in its one form. A handle with a slash in it stands there as it is: `company/x`."""
    exact: Flag = False
    """Capitals tell handles apart."""


class TextLimit(Part):
    """How long a text may be, counted by a measure of `language.lengths`."""

    by: Literal["characters", "bytes", "graphemes", "utf-16", "mastodon", "x"]
    most: int = Field(gt=0)


class RecordingLimits(Part):
    """Which videos and sounds fit into a post there, so far as the platform says it."""

    types: tuple[str, ...] = Field(min_length=1)
    """Media types, as `video/mp4`."""
    megabytes: int | None = Field(default=None, gt=0)
    seconds: int | None = Field(default=None, gt=0)
    pixels: int | None = Field(default=None, gt=0)
    """The most of one picture of it."""
    captions: Flag = False
    """A file of captions can be attached there."""


class Room(Part):
    """How much fits into a post there."""

    text: tuple[TextLimit, ...] = Field(min_length=1)
    """All of them hold."""
    pictures: int | None = Field(default=None, gt=0)
    recording: RecordingLimits | None = None


class Platform(Part):
    """One platform of the catalogue."""

    id: Key
    classes: tuple[Key, ...] = Field(min_length=1)
    name: Text
    features: Text
    audience: Text
    terms: Address | None = None
    """None where whoever runs it writes the terms."""
    privacy: Privacy
    api: Api
    network: Key | None = None
    """The connector by which Sanglap works with it; None: people post by hand."""
    personal_name: PersonalName
    room: Room | None = None
    """None: what the connector says holds."""
    moderation: Moderation
    profiles: Profiles
    settings: Mapping[Topic, tuple[Key, ...]]
    """What can be chosen there (5.f): the ids of options."""
    observed: Mapping[Topic, Mapping[Key, Mapping[str, tuple[Told, ...]]]] = Field(default_factory=dict)
    """Of options that can be told from outside: the values that go with each, setting by setting as its network calls
    them (5.f).
    """
    moving: tuple[Text, ...] = Field(min_length=1)
    """The steps from a person's profile, or one in a post's name, to one of the office."""
    renaming: tuple[Text, ...] = Field(min_length=1)
    """The steps by which a profile gets another name."""

    def fits(self, topic: str, option: str, seen: Mapping[str, object]) -> bool | None:
        """Whether the settings seen go with that option; None where they do not tell."""
        wanted = self.observed.get(Topic(topic), {}).get(option, {})
        found = [told(seen[name]) in values for name, values in wanted.items() if name in seen]
        return all(found) if found else None

    def telling(self, topic: str) -> tuple[str, ...]:
        """The settings by which an option of that topic is told."""
        options = self.observed.get(Topic(topic), {}).values()
        return tuple(dict.fromkeys(name for wanted in options for name in wanted))

    def url_of(self, handle: str, server: str = "") -> str:
        """The profile's address in its one form; `server` where the platform has none of its own."""
        profiles = self.profiles
        server = profiles.server or server.rstrip("/")
        if "/" in handle:
            return f"{server}/{handle}"
        return profiles.url.replace("{server}", server).replace("{handle}", handle)


class Catalogue(Part):
    """All platforms, the classes of clause 3 and the topics of clause 5.f."""

    classes: tuple[PlatformClass, ...] = Field(min_length=1)
    settings: tuple[Settings, ...]
    platforms: tuple[Platform, ...] = Field(min_length=1)
    short_links: frozenset[Host] = frozenset()
    """Hosts whose addresses only lead on to others."""

    @model_validator(mode="after")
    def _fits_together(self) -> Catalogue:
        refuse([*self._unknown_classes(), *self._unknown_options(), *self._twice()])
        return self

    def _unknown_classes(self) -> Iterator[InitErrorDetails]:
        known = {one.id for one in self.classes}
        for at, platform in enumerate(self.platforms):
            for number, key in enumerate(platform.classes):
                if key not in known:
                    yield fault("platforms", at, "classes", number, said=f"there is no class {key}")

    def _unknown_options(self) -> Iterator[InitErrorDetails]:
        known = {one.topic: {option.id for option in one.options} for one in self.settings}
        for at, platform in enumerate(self.platforms):
            for topic, options in platform.settings.items():
                for number, key in enumerate(options):
                    if key not in known.get(topic, ()):
                        where = ("platforms", at, "settings", topic.value, number)
                        yield fault(*where, said=f"{topic.value} has no option {key}")
            for topic, seen in platform.observed.items():
                for key in seen.keys() - set(platform.settings.get(topic, ())):
                    said = f"{topic.value} has no option {key} on this platform"
                    yield fault("platforms", at, "observed", topic.value, key, said=said)

    def _twice(self) -> Iterator[InitErrorDetails]:
        keys: set[str] = set()
        hosts: dict[str, str] = {}
        for at, platform in enumerate(self.platforms):
            if platform.id in keys:
                yield fault("platforms", at, "id", said=f"{platform.id} stands twice")
            keys.add(platform.id)
            for number, host in enumerate(platform.profiles.hosts):
                if host in hosts:
                    where = ("platforms", at, "profiles", "hosts", number)
                    yield fault(*where, said=f"{host} belongs to {hosts[host]} already")
                hosts[host] = platform.id

    @cached_property
    def by_id(self) -> Mapping[str, Platform]:
        return {platform.id: platform for platform in self.platforms}

    @cached_property
    def option_names(self) -> Mapping[tuple[str, str], LocalizedText]:
        """What each option is called, by its topic and key."""
        return {(one.topic.value, option.id): option.name for one in self.settings for option in one.options}

    @cached_property
    def by_host(self) -> Mapping[str, Platform]:
        return {host: platform for platform in self.platforms for host in platform.profiles.hosts}

    def of_network(self, network: str) -> Platform | None:
        """The platform with which that connector works."""
        return next((one for one in self.platforms if one.network == network), None)

    def at_host(self, host: str) -> Platform | None:
        """The platform of that host, in whichever of its spellings."""
        host = host.lower().rstrip(".")
        plain = _USUAL.sub("", host)
        return self.by_host.get(host) or self.by_host.get(plain) or self.by_host.get(f"*.{plain.partition('.')[2]}")

    def choices(self, platform: Platform) -> tuple[tuple[Settings, tuple[Option, ...]], ...]:
        """What has to be settled on that platform (5.f): each topic with the ways it offers."""
        return tuple(
            (one, tuple(option for option in one.options if option.id in platform.settings[one.topic]))
            for one in self.settings
            if one.topic in platform.settings
        )

"""Reading the texts. `texts/<topic>.yaml` holds the posts of a topic and the comments that they draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sanglap.language.normal import normalise

TEXTS = Path(__file__).with_name("texts")
GENERAL = "general"
"""The file of what is said under any post."""


class Tier(StrEnum):
    """On which floor of the government an office works."""

    NATIONAL = "national"
    DIVISION = "division"
    DISTRICT = "district"
    UPAZILA = "upazila"


Season = tuple[str, str] | None


def _in_season(season: Season, day: date) -> bool:
    if season is None:
        return True
    (first, last), today = season, f"{day:%m-%d}"
    return first <= today <= last if first <= last else today >= first or today <= last


def _season(given: str) -> Season:
    first, _dots, last = given.partition("..")
    return (first, last) if given else None


@dataclass(frozen=True, slots=True)
class Post:
    """A post with slots. Said by offices of these tiers, in that part of the year or in the days before that feast."""

    topic: str
    text: str
    tiers: frozenset[Tier]
    purposes: tuple[str, ...]
    season: Season
    """First and last day as `06-15`; the last may lie in the next year."""
    feast: str

    @property
    def days(self) -> int:
        """About so many days in a year it can be said."""
        if self.feast:
            return 14
        if self.season is None:
            return 365
        first, last = (date.fromisoformat(f"2024-{day}") for day in self.season)
        return (last - first).days % 366 + 1

    def fits(self, day: date, feasts: Sequence[str]) -> bool:
        """Whether it can be said on that day, which comes shortly before these feasts."""
        if self.feast:
            return any(self.feast in feast for feast in feasts)
        return _in_season(self.season, day)


@dataclass(frozen=True, slots=True)
class Talk:
    """A comment, how the office answers it, and what other citizens add."""

    say: str
    interim: str = ""
    answer: str = ""
    then: tuple[str, ...] = ()
    season: Season = None

    def fits(self, day: date) -> bool:
        """Whether somebody would write it on that day."""
        return _in_season(self.season, day)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for text in (self.say, self.interim, self.answer, *self.then) if text)


@dataclass(frozen=True, slots=True)
class Library:
    """All texts; `talks` by topic."""

    posts: tuple[Post, ...]
    talks: Mapping[str, tuple[Talk, ...]]
    letters: tuple[Talk, ...]
    thanks: tuple[str, ...]
    calm: tuple[str, ...]
    topics: tuple[str, ...] = field(default=())


@cache
def library() -> Library:
    """The texts, in their normal form."""
    files = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(TEXTS.glob("*.yaml"))}
    posts = tuple(_post(topic, file, one) for topic, file in files.items() for one in file.get("posts", ()))
    talks = {topic: tuple(_talk(one) for one in file.get("comments", ())) for topic, file in files.items()}
    general = files[GENERAL]
    return Library(
        posts,
        talks,
        tuple(_talk(one) for one in general["letters"]),
        tuple(map(normalise, general["thanks"])),
        tuple(map(normalise, general["calm"])),
        tuple(sorted({post.topic for post in posts})),
    )


def _post(topic: str, file: Mapping[str, Any], given: Mapping[str, Any]) -> Post:
    feast = given.get("before", "")
    return Post(
        topic=given.get("topic", topic),
        text=normalise(given["text"]).strip(),
        tiers=frozenset(Tier(tier) for tier in given.get("by", file["by"])),
        purposes=tuple(file["purposes"]),
        season=None if feast else _season(given.get("in") or file.get("season", "")),
        feast=normalise(feast),
    )


def _talk(given: Mapping[str, Any]) -> Talk:
    return Talk(
        normalise(given["say"]),
        normalise(given.get("interim", "")),
        normalise(given.get("answer", "")),
        tuple(map(normalise, given.get("then", ()))),
        _season(given.get("in", "")),
    )

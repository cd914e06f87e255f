"""What a machine sees in the pictures, for whoever writes or decides (clauses 6.a, 6.c)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanglap.content import sights
from sanglap.content.models import Picture, Reading, Sight
from sanglap.content.portrayals import Asked
from sanglap.content.screened import Shown
from sanglap.files import reading


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture in its place, and what was seen in it."""

    number: int
    picture: Picture
    alt: str
    sight: Sight | None
    asked: Asked | None = None
    """What was said of who is shown, where it was or has to be."""

    @property
    def waiting(self) -> bool:
        return self.sight is None or self.sight.reading == Reading.WAITING


@dataclass(frozen=True, slots=True)
class Sights:
    """Those of one post."""

    rows: Sequence[Looked] = ()

    @property
    def off(self) -> bool:
        """Text in pictures is not read on this installation."""
        return not reading.ready()

    @property
    def waiting(self) -> bool:
        """Whether a picture is still being looked at."""
        return any(row.waiting for row in self.rows)


def of(shown: Iterable[Shown], people: Iterable[Asked] = ()) -> Sights:
    """What was seen in these, in their order, and said of the people in them. One query."""
    rows = list(shown)
    asked = {one.illustration.picture.pk: one for one in people}
    seen = sights.known(one.picture for one in rows)
    return Sights(
        [
            Looked(number, one.picture, one.alt, seen.get(one.picture.file.digest), asked.get(one.picture.pk))
            for number, one in enumerate(rows, start=1)
        ]
    )

"""Frames on a picture, as fractions of it: they fit it at any size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is, in fractions of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def percent(self) -> tuple[float, float, float, float]:
        """The same in hundredths, for drawing it."""
        return tuple(round(100 * value, 2) for value in (self.left, self.top, self.width, self.height))  # type: ignore[return-value]  # four in, four out

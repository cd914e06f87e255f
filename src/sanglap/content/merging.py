"""Two people changed the same words at once: their changes brought together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from sanglap.content.differences import pieces_of


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one text. Where both changed the same words it has `ours`."""

    text: str
    apart: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """These words: ours, and theirs that were left out."""


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Pieces `start` to `end` of the base that one side has as `pieces`."""

    start: int
    end: int
    pieces: Sequence[str]
    ours: bool


def merge(base: str, ours: str, theirs: str) -> Merged:
    """What stands when both changes of `base` are made."""
    if theirs in {ours, base}:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    return _merged(*pieces_of(base, ours, theirs))


def _merged(base: list[str], ours: list[str], theirs: list[str]) -> Merged:
    said: list[str] = []
    apart: list[tuple[str, str]] = []
    at = 0
    for hunks in _groups([*_hunks(base, ours, ours_are=True), *_hunks(base, theirs, ours_are=False)]):
        start, end = min(one.start for one in hunks), max(one.end for one in hunks)
        said += base[at:start]
        mine, other = (_side(base, hunks, start, end, ours=side) for side in (True, False))
        touched = {one.ours for one in hunks}
        if len(touched) == 1 or mine == other:
            said += mine if True in touched else other
        else:
            said += mine
            apart.append(("".join(mine), "".join(other)))
        at = end
    return Merged("".join([*said, *base[at:]]), tuple(apart))


def _hunks(base: list[str], changed: list[str], *, ours_are: bool) -> Iterator[_Hunk]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, base, changed, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Hunk(start, end, changed[new_start:new_end], ours_are)


def _groups(hunks: Sequence[_Hunk]) -> Iterator[list[_Hunk]]:
    """Those that touch each other, together; in the order of the base."""
    group: list[_Hunk] = []
    end = -1
    for one in sorted(hunks, key=lambda hunk: (hunk.start, hunk.end)):
        if group and one.start > end:
            yield group
            group = []
        group.append(one)
        end = max(end, one.end) if len(group) > 1 else one.end
    if group:
        yield group


def _side(base: list[str], hunks: Sequence[_Hunk], start: int, end: int, *, ours: bool) -> list[str]:
    """The stretch of the base as that side has it."""
    said: list[str] = []
    at = start
    for one in hunks:
        if one.ours == ours:
            said += [*base[at : one.start], *one.pieces]
            at = one.end
    return said + base[at:end]

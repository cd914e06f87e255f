"""How the tree would stand after a list: which rows would hang in the air, on themselves, or too deep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sanglap.offices.models import RowKind
from sanglap.offices.services.imports.columns import PARENT
from sanglap.offices.services.imports.register import Node
from sanglap.offices.services.imports.rows import OfficeRow

DEEPEST = 20
"""So many levels may stand below the top; no government has half of them, and the closure grows with them."""
_ROUNDS = 10
_ABOVE_ALL, _AIR, _CYCLE = -1, -2, -3


class Tangle:
    """The tree as the good rows would make it. What is found wrong is blamed on the rows."""

    def __init__(self, tree: Mapping[str, Node], rows: Iterable[OfficeRow]) -> None:
        self.tree = tree
        self.rows = {row.code: row for row in rows if row.code and row.kind in {RowKind.NEW, RowKind.MOVED}}

    def judge(self) -> None:
        """Blame rows until those that are left make a tree. A row left out may leave another without its place, so
        it is looked at more than once; who tangles it ever further loses all moves.
        """
        for _ in range(_ROUNDS):
            if not self._round():
                return
        for row in self.rows.values():
            if row.kind == RowKind.MOVED and not row.bad:
                row.blame("cycle", PARENT, row.after[PARENT])
        while self._round():
            pass

    def _round(self) -> bool:
        """Look at all once; whether a row was blamed."""
        self.depths: dict[str, int] = {"": _ABOVE_ALL}
        good = [row for row in self.rows.values() if not row.bad]
        moves = any(row.kind == RowKind.MOVED for row in good)
        blamed = False
        for code in [row.code for row in good] + (list(self.tree) if moves else []):
            depth = self._depth(code)
            row = self.rows.get(code)
            if row is not None and not row.bad and depth in {_AIR, _CYCLE}:
                row.blame("faulty-parent" if depth == _AIR else "cycle", PARENT, row.after[PARENT])
                blamed = True
            elif depth > DEEPEST:
                blamed = self._blame_above(code) or blamed
        return blamed

    def _parent(self, code: str) -> str | None:
        """The code of the office above; None for an office that will not be."""
        row = self.rows.get(code)
        if row is not None and not row.bad:
            return row.after[PARENT]
        return self.tree[code].parent if code in self.tree else None

    def _depth(self, code: str) -> int:
        """How many stand above; `_AIR` below an office that will not be, `_CYCLE` on the way round."""
        chain: list[str] = []
        on_chain: set[str] = set()
        here: str | None = code
        while here is not None and here not in self.depths and here not in on_chain:
            chain.append(here)
            on_chain.add(here)
            here = self._parent(here)
        if here is None:
            # The last of the chain is itself the one that will not be.
            depth = _AIR
        elif here in on_chain:
            depth = _CYCLE
            for one in chain[chain.index(here) :]:
                self.depths[one] = _CYCLE
            chain = chain[: chain.index(here)]
        else:
            depth = self.depths[here]
        for one in reversed(chain):
            depth = depth + 1 if depth >= _ABOVE_ALL else _AIR
            self.depths[one] = depth
        return self.depths[code]

    def _blame_above(self, code: str) -> bool:
        """The nearest row at or above the office that puts it so deep."""
        here: str | None = code
        while here:
            row = self.rows.get(here)
            if row is not None and not row.bad:
                row.blame("too-deep", PARENT, str(DEEPEST))
                return True
            here = self._parent(here)
        return False

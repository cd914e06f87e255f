"""What is looked at on the board: where, when, and which of the duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sanglap.duties.models import DutyKind, Standing

WANTING: Final = "wanting"
"""Broken or at risk."""
STANDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    **{standing.value: (standing.value,) for standing in Standing},
    WANTING: (Standing.AT_RISK.value, Standing.BROKEN.value),
}
_INDEXED: Final = frozenset({Standing.AT_RISK, Standing.BROKEN, Standing.EXEMPT, WANTING})


@dataclass(frozen=True, slots=True)
class Pick:
    """Which duties: of the office `root` and, where `deep`, of all below it. "" and None leave a thing open."""

    root: UUID
    deep: bool = True
    week: date | None = None
    """The first day of a week that is over; None: as it stands now."""
    kind: str = ""
    standing: str = ""
    """A key of `STANDINGS`."""
    office_kind: str = ""
    platform: str = ""
    network: str = ""
    area: str = ""
    before: date | None = None
    """Standing so since before that day."""
    words: str = ""
    """In the office's name."""

    def but(self, **changes: Any) -> Pick:
        """The same with some things otherwise."""
        return replace(self, **changes)

    @property
    def weekly(self) -> bool:
        """Whether only what is owed weekly is meant: of a week that is over, where no clause is chosen."""
        return self.week is not None and (not self.kind or DutyKind(self.kind).weekly)

    @property
    def by_since(self) -> bool:
        """Whether they are listed by how long they have stood so."""
        return self.week is None and self.standing in _INDEXED

    def plain(self) -> dict[str, str]:
        """As it stands in an address, and in a row of the database."""
        named = {
            "office": str(self.root),
            "own": "" if self.deep else "1",
            "week": self.week.isoformat() if self.week else "",
            "kind": self.kind,
            "standing": self.standing,
            "office_kind": self.office_kind,
            "platform": self.platform,
            "network": self.network,
            "area": self.area,
            "since": self.before.isoformat() if self.before else "",
            "q": self.words,
        }
        return {name: value for name, value in named.items() if value}

    @classmethod
    def of(cls, plain: Mapping[str, str]) -> Pick:
        """What `plain` gave. Raises KeyError and ValueError for anything else."""
        return cls(
            root=UUID(plain["office"]),
            deep=not plain.get("own"),
            week=date.fromisoformat(plain["week"]) if plain.get("week") else None,
            kind=DutyKind(plain["kind"]).value if plain.get("kind") else "",
            standing=plain.get("standing", ""),
            office_kind=plain.get("office_kind", ""),
            platform=plain.get("platform", ""),
            network=plain.get("network", ""),
            area=plain.get("area", ""),
            before=date.fromisoformat(plain["since"]) if plain.get("since") else None,
            words=plain.get("q", ""),
        )

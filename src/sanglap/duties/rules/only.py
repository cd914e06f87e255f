"""That a rule is reckoned of some accounts alone: the same queries serve a pass over a few and a round of all."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID


def only(account: str) -> str:
    """SQL that holds where the account in that column is among `only` (uuids), or where `only` is NULL: all of them."""
    return f"(%(only)s::uuid[] IS NULL OR {account} = ANY(%(only)s::uuid[]))"


def these(accounts: Iterable[UUID] | None) -> str | None:
    """What `only` is given: an array written out once, since each of many queries names it several times."""
    return None if accounts is None else "{" + ",".join(map(str, accounts)) + "}"

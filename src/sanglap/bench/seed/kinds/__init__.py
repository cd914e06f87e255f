"""One file for each kind of thing: how many parts it comes in, and how one of them is brought in.

To add a table: write such a file, and enter its `KIND` here behind those whose rows it points at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds import accounts, deliveries, messages, offices, panels, people

KINDS: Sequence[Kind] = (
    offices.KIND, people.KIND, accounts.KIND, panels.KIND, deliveries.KIND, messages.KIND,
)  # fmt: skip

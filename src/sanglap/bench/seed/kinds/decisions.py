"""The decision of the office at the top, on which most accounts' platforms rest."""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, TRUE, Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.world import World
from sanglap.platforms.models import Assessment, Decision
from sanglap.platforms.states import AssessmentState

_ASSESSMENT = Form(Assessment, "id", "office_id", "subject", "platforms", "state", "begun_at", "saved_at")
_DECISION = Form(
    Decision, "id", "assessment_id", "office_id", "chosen", "reason", "starts_on", "reusable", "order_id", "weighed",
    "decided_at",
)  # fmt: skip
_CHOSEN = ("facebook", "mastodon", "youtube", "x")
_PLATFORMS = f"{{{','.join(_CHOSEN)}}}"
_WEIGHED = document({"platforms": list(_CHOSEN), "lines": [], "totals": {}, "most": 0})


def decision_of(world: World) -> str:
    """Its key."""
    return key(world.began, 1)


def _load(world: World, _part: int) -> int:
    at, root, own = stamp(world.began), world.offices[0].key, decision_of(world)
    return copy(
        _ASSESSMENT,
        [_ASSESSMENT.line(own, root, "সেবার খবর ও নাগরিকের প্রশ্ন", _PLATFORMS, AssessmentState.DECIDED.value, at, at)],
    ) + copy(
        _DECISION,
        [_DECISION.line(own, own, root, _PLATFORMS, "নাগরিকেরা সেখানে আছেন।", at[:10], TRUE, NULL, _WEIGHED, at)],
    )


KIND = Kind("decisions", lambda _world: 1, _load)

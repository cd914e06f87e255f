"""Looking at profiles and websites from outside, and keeping what was found (clauses 5.a, 5.b, 5.h, 5.i)."""

from sanglap.verification.services.asking import (
    Saw,
    confirm,
    look_at_profile,
    look_at_website,
    may_confirm,
    require_either,
)
from sanglap.verification.services.pictures import taken_in
from sanglap.verification.services.proof import give_code, vouch
from sanglap.verification.services.recording import keep_profile, keep_site
from sanglap.verification.services.scheduling import claim, enrol, outside, tasks

__all__ = [
    "Saw",
    "claim",
    "confirm",
    "enrol",
    "give_code",
    "keep_profile",
    "keep_site",
    "look_at_profile",
    "look_at_website",
    "may_confirm",
    "outside",
    "require_either",
    "taken_in",
    "tasks",
    "vouch",
]

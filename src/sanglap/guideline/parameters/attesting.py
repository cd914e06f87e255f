"""What the rules of confirming are made of: how long a confirmation holds, and what ends it (clauses 5.d-5.g, 5.j)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from sanglap.guideline.values import Count, Part, fault, refuse


class Attesting(Part):
    """How long what the panel confirms of its account holds, and within what time it is confirmed anew."""

    lasts_days: Count | None = Field(default=None, gt=0)
    """After which it is to be confirmed again; None: it holds until something ends it."""
    first_days: Count
    """Within which it is confirmed for the first time, from the day when somebody first served on the panel."""
    warn_days: Count
    """Before it falls due."""
    leaving_days: Count | None = None
    """Within which it is confirmed again after somebody left the panel; None: leaving ends nothing."""
    keeper_days: Count | None = None
    """The same after whoever keeps the account's recovery address left the office."""
    moving_days: Count | None = None
    """The same after the account went over to another office."""
    showing_days: Count | None = None
    """The same after the live profile shows something else than what was confirmed."""
    renewing_days: Count | None = None
    """The same after a new version of the platform's terms is in force."""

    @model_validator(mode="after")
    def _in_order(self) -> Attesting:
        late = self.lasts_days is not None and self.warn_days >= self.lasts_days
        refuse([fault("warn_days", said="the warning comes before the confirmation itself")] if late else [])
        return self


StepName = Literal["freeze", "revoke", "tell", "secure", "look", "record"]


class CompromiseDrill(Part):
    """How often a compromised account is rehearsed, and how quick each step is to be (5.e)."""

    lasts_days: Count = Field(gt=0)
    first_days: Count
    warn_days: Count
    look_back_days: Count = Field(gt=0)
    """So far back one looks through what was published, where nobody knows since when it was in other hands."""
    within_minutes: dict[StepName, Count]
    """From the report on; a step that is not named has no time."""

    @model_validator(mode="after")
    def _in_order(self) -> CompromiseDrill:
        late = self.warn_days >= self.lasts_days
        refuse([fault("warn_days", said="the warning comes before the drill itself")] if late else [])
        return self

    def within(self, step: str) -> timedelta | None:
        """The time for that step, from the report on; None where it has none."""
        minutes = {str(name): given for name, given in self.within_minutes.items()}.get(step)
        return None if minutes is None else timedelta(minutes=minutes)


class AccountSecurity(Part):
    """What the security of an account is made of: rules of their own, each with its times (5.e)."""

    parts: tuple[
        Literal["attest-password", "attest-mfa", "attest-recovery", "attest-access", "compromise-drill"], ...
    ] = Field(min_length=1)

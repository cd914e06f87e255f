"""What the rules of an account's name are made of: words that tell an office from a post or a person (clause 5.a)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sanglap.guideline.values import Count, Part, fault, refuse

Words = Annotated[tuple[str, ...], Field(min_length=1)]
"""Words or groups of words, in any script; how they are spelled counts no more than in a search."""


class OfficeName(Part):
    """By what words one knows whether a name is an office's, a post's or a person's (5.a)."""

    posts: Words
    """What posts are called: the name of one is not the name of an office."""
    short_posts: Words
    """Posts by their letters, as UNO; only so, since a few letters sound like much else."""
    makers: Words
    """Beside the name of a post they make it the office's: কার্যালয়."""
    bodies: Words
    """What offices and institutions are: whoever has one of them in the name is hardly a person."""
    harmless: tuple[str, ...] = ()
    """Names of institutions in which a post is named all the same."""
    titles: Words
    """What stands before the name of a person."""
    persons: Words
    """What many people are called."""
    idle: Words
    """Words that say nothing of whose name it is: and, of the."""
    longest_person: Count = Field(gt=0)
    """A person's name has at most so many words."""
    bears_percent: Count = Field(gt=0, le=100)
    """So much of the office's name must be in a name that bears it."""

    @model_validator(mode="after")
    def _plain(self) -> OfficeName:
        lists = ("posts", "short_posts", "makers", "bodies", "harmless", "titles", "persons", "idle")
        refuse(
            [
                fault(name, at, said="an empty word is in every name")
                for name in lists
                for at, word in enumerate(getattr(self, name))
                if not word.strip()
            ]
        )
        return self


class RenamingDue(Part):
    """By when an account that bears a wrong name has its right one (5.a)."""

    days: Count = Field(gt=0)
    """After the renaming was begun, unless another day was agreed."""
    longest_days: Count = Field(gt=0)
    """No later day can be agreed."""
    warn_days: Count
    """Before the day: what is not done by then is at risk."""

    @model_validator(mode="after")
    def _in_order(self) -> RenamingDue:
        wrong = self.days > self.longest_days
        refuse([fault("longest_days", said="the usual day lies after the latest one")] if wrong else [])
        return self

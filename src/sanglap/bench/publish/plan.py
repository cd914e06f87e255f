"""What is to be measured, as the command line says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How much goes out, through what, and what befalls it meanwhile."""

    server: str = ""
    """Of a Mastodon-speaking network; "": a practice network of the run's own."""
    tokens: tuple[str, ...] = ()
    """One for each account there; empty: accounts are made, as practice networks allow."""
    accounts: int = 200
    posts: int = 2_000
    workers: int = 1
    spread: float = 0
    """Seconds over which the posts fall due; 0: all at one moment."""
    chaos: bool = False
    kills: int = 10
    """Of worker, web and PostgreSQL, where there is chaos."""
    seed: int = 1

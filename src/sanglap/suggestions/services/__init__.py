"""Suggesting, taking up and declining; feeds of websites: entered, read, stopped."""

from sanglap.suggestions.services.deciding import decline, drafted, lost, put_back, take
from sanglap.suggestions.services.feeds import enter, read_now, stop
from sanglap.suggestions.services.following import follow, lapse, sweep
from sanglap.suggestions.services.keeping import claim, keep
from sanglap.suggestions.services.suggesting import bring, suggest, withdraw

__all__ = [
    "bring",
    "claim",
    "decline",
    "drafted",
    "enter",
    "follow",
    "keep",
    "lapse",
    "lost",
    "put_back",
    "read_now",
    "stop",
    "suggest",
    "sweep",
    "take",
    "withdraw",
]

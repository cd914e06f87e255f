"""Drafts, their revisions, what each account's panel was shown, and how it voted (clauses 4, 6, 6.a)."""

from sanglap.content.footage import Footage, Recording
from sanglap.content.models.drafts import Draft, Revision, WorkingCopy
from sanglap.content.models.findings import (
    Circumstance,
    Consent,
    Depicted,
    Finding,
    Portrayal,
    Source,
    SourceKind,
)
from sanglap.content.models.pictures import Card, Illustrated, Illustration, Keep, Picture, Reading, Shape, Sight
from sanglap.content.models.style import Digits, Snippet, SnippetKind, Style
from sanglap.content.models.votes import PaperDecision, Ruling, Variant, Verdict, Vote
from sanglap.content.urgency import Review, Urgency

__all__ = [
    "Card", "Circumstance", "Consent", "Depicted", "Digits", "Draft", "Finding", "Footage", "Illustrated",
    "Illustration", "Keep", "PaperDecision", "Picture", "Portrayal", "Reading", "Recording", "Review", "Revision",
    "Ruling", "Shape", "Sight", "Snippet", "SnippetKind", "Source", "SourceKind", "Style", "Urgency", "Variant",
    "Verdict", "Vote", "WorkingCopy",
]  # fmt: skip

"""What the demo's offices publish and its citizens write: texts in YAML, filled for an office and a day."""

from sanglap.demo.library.filling import Place, ended, fill
from sanglap.demo.library.reading import Library, Post, Talk, Tier, library

__all__ = ["Library", "Place", "Post", "Talk", "Tier", "ended", "fill", "library"]

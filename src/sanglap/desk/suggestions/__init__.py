"""Suggesting, the list of what was suggested, and the feeds of an office's website."""

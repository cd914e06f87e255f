"""The house rules for everybody, their public figures, and the page on which a citizen appeals."""

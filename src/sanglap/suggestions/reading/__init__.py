"""Reading what an office's website offers as a feed: RSS 2.0, RSS 1.0 and Atom. No database."""

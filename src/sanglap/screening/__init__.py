"""What a text or a picture may hold that needs a second look: pure, no database, no network."""

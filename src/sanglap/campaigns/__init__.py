"""Campaigns across offices, posts offered between offices, and collections (clause 6.e)."""

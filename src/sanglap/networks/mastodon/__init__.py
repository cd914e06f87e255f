"""Mastodon, and the servers that speak its API (docs.joinmastodon.org).

There is no `webhook` here: Mastodon tells an ordinary account's program nothing by itself (its webhooks are
for the administrators of a server), so comments are asked for.
"""

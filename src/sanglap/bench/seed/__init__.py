"""The national data set: what a whole government's offices, people and accounts wrote and heard in a year.

Seeded: the same for the same last day. Brought in by COPY, part by part; a part and the note that it is done are one
transaction, so whatever is killed goes on where it was, and nothing is there twice.
"""

"""A year in the life of some sixty offices, so that the demo shows a government at work.

Seeded: the same for the same moment. What it writes are the rows that the services would have written.
"""

from sanglap.demo.living.year import begin, seed_year, told

__all__ = ["begin", "seed_year", "told"]

"""Papers as PDF and for word processors: data in, file out (clause 5.j)."""

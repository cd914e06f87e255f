"""Which platforms there are, which an office chose and why, and under which terms (clauses 3, 5.g)."""

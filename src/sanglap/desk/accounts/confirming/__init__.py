"""The pages on which a panel confirms what is so: security, settings and terms (clauses 5.d-5.g, 5.j)."""

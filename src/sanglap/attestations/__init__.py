"""What a person confirms of an account, dated and with evidence (clauses 5.d-5.g, 5.j)."""

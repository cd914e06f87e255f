"""What a panel confirms of its account, with evidence, and until when that holds (clauses 5.d-5.g, 5.j)."""

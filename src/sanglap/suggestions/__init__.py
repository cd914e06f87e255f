"""What colleagues, offices below and the office's own website suggest to be published (clauses 4 and 6)."""

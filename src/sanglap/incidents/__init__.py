"""A compromised account, in earnest or as a drill: freeze, revoke, tell, record (clause 5.e)."""

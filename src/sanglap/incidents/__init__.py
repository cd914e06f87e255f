"""A compromised account, in earnest or as a drill: what is done, in which order, by whom, how quickly (clause 5.e)."""

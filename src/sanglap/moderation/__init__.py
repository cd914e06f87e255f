"""Hiding what citizens write: an act of a person under a house rule, with reason, notice, appeal and public figure."""

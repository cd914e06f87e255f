"""The pages of a compromised account: the alarm, the steps, the record (clause 5.e). Made for a phone and for panic."""

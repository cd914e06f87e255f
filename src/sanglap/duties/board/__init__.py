"""Reading for the coordinator's board: how many stand how at an office and below it, and which."""

"""What an office looks for in its texts beside the rulebook's list."""

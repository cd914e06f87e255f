"""The register at the nation's size: what the duties of every account cost, and every page on the national data set."""

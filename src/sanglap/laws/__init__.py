"""The register of laws and rules (clause 8)."""

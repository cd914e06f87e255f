"""The way from the panel's approval to the network, with the real processes, counted at the network."""

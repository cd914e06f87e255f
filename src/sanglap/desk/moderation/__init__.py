"""Hiding under the house rules: deciding, doing it on the network, telling the citizen, lifting, answering appeals."""

"""Locks of the ``schlage`` integration: Schlage with Wi-Fi, through their cloud."""

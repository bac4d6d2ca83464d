"""Locks of the custom integration ``kwikset``: Kwikset with Wi-Fi, through their cloud."""

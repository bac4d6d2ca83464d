"""Relays of intercoms and access panels by Akuvox, through the custom component ``local_akuvox``."""

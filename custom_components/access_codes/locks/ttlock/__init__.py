"""TTLock locks behind a gateway, through the cloud and the custom component ``ttlock``."""

"""Z-Wave locks behind a controller by Universal Devices (ISY, eisy, Polisy), of the ``isy994`` integration."""

"""Locks of the ``yalexs_ble`` integration: August and Yale, over Bluetooth."""

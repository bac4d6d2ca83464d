"""A radio of ZHA on the simulated air, in place of the package of this name, for ZHA's radio type ``xbee``.

The folder above comes first on ``PYTHONPATH`` or ``sys.path``; nothing is patched. The device's path is ``socket://127.0.0.1:PORT`` of the air.
"""

__version__ = "0.0.0+air"

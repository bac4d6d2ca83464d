"""The cluster Door Lock of Zigbee, as the families of Zigbee locks share it: no stack, no Home Assistant."""

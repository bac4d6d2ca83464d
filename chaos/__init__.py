"""The fault laboratory: real Home Assistant over real zwave-js, under faults, checked against what was acknowledged."""

"""Random stories and enumerated crashes."""

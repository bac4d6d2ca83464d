"""Fix flows for the issues of this integration."""

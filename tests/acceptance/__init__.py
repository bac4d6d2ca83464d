"""Acceptance from outside: what a published access platform promises or gets wrong, tried on our actions, events, states."""

"""Requests of people and automations, checked against the record of a lock."""

from .create import create
from .delete import delete
from .lookup import find, find_by_pin
from .pin_generator import generate
from .update import update

__all__ = ["create", "delete", "find", "find_by_pin", "generate", "update"]

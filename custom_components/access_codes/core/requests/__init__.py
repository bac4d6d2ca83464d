"""Requests of people and automations, checked against the record of a lock."""

from .backup_pool import pull_backup as pull_backup
from .create import create as create
from .delete import delete as delete
from .lookup import find as find, find_by_pin as find_by_pin, is_found as is_found
from .pin_generator import generate as generate
from .update import update as update

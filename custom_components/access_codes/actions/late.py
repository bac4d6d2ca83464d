"""Handlers of actions and commands whose modules no start needs: imported with the first call, else once all has started."""

from collections.abc import Awaitable, Callable
from importlib import import_module

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.importlib import async_import_module

from .fields import Answer, Fields

type Handler = Callable[[HomeAssistant, Fields, Context], Awaitable[Answer]]


_MODULES: set[str] = set()
"""Names, within this package, of the modules of all handlers."""


def late(module: str, name: str) -> Handler:
    """Return a handler by its name in a module of this package, which Home Assistant's executor imports once."""

    _MODULES.add(module)

    async def handle(hass: HomeAssistant, given: Fields, context: Context) -> Answer:
        imported = await async_import_module(hass, f"{__package__}.{module}")
        handler: Handler = getattr(imported, name)
        return await handler(hass, given, context)

    return handle


# contract 14.64
async def async_import_handlers(hass: HomeAssistant) -> None:
    """Import the modules of all handlers in Home Assistant's executor.

    An update replaces the files of the integration before Home Assistant is restarted. A module imported only then
    would not fit those that run.
    """
    await hass.async_add_import_executor_job(_import_handlers)


def _import_handlers() -> None:
    for module in sorted(_MODULES):
        import_module(f"{__package__}.{module}")

"""OpenHands' injectors, each with its service exchanged for an owned one."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from openhands.app_server.services.injector import Injector


class OwnedInjector(Injector):
    """Takes the place of a stock injector in OpenHands' configuration.

    Args:
        stock: The injector that the operator's environment has configured.
        own: Makes the owned service from the stock one.
    """

    def __init__(self, stock: Any, own: Callable[[Any], Any]) -> None:
        self.stock = stock
        self.own = own

    async def inject(self, state: Any, request: Any = None) -> AsyncGenerator[Any, None]:
        """Yield the owned service."""
        async with aclosing(self.stock.inject(state, request)) as services:
            async for service in services:
                yield self.own(service)


def rebuilt(stock: Any, owned: type, **changed: Any) -> Any:
    """Return a service of an owned class with the fields of the stock one."""
    fields = {field.name: getattr(stock, field.name) for field in dataclasses.fields(stock)}
    return owned(**{**fields, **changed})

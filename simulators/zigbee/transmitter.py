"""A device's place on the air, and the frames that it sends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from .frames import HOME_AUTOMATION, Frame
from .models import MODELS
from .state import Faults

_DEFAULT_RESPONSE: Final = 0x0B


@dataclass(slots=True)
class Transmitter:
    """A device that sends."""

    index: int
    kind: str
    transmit: Callable[[dict[str, Any]], None]
    """Sends a frame to whatever radio is on the air."""
    record: Callable[..., None]
    """Notes a command in the log of the air."""
    faults: Faults = field(default_factory=Faults)
    rejoins: int = 0
    sequence: int = 0
    dialogue: tuple[int, int] = (0, 1)
    """Number of the frame that is being answered, and the endpoint that sent it."""

    @property
    def address(self) -> int:
        """Return the address on the network: another one after each join."""
        return 0x1000 + 0x100 * self.rejoins + self.index

    @property
    def ieee(self) -> str:
        """Return the address for life."""
        return f"0x{0x00124B0000000000 + self.index:016x}"

    @property
    def endpoint(self) -> int:
        """Return the endpoint with the door lock cluster."""
        return MODELS[self.kind].endpoint

    def answer(
        self, cluster: int, command: int, body: bytes, *, is_for_cluster: bool = False
    ) -> None:
        """Answer the frame that came last."""
        tsn, target = self.dialogue
        frame = Frame(
            is_for_cluster=is_for_cluster,
            wants_response=False,
            tsn=tsn,
            command=command,
            body=body,
        )
        self.send(cluster, frame, target)

    def default_response(self, cluster: int, command: int, status: int) -> None:
        """Answer it by a status alone."""
        self.answer(cluster, _DEFAULT_RESPONSE, bytes([command, status]))

    def event(self, cluster: int, command: int, body: bytes) -> None:
        """Send a command of a cluster unasked, as one that wants a response."""
        self.sequence = (self.sequence + 1) % 256
        frame = Frame(
            is_for_cluster=True,
            wants_response=True,
            tsn=self.sequence,
            command=command,
            body=body,
        )
        self.send(cluster, frame)

    def send(self, cluster: int, frame: Frame, target: int = 1) -> None:
        """Send a frame of a cluster."""
        self.send_raw(cluster, frame.to_bytes(), HOME_AUTOMATION, self.endpoint, target)

    def send_raw(
        self, cluster: int, data: bytes, profile: int, source: int, target: int
    ) -> None:
        """Send bytes, unless nothing gets through."""
        if not self.faults.offline:
            self.transmit(
                {
                    "src": self.address,
                    "ieee": self.ieee,
                    "profile": profile,
                    "cluster": cluster,
                    "sep": source,
                    "dep": target,
                    "data": data.hex(),
                }
            )

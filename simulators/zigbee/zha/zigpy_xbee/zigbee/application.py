"""A zigpy coordinator whose radio is the simulated air. Everything above it is zigpy's and ZHA's own."""

import asyncio
import json
from typing import Any, Final, override
from urllib.parse import urlsplit

import zigpy.application
import zigpy.config
import zigpy.device
import zigpy.endpoint
import zigpy.exceptions
import zigpy.state
import zigpy.types as t
import zigpy.zdo.types as zdo_t

# zigpy's types are made at run time, and their constructors have no annotations.
_t: Any = t
_zdo_t: Any = zdo_t

_IEEE: Final = t.EUI64.convert("00:12:4b:00:de:ad:be:ef")
_ACK_TIME: Final = 30
_LINE_LIMIT: Final = 1 << 24


class ControllerApplication(zigpy.application.ControllerApplication):
    """The coordinator."""

    CONFIG_SCHEMA = zigpy.config.CONFIG_SCHEMA

    _writer: asyncio.StreamWriter | None = None
    _reading: asyncio.Task[None] | None = None

    @override
    async def connect(self) -> None:
        url = urlsplit(
            self._config[zigpy.config.CONF_DEVICE][zigpy.config.CONF_DEVICE_PATH]
        )
        reader, self._writer = await asyncio.open_connection(
            url.hostname, url.port, limit=_LINE_LIMIT
        )
        self._number = 0
        self._unacknowledged: dict[int, asyncio.Future[bool]] = {}
        self._say({"radio": 1})
        self._memory: Any = json.loads(await reader.readline())["memory"]
        self._reading = asyncio.create_task(self._read(reader))

    @override
    async def disconnect(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _say(self, message: dict[str, Any]) -> None:
        assert self._writer is not None
        self._writer.write(json.dumps(message).encode() + b"\n")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            message = json.loads(line)
            if "ack" in message:
                waiting = self._unacknowledged.pop(message["id"])
                if not waiting.done():
                    waiting.set_result(message["ack"])
            elif joined := message.get("join"):
                ieee = t.EUI64(bytes.fromhex(joined["ieee"][2:])[::-1])
                self.handle_join(_t.NWK(joined["nwk"]), ieee, _t.NWK(0))
            elif heard := message.get("rx"):
                self.packet_received(_packet(heard))
        self.connection_lost(ConnectionResetError("the air is gone"))

    @override
    async def send_packet(self, packet: t.ZigbeePacket) -> None:
        assert packet.dst is not None and packet.data is not None
        address: Any = packet.dst.address
        match packet.dst.addr_mode:
            case t.AddrMode.Group:
                return
            case t.AddrMode.IEEE:
                target = int(self.get_device(ieee=address).nwk)
            case _:
                target = int(address)
        if target == 0:
            return
        async with self._limit_concurrency(priority=packet.priority):
            self._number += 1
            acknowledged = asyncio.get_running_loop().create_future()
            self._unacknowledged[self._number] = acknowledged
            frame = {
                "dst": target,
                "profile": packet.profile_id,
                "cluster": packet.cluster_id,
                "sep": packet.src_ep or 0,
                "dep": packet.dst_ep or 0,
                "data": packet.data.serialize().hex(),
            }
            self._say({"id": self._number, "tx": frame})
            async with asyncio.timeout(_ACK_TIME):
                if await acknowledged:
                    return
        raise zigpy.exceptions.DeliveryError("The packet was not acknowledged")

    @override
    async def start_network(self) -> None:
        device = zigpy.device.Device(self, _IEEE, _t.NWK(0))
        device.status = zigpy.device.Status.ENDPOINTS_INIT
        device.manufacturer, device.model = "Simulated", "Air"
        device.node_desc = _zdo_t.NodeDescriptor(
            logical_type=zdo_t.LogicalType.Coordinator,
            complex_descriptor_available=0,
            user_descriptor_available=0,
            reserved=0,
            aps_flags=0,
            frequency_band=zdo_t.NodeDescriptor.FrequencyBand.Freq2400MHz,
            mac_capability_flags=_zdo_t.NodeDescriptor.MACCapabilityFlags(0x8F),
            manufacturer_code=0,
            maximum_buffer_size=82,
            maximum_incoming_transfer_size=82,
            server_mask=0,
            maximum_outgoing_transfer_size=82,
            descriptor_capability_field=zdo_t.NodeDescriptor.DescriptorCapability.NONE,
        )
        endpoint: Any = device.add_endpoint(1)
        endpoint.profile_id, endpoint.device_type = 0x0104, 0x0005
        # Else zigpy would interview its own coordinator.
        endpoint.status = zigpy.endpoint.Status.ZDO_INIT
        self.listener_event("raw_device_initialized", device)
        self.devices[_IEEE] = device
        await self.register_endpoints()

    @override
    async def load_network_info(self, *, load_devices: bool = False) -> None:
        if self._memory is None:
            raise zigpy.exceptions.NetworkNotFormed("The air has no network yet")
        self.state.network_info = zigpy.state.NetworkInfo.from_dict(
            self._memory["network"]
        )
        self.state.node_info = zigpy.state.NodeInfo.from_dict(self._memory["node"])

    @override
    async def write_network_info(
        self,
        *,
        network_info: zigpy.state.NetworkInfo,
        node_info: zigpy.state.NodeInfo,
    ) -> None:
        node = node_info.replace(
            ieee=_IEEE,
            nwk=_t.NWK(0),
            logical_type=zdo_t.LogicalType.Coordinator,
            manufacturer="Simulated",
            model="Air",
            version="1",
        )
        self._remember({"network": network_info.as_dict(), "node": node.as_dict()})

    @override
    async def reset_network_info(self) -> None:
        self._remember(None)

    def _remember(self, memory: Any) -> None:
        self._memory = memory
        self._say({"remember": memory})

    @override
    async def force_remove(self, dev: zigpy.device.Device) -> None:
        pass

    @override
    async def add_endpoint(self, descriptor: zdo_t.SimpleDescriptor) -> None:
        pass

    @override
    async def permit_ncp(self, time_s: int = 60) -> None:
        pass

    @override
    async def permit_with_link_key(
        self, node: t.EUI64, link_key: t.KeyData, time_s: int = 60
    ) -> None:
        pass

    @override
    async def _move_network_to_channel(
        self, new_channel: int, new_nwk_update_id: int
    ) -> None:
        pass

    @override
    async def energy_scan(
        self, channels: t.Channels, duration_exp: int, count: int
    ) -> dict[int, float]:
        return dict.fromkeys(channels, 10.0)


def _packet(heard: dict[str, Any]) -> t.ZigbeePacket:
    packet: t.ZigbeePacket = _t.ZigbeePacket(
        src=t.AddrModeAddress(addr_mode=t.AddrMode.NWK, address=_t.NWK(heard["src"])),
        src_ep=heard["sep"],
        dst=t.AddrModeAddress(addr_mode=t.AddrMode.NWK, address=_t.NWK(0)),
        dst_ep=heard["dep"],
        profile_id=heard["profile"],
        cluster_id=heard["cluster"],
        data=t.SerializableBytes(bytes.fromhex(heard["data"])),
        lqi=200,
        rssi=-50,
    )
    return packet

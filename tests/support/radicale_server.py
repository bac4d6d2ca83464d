"""A radicale server in a process of its own: a real CalDAV server with calendars on disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
import subprocess
import sys
import time

from simulators.home import free_port

_PATIENCE = 30


class Radicale:
    """A running server. Its calendars are those of one user, who needs no password."""

    user = "host"

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def request(self, method: str, path: str, body: str = "") -> int:
        """Send a request, and return the status of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            headers = {"Authorization": "Basic aG9zdDo="}
            connection.request(method, path, body.encode(), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def make_calendar(self, name: str) -> None:
        """Make a calendar for events."""
        body = (
            '<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
            f"<D:set><D:prop><D:displayname>{name}</D:displayname><C:supported-calendar-component-set>"
            '<C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>'
        )
        assert self.request("MKCALENDAR", f"/{self.user}/{name}/", body) == 201

    def put(self, name: str, event: str, text: str) -> None:
        """Write an event, as an application for calendars does."""
        assert self.request("PUT", f"/{self.user}/{name}/{event}.ics", text) in (
            201,
            204,
        )

    def delete(self, name: str, event: str = "") -> None:
        """Delete an event, or a calendar."""
        path = f"/{self.user}/{name}/" + (f"{event}.ics" if event else "")
        assert self.request("DELETE", path) == 200


@contextmanager
def radicale(folder: Path, port: int | None = None) -> Iterator[Radicale]:
    """Run a server until the end of the block."""
    server = Radicale(port or free_port())
    options = {
        "server-hosts": f"127.0.0.1:{server.port}",
        "auth-type": "none",
        "auth-delay": "0",
        "storage-filesystem_folder": str(folder),
        "logging-level": "error",
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "radicale", "--config", ""),
            *(f"--{key}={value}" for key, value in options.items()),
        ]
    )
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait_for(server: Radicale, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            server.request("GET", "/")
        except OSError:
            assert process.poll() is None, "radicale has ended"
            assert time.monotonic() < deadline, "radicale does not answer"
            time.sleep(0.05)
        else:
            return

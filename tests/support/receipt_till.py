"""A receipt printer in the network: a server on this computer that keeps what it is sent."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from refdesk.cards.receipt_printer import NetworkPrinter

ASKS_STATUS = b"\x10\x04\x02"


class TcpPrinter:
    """Takes one job after another; ``status`` is what it answers when it is asked for that.

    ``hangs_up`` it does as soon as anything comes; ``takes`` is how much it takes before it stands
    still.
    """

    def __init__(
        self, server: socket.socket, *, status: bytes, hangs_up: bool, takes: int | None
    ) -> None:
        self.received = b""
        self._server = server
        self._status = status
        self._hangs_up = hangs_up
        self._takes = takes
        self._open: list[socket.socket] = []
        host, port = server.getsockname()[:2]
        self.address = NetworkPrinter(host, port)

    def serve(self) -> None:
        """Until the server is closed."""
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._take_job(connection)

    def close(self) -> None:
        """Let go of connections that stand still."""
        for connection in self._open:
            connection.close()

    def _take_job(self, connection: socket.socket) -> None:
        read = b""
        with suppress(OSError):
            while part := connection.recv(65536):
                if not read and self._status and part.startswith(ASKS_STATUS):
                    connection.sendall(self._status)
                read += part
                self.received += part
                if self._hangs_up:
                    break
                if self._takes is not None and len(read) >= self._takes:
                    self._open.append(connection)
                    return
        connection.close()


@contextmanager
def tcp_printer(
    *, status: bytes = b"", hangs_up: bool = False, takes: int | None = None
) -> Iterator[TcpPrinter]:
    """A printer that is switched on inside the block; afterwards ``received`` is all it got."""
    server = socket.create_server(("127.0.0.1", 0))
    printer = TcpPrinter(server, status=status, hangs_up=hangs_up, takes=takes)
    thread = threading.Thread(target=printer.serve, name="receipt-printer")
    thread.start()
    try:
        yield printer
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=10)
        printer.close()

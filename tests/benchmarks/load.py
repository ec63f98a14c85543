"""Requests a second from a server on this machine, over connections that stay open."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

CONNECTIONS = 4  # two for each worker, so that neither waits for the other
HOST = "127.0.0.1"


def requests_per_second(
    port: int, path: str, *, seconds: float, connections: int = CONNECTIONS
) -> float:
    """Ask for `path` over and over for so long. Only this machine is ever asked.

    Four processes ask, so that asking costs little; many connections share them as threads.
    """
    each = [
        connections // CONNECTIONS + (n < connections % CONNECTIONS) for n in range(CONNECTIONS)
    ]
    with ProcessPoolExecutor(CONNECTIONS) as pool:
        counts = pool.map(partial(ask_at_once, port, path, seconds), each)
        return sum(counts) / seconds


def ask_at_once(port: int, path: str, seconds: float, connections: int) -> int:
    """Count answers over several connections."""
    with ThreadPoolExecutor(connections) as threads:
        return sum(threads.map(partial(ask, port, path), [seconds] * connections))


def ask(port: int, path: str, seconds: float) -> int:
    """Count answers over one connection."""
    request = (f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n").encode()
    count, end = 0, time.perf_counter() + seconds
    with socket.create_connection((HOST, port)) as connection:
        while time.perf_counter() < end:
            connection.sendall(request)
            read_answer(connection)
            count += 1
    return count


def read_answer(connection: socket.socket) -> bytes:
    """Read one answer to its last byte; an answer other than 200 ends the measurement."""
    received = bytearray()
    while (head_end := received.find(b"\r\n\r\n")) < 0:
        received += receive(connection)
    head = bytes(received[:head_end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.splitlines()[0].decode())
    length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    while len(received) < head_end + 4 + length:
        received += receive(connection)
    return bytes(received[head_end + 4 :])


def receive(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise RuntimeError("the server closed the connection")
    return chunk

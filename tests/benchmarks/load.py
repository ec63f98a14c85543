"""Requests to a server on this machine, over connections that stay open."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

from tests.benchmarks.server import Server

CONNECTIONS = 4  # two for each worker, so that neither waits for the other
HOST = "127.0.0.1"


def answers_per_processor_second(
    server: Server,
    paths: Sequence[str],
    *,
    turns: int,
    seconds: float,
    connections: int = CONNECTIONS,
) -> dict[str, float]:
    """How many answers a second of the server's processors gives, by path.

    Four processes ask, so that asking costs little; many connections share them as threads.

    Time in which other programs have the processors is not counted. The turns are short, so that
    what these do to the caches meets all paths alike. Only this machine is ever asked.
    """
    answers, spent = dict.fromkeys(paths, 0), dict.fromkeys(paths, 0.0)
    shares = [len(range(first, connections, CONNECTIONS)) for first in range(CONNECTIONS)]
    with ProcessPoolExecutor(CONNECTIONS) as pool:
        for number, path in enumerate([*paths, *[*paths, *reversed(paths)] * turns]):
            before = server.processor_seconds
            asked = partial(ask_at_once, server.port, path, seconds)
            count = sum(pool.map(asked, shares))
            if number >= len(paths):  # by then every worker has loaded its code and made its pages
                answers[path] += count
                spent[path] += server.processor_seconds - before
    return {path: answers[path] / spent[path] for path in paths}


def ask_at_once(port: int, path: str, seconds: float, connections: int) -> int:
    """Ask over several connections, and count all answers."""
    with ThreadPoolExecutor(connections) as threads:
        return sum(threads.map(partial(ask, port, path), [seconds] * connections))


def ask(port: int, path: str, seconds: float) -> int:
    """Ask over and over for so long, and count the answers over one connection."""
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

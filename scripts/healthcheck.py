"""Ask the web server of this container whether it is alive. Exit code 0 means yes."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def main() -> None:
    sys.exit(0 if is_alive(port=int(os.environ.get("GRANIAN_PORT", "8000"))) else 1)


def is_alive(port: int) -> bool:
    """Whether /healthz answers 200 to a request like the proxy's: known host, TLS ended before."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()

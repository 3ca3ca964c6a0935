"""Who is asking, and under which address we are: believed only as far as configured (guarantees O2, O13)."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from competition.config import Proxy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# One subscriber has at least this much; more than one in it is rare enough for a limit per minute.
PREFIX = {4: 24, 6: 56}


class Front:
    """Stands before the app: finds the client's address, and the app's place under the configured one."""

    def __init__(self, app: "WSGIApplication", *, base_url: str, proxy: Proxy) -> None:
        self._app = app
        self._proxy = proxy
        parts = urlsplit(base_url)
        self._scheme, self._place = parts.scheme, parts.path.rstrip("/")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = client(
            environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), self._proxy
        )
        environ["wsgi.url_scheme"] = self._scheme
        environ["SCRIPT_NAME"] = self._place
        path = environ.get("PATH_INFO", "")
        # A proxy may hand the path on whole, or without the part that led it here.
        if self._place and (path == self._place or path.startswith(f"{self._place}/")):
            environ["PATH_INFO"] = path[len(self._place) :] or "/"
        return self._app(environ, start_response)


def client(peer: str, forwarded: str, proxy: Proxy) -> str:
    """The client's address: what the outermost of our own proxies saw, else the peer."""
    if not _is_in(peer, proxy.trusted):
        return peer
    seen = [part.strip() for part in forwarded.split(",")]
    outermost = seen[-proxy.hops] if len(seen) >= proxy.hops else ""
    return outermost if _is_address(outermost) else peer


def prefix(address: str) -> str:
    """The network that is counted as one client: `192.0.2.0/24`."""
    if not _is_address(address):
        return "unknown"
    plain = ip_address(address.partition("%")[0])
    # A machine that listens on both versions sees `::ffff:192.0.2.7`.
    mapped = plain.ipv4_mapped if isinstance(plain, IPv6Address) else None
    counted = mapped or plain
    return str(ip_network(f"{counted}/{PREFIX[counted.version]}", strict=False))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(text: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return _is_address(text) and any(ip_address(text) in network for network in networks)

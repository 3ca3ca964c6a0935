"""Who is asking, and under which address we are: believed only as far as configured (guarantees O2, O13)."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
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
        self._name, self._host = parts.hostname, parts.netloc

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = client(
            environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), self._proxy
        )
        environ["wsgi.url_scheme"] = self._scheme
        # Whoever calls us by our name, in capitals or at another port, is led by the configured one.
        if _name_of(environ.get("HTTP_HOST", "")) == self._name:
            environ["HTTP_HOST"] = self._host
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
    return outermost if _address(outermost) else peer


def prefix(address: str) -> str:
    """The network that is counted as one client: `192.0.2.0/24`."""
    counted = _address(address)
    if counted is None:
        return "unknown"
    return str(ip_network(f"{counted}/{PREFIX[counted.version]}", strict=False))


def _name_of(host: str) -> str:
    """The name in a Host header, empty for what is none."""
    name, colon, port = host.partition(":")
    return name.lower() if not colon or (port.isascii() and port.isdecimal()) else ""


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """None for what is no address; `::ffff:192.0.2.7`, as seen where both versions are listened on, is v4."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_in(text: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)

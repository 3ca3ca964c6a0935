"""Which sites may show the entry form in a frame: origins, as browsers compare them (guarantee O14)."""

import re
from collections.abc import Iterable

MOST_ORIGINS = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ORIGIN = re.compile(rf"(https?)://({_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?/?", re.ASCII)
_USUAL_PORTS = {"https": 443, "http": 80}
WANTED = "Write each as https:// and a name, such as https://cinema.example, without a path."


def origin(typed: str) -> str | None:
    """Return an origin as it stands in a policy; None for what is none, or could be anybody's.

    Only HTTPS, or whoever carries the page could put another form into it; on this very machine HTTP will do.
    """
    found = _ORIGIN.fullmatch(typed.strip().lower())
    if found is None or len(found[2]) > 253:
        return None
    scheme, host, port = found[1], found[2], int(found[3] or _USUAL_PORTS[found[1]])
    if not 0 < port < 65536 or (scheme == "http" and not _is_local(host)):
        return None
    return f"{scheme}://{host}" + ("" if port == _USUAL_PORTS[scheme] else f":{port}")


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")


def problem(typed: Iterable[str]) -> str:
    """What is wrong with a list of origins, in one sentence or two; empty if it will do."""
    lines = list(typed)
    wrong = next((line for line in lines if origin(line) is None), None)
    if wrong is not None:
        return f"“{wrong[:80]}” is no address of a site that may show the form. {WANTED}"
    return f"Name {MOST_ORIGINS} sites at most." if len(lines) > MOST_ORIGINS else ""


def origins(typed: Iterable[str]) -> tuple[str, ...]:
    """Return those that will do, each once, in their order."""
    return tuple(dict.fromkeys(found for line in typed if (found := origin(line))))

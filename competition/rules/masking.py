"""What lists show of people: enough to tell two apart, too little to know who they are."""

_SHORT, _LONG = "•" * 4, "•" * 5


def mask_name(name: str) -> str:
    """`T•••• A•••••` of `Tom Adams`: the first letters, and never how long it is."""
    words = name.split()
    if not words:
        return ""
    first = words[0][0].upper() + _SHORT
    return f"{first} {words[-1][0].upper()}{_LONG}" if len(words) > 1 else first


def mask_address(address: str) -> str:
    """`t••••@e•••••.com` of `tom@example.com`."""
    local, _, domain = address.rpartition("@")
    name, _, end = domain.rpartition(".")
    return f"{local[:1]}{_SHORT}@{name[:1]}{_LONG}.{end}" if name else f"{local[:1]}{_SHORT}@{_LONG}"

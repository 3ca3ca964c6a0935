"""How lists show an address: enough to know it again, too little to write to."""


def address(typed: str) -> str:
    """`ann@example.com` as `a…@example.com`."""
    local, _, domain = typed.rpartition("@")
    return f"{local[:1]}…@{domain}"

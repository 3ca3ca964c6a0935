"""The verifier as one file that a browser opens from the disk: page, style and program, and no network."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from competition.adapters import modules, templates

NAME = "competition-verify.html"
_SHEETS = ("site.css", "verify.css")
# Stand in the template where style and program go; a template would read them as its own language.
_STYLE, _PROGRAM = "/* style */", "/* program */"


@cache
def build() -> bytes:
    """The bytes of `competition-verify.html`, made from the installed package itself."""
    static = files("competition") / "web" / "static"
    style = "".join((static / sheet).read_text(encoding="utf-8") for sheet in _SHEETS)
    program = modules.pack(static, page="proof/file.js", worker="proof/worker.js")
    page = templates.environment().get_template("verifier/page.html")
    text = page.render(style_hash=_hash(style), program_hash=_hash(program))
    return text.replace(_STYLE, style).replace(_PROGRAM, program).encode("utf-8")


@cache
def digest() -> str:
    """SHA-256 of the file in hex: what is published beside it."""
    return hashlib.sha256(build()).hexdigest()


def _hash(text: str) -> str:
    """As a content security policy names a text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

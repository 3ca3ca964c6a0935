"""Packing the site's own JavaScript modules into one script that needs no file beside it.

A module becomes a function that runs when it is first used and returns what the module exports. Taken are
named imports from relative paths and exports by name, which is all that the modules use; the rest is refused.
"""

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r"^import \{([^}]*)\} from '([^']+)';$", re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]*)\};?$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*|import\.meta.*|</script.*|<!--.*", re.MULTILINE)
_NAME = re.compile(r"\w+")
_START = """'use strict';
const made = new Map();
const use = (name) => {
  if (!made.has(name)) made.set(name, modules[name]());
  return made.get(name);
};
"""


class UnpackableError(ValueError):
    """A module uses more of the language than the packing knows."""


def pack(root: Traversable, *, page: str, worker: str) -> str:
    """One script of all that the two entries need; it starts the first in a page, the second in a worker."""
    packed: dict[str, str] = {}
    for entry in (page, worker):
        _add(root, entry, packed, ())
    modules = "".join(f"'{name}': () => {{\n{text}}},\n" for name, text in packed.items())
    start = f"use(typeof document === 'undefined' ? '{worker}' : '{page}');\n"
    return f"{_START}const modules = {{\n{modules}}};\n{start}"


def _add(root: Traversable, name: str, packed: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise UnpackableError(f"{name} imports itself by way of {', '.join(above)}")
    if name in packed:
        return
    source = root.joinpath(*name.split("/")).read_text(encoding="utf-8")
    for _, path in _IMPORT.findall(source):
        _add(root, _resolved(name, path), packed, (*above, name))
    packed[name] = _as_function(name, source)


def _resolved(name: str, path: str) -> str:
    if not path.startswith("."):
        raise UnpackableError(f"{name} imports {path}, which is no relative path")
    return normpath(join(dirname(name), path))


def _as_function(name: str, source: str) -> str:
    exported = [*_names(name, _LIST.findall(source)), *_EXPORT.findall(source)]
    body = _IMPORT.sub(lambda found: _use(name, found), source)
    body = _EXPORT.sub("", _LIST.sub("", body))
    if left := _LEFT.search(body):
        raise UnpackableError(f"{name} has what cannot be packed: {left.group()[:80]}")
    return f"{body}return {{ {', '.join(exported)} }};\n"


def _use(name: str, found: re.Match[str]) -> str:
    names = ", ".join(_names(name, [found[1]]))
    return f"const {{ {names} }} = use('{_resolved(name, found[2])}');"


def _names(name: str, lists: list[str]) -> Iterator[str]:
    for word in ",".join(lists).split(","):
        if word.strip():
            if not _NAME.fullmatch(word.strip()):
                raise UnpackableError(f"{name} renames on the way: {word.strip()}")
            yield word.strip()

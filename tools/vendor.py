"""Builds what the browser loads from others' work anew: python tools/vendor.py

For maintainers on Linux (x86-64): it needs `npm`, which fetches the pinned packages; users of this project
need neither. Nothing of a package is run: it is unpacked, and laid into one module by a program that is
pinned too.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "competition" / "web" / "static" / "vendor"
PINS = VENDOR / "VENDOR.toml"
ENTRY = """\
export { bls12_381 } from "@noble/curves/bls12-381.js";
export { ed25519 } from "@noble/curves/ed25519.js";
export { sha256, sha512 } from "@noble/hashes/sha2.js";
"""
OPTIONS = ("--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=inline")

Package = dict[str, str]


def main() -> None:
    pins = tomllib.loads(PINS.read_text())
    packages: list[Package] = pins["package"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for package in [*packages, pins["builder"]]:
            unpack(fetch(package, work), package, work)
        content = banner(packages, work) + build(pins["builder"], work)
    (VENDOR / pins["built"]["file"]).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    PINS.write_text(re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', PINS.read_text()))
    print(f"{digest}  {pins['built']['file']}")


def fetch(package: Package, work: Path) -> bytes:
    """The package as the registry hands it out, held to its pin."""
    wanted = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(work), wanted]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    data = (work / name).read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != package["integrity"]:
        sys.exit(f"{wanted} is not what was pinned: {found}")
    return data


def unpack(data: bytes, package: Package, work: Path) -> None:
    (work / "package.tgz").write_bytes(data)
    with tarfile.open(work / "package.tgz") as archive:
        archive.extractall(work / "unpacked", filter="data")
    target = work / "node_modules" / package["name"]
    target.parent.mkdir(parents=True, exist_ok=True)
    (work / "unpacked" / "package").rename(target)


def banner(packages: list[Package], work: Path) -> bytes:
    """What stands in front: where it comes from, and the licences, which ask to go along."""
    parts = []
    for package in packages:
        licence = (work / "node_modules" / package["name"] / "LICENSE").read_text().strip()
        parts.append(f"{package['name']} {package['version']}\n\n{licence}")
    text = "\n\n".join(["Built by tools/vendor.py from:", *parts])
    return f"/*!\n{text}\n*/\n".encode()


def build(builder: Package, work: Path) -> bytes:
    (work / "entry.js").write_text(ENTRY)
    program = work / "node_modules" / builder["name"] / "bin" / "esbuild"
    command = [str(program), "entry.js", *OPTIONS]
    return subprocess.run(command, check=True, capture_output=True, cwd=work).stdout


if __name__ == "__main__":
    main()

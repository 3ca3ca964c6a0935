"""Writes the auditor as one file: python tools/build_auditor.py [competition-audit.pyz]"""

import hashlib
import sys
from pathlib import Path

from competition.adapters import auditor_file


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "competition-audit.pyz")
    content = auditor_file.build()
    target.write_bytes(content)
    target.chmod(0o755)
    print(f"{hashlib.sha256(content).hexdigest()}  {target}")


if __name__ == "__main__":
    main()

"""Writes the browser's verifier as one file: python tools/build_verifier.py [competition-verify.html]"""

import sys
from pathlib import Path

from competition.adapters import verifier_file


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else verifier_file.NAME)
    target.write_bytes(verifier_file.build())
    print(f"{verifier_file.digest()}  {target}")


if __name__ == "__main__":
    main()

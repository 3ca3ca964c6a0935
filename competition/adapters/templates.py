"""Where the templates of pages and mails lie."""

from pathlib import Path

import competition


def folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a source tree."""
    package = Path(competition.__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"

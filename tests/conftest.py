"""The real parts that tests run against. Each is started once it is asked for, and gone at the end."""

import os

from tests.fixtures import memory

if inside := memory.folder():
    # `tmp_path` and its kin lie there; whoever names another place gets that.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", inside)

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.postgresql",
    "tests.fixtures.quick_passwords",
    "tests.fixtures.smtp",
    "tests.fixtures.verifier_file",
    "tests.fixtures.verifier_page",
]

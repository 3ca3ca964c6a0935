"""The real parts that tests run against. Each is started once it is asked for, and gone at the end."""

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.postgresql",
    "tests.fixtures.quick_passwords",
    "tests.fixtures.smtp",
]

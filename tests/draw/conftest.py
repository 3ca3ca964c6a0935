"""Settings of the properties: few examples, for a machine shared with others, and no clock to fail by."""

from hypothesis import settings

settings.register_profile("draw", max_examples=30, deadline=None)
settings.load_profile("draw")

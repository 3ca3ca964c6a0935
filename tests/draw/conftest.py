"""Settings of the properties: few examples, for a machine shared with others, and no clock to fail by.

Before a mutant fewer still, always the same, none remembered or made smaller: one failure is enough.
"""

import os

from hypothesis import Phase, settings

settings.register_profile("draw", max_examples=30, deadline=None)
settings.register_profile(
    "mutants",
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "draw"))

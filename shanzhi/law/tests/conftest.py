"""Property tests here compare with slow references on purpose: no time limit for a single example."""

from hypothesis import settings

settings.register_profile("law", deadline=None)
settings.load_profile("law")

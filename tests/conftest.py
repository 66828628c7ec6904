"""How the tests run: property tests without deadlines, and at greater length on request."""

from hypothesis import settings

# Machines that share their processors pause at any time; a slow example says nothing.
settings.register_profile("usual", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("usual")

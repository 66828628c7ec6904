"""How the tests run: property tests without deadlines, and at greater length on request."""

from hypothesis import HealthCheck, settings

# Machines that share their processors pause at any time; a slow example says nothing. Some
# properties hold for few networks, and looking for those takes many tries.
WITHOUT = (HealthCheck.filter_too_much, HealthCheck.too_slow)
settings.register_profile("usual", deadline=None, suppress_health_check=WITHOUT)
settings.register_profile("long", deadline=None, suppress_health_check=WITHOUT, max_examples=2_000)
settings.load_profile("usual")

# The scripts there need packages that the tests do not.
collect_ignore = ["stored"]

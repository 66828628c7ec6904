//! How near a network is to a core with a periphery.

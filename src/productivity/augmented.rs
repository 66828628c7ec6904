//! Levels by survivors, entrants and exiters, and by their age.

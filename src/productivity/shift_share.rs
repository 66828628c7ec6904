//! Growth within sectors, and between them.

//! Between whom a node stands: the roles of a broker between groups.

//! How far a node holds together what is otherwise far apart.

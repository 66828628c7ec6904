//! Ties and nodes without which parts fall apart, and ties whose ends share no one.

//! Growth by what is made more of and by what moves to better use.

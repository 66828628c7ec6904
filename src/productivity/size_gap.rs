//! How far small firms are behind large ones, and what it is made of.

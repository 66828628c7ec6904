//! What the institutions that a firm belongs to give it access to.

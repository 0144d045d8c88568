//! The form an institution fills in.

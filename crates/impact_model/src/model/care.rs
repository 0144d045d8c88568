//! What patients and samples do.

//! Writes networks to files.

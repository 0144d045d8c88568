//! Reads networks and parameters from files.

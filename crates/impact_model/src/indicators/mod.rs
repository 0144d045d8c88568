//! What can be said of a network without simulation.

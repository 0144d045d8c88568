//! Published incidents, replayed.

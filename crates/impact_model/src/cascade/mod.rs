//! Abstract cascades: which nodes of a graph become active.

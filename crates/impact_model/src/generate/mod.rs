//! Networks made up from a seed, and what real ones do not say filled in.

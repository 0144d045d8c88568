//! Who is compromised when.

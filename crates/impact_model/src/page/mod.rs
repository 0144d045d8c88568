//! A stress test as one HTML page.

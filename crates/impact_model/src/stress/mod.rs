//! Many runs: how ready is a network.

pub mod report;

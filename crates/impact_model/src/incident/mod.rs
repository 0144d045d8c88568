//! Answers for one incident.

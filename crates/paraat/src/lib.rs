//! The binary's parts as a library, so that tests wire the whole house exactly as the program does:
//! `house` puts the slices together, `demo` fills a house with a fictional health sector.

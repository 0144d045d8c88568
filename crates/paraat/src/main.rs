//! Paraat. See [`paraat::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    paraat::cli::main()
}

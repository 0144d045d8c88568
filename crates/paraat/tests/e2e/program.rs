//! The program under test, as a process of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

/// How long a line of output may take. A bound for a program that hangs, far beyond any start.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running program that has said where it listens; killed when dropped.
#[derive(Debug)]
pub struct Program {
    executable: PathBuf,
    arguments: Vec<String>,
    data: Arc<TempDir>,
    running: Running,
}

#[derive(Debug)]
struct Running {
    child: Child,
    output: watch::Receiver<Vec<String>>,
    base: String,
}

impl Program {
    /// Starts the built program with these arguments and `--data` naming an empty folder of its own.
    ///
    /// # Panics
    /// When it ends, or stays silent for two minutes, before it says where it listens.
    pub async fn start(arguments: &[&str]) -> Program {
        let data = Arc::new(TempDir::new().expect("a temporary folder"));
        let folder = data.path().to_str().expect("temporary folders have plain names").to_owned();
        let arguments = arguments.iter().map(|&given| given.to_owned()).chain(["--data".to_owned(), folder]);
        Program::launch(env!("CARGO_BIN_EXE_paraat").into(), arguments.collect(), data).await
    }

    /// Starts the built program with exactly these arguments, such as `serve --config FILE`.
    ///
    /// # Panics
    /// As [`Program::start`].
    pub async fn start_exactly(arguments: &[&str]) -> Program {
        Program::start_other(env!("CARGO_BIN_EXE_paraat"), arguments).await
    }

    /// Starts another executable in the program's place.
    ///
    /// # Panics
    /// As [`Program::start`].
    pub async fn start_other(executable: impl Into<PathBuf>, arguments: &[&str]) -> Program {
        let data = Arc::new(TempDir::new().expect("a temporary folder"));
        let arguments = arguments.iter().map(|&given| given.to_owned()).collect();
        Program::launch(executable.into(), arguments, data).await
    }

    async fn launch(executable: PathBuf, arguments: Vec<String>, data: Arc<TempDir>) -> Program {
        let running = Running::start(&executable, &arguments).await;
        Program { executable, arguments, data, running }
    }

    /// The address of a page, `path` starting with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base)
    }

    /// The same page by the host name `localhost`: browsers allow passkeys there, not on a bare address.
    pub fn localhost(&self, path: &str) -> String {
        self.url(path).replacen("127.0.0.1", "localhost", 1)
    }

    /// The folder given as `--data`.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Every line printed since the last start, on standard output and standard error.
    pub fn output(&self) -> Vec<String> {
        self.running.output.borrow().clone()
    }

    /// Waits for a line that contains `part`, and returns it.
    ///
    /// # Panics
    /// When the program ends, or two minutes pass, without it.
    pub async fn wait_for_line(&mut self, part: &str) -> String {
        self.running.wait_for_line(part).await
    }

    /// Kills the program the hard way, as `kill -9` does, and waits until it is gone.
    pub async fn kill(&mut self) {
        self.running.child.kill().await.expect("the program can be killed");
    }

    /// Starts it again on the same data with the same arguments, killing it first if it still runs. The
    /// address changes when the arguments leave the port to the system.
    pub async fn restart(&mut self) {
        self.kill().await;
        self.running = Running::start(&self.executable, &self.arguments).await;
    }
}

impl Running {
    async fn start(executable: &Path, arguments: &[String]) -> Running {
        let mut child = Command::new(executable)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", executable.display()));
        let (lines, output) = watch::channel(Vec::new());
        // Both are read until they end: a program whose pipe is full would stop in the middle of its work.
        tokio::spawn(collect(child.stdout.take().expect("piped"), lines.clone()));
        tokio::spawn(collect(child.stderr.take().expect("piped"), lines));
        let mut running = Running { child, output, base: String::new() };
        let line = running.wait_for_line("http://127.0.0.1:").await;
        running.base = address(&line).unwrap_or_else(|| panic!("no port in {line:?}"));
        running
    }

    async fn wait_for_line(&mut self, part: &str) -> String {
        let find = |lines: &[String]| lines.iter().find(|line| line.contains(part)).cloned();
        let printed = self.output.wait_for(|lines| find(lines).is_some());
        let why = match timeout(PATIENCE, printed).await.map(|outcome| outcome.is_ok()) {
            Ok(true) => "",
            Ok(false) => "it ended",
            Err(_) => "it stayed silent",
        };
        let lines = self.output.borrow();
        find(&lines).unwrap_or_else(|| {
            panic!("the program was to print {part:?}, but {why}. It printed:\n  {}", lines.join("\n  "))
        })
    }
}

/// `http://127.0.0.1:PORT` out of a line that may hold more.
fn address(line: &str) -> Option<String> {
    const START: &str = "http://127.0.0.1:";
    let (_, rest) = line.split_once(START)?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("{START}{port}"))
}

async fn collect(stream: impl AsyncRead + Unpin, lines: watch::Sender<Vec<String>>) {
    let mut stream = BufReader::new(stream).lines();
    while let Ok(Some(line)) = stream.next_line().await {
        lines.send_modify(|lines| lines.push(line));
    }
}

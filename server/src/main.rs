//! The program `earshot`.

use clap::Parser;
use earshot_server::cli::{self, Cli};

#[tokio::main]
async fn main() -> anyhow::Result<std::process::ExitCode> {
    cli::run(Cli::parse()).await
}

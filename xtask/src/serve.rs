//! `cargo xtask serve`: from a clone to a running Earshot with something in it.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::executable::{self, Mode};
use crate::project::Project;
use crate::{process, setup};

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    mode: Mode,
    keep: bool,
    listen: String,
    /// A data folder of the person's own: used, and never emptied.
    own_data: bool,
    rest: Vec<String>,
}

impl Wish {
    fn from(arguments: &[String]) -> Result<Self> {
        let mut wish = Self {
            mode: Mode::Release,
            keep: false,
            listen: "127.0.0.1:3000".to_owned(),
            own_data: false,
            rest: Vec::new(),
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--debug" => wish.mode = Mode::Debug,
                "--keep" => wish.keep = true,
                "--listen" => wish.listen.clone_from(arguments.next().context("--listen needs an address")?),
                "--" => {}
                other => {
                    if let Some(address) = other.strip_prefix("--listen=") {
                        address.clone_into(&mut wish.listen);
                        continue;
                    }
                    wish.own_data |= other == "--data" || other.starts_with("--data=");
                    wish.rest.push(other.to_owned());
                }
            }
        }
        Ok(wish)
    }
}

/// Sets up, builds, and becomes the server.
pub(crate) fn serve(project: &Project, arguments: &[String]) -> Result<()> {
    let wish = Wish::from(arguments)?;
    setup::for_building(project)?;
    let program = executable::build(project, wish.mode)?;
    let mut server = Command::new(program);
    server.current_dir(project.root()).args(["serve", "--demo", "--listen", &wish.listen]);
    if !wish.own_data {
        let data = project.target().join("demo-data");
        // The demo begins anew each time, so that what is read about it is what is seen.
        if !wish.keep && data.exists() {
            fs::remove_dir_all(&data).with_context(|| format!("could not empty {}", data.display()))?;
        }
        server.arg("--data").arg(data);
    }
    server.args(&wish.rest);
    process::replace(server)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Wish {
        Wish::from(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn what_is_ours_is_taken_and_the_rest_is_handed_on() {
        let wish = wish("--keep --listen 0.0.0.0:80 --database-url postgres://x/y --debug");
        assert!(wish.keep);
        assert_eq!(wish.mode, Mode::Debug);
        assert_eq!(wish.listen, "0.0.0.0:80");
        assert_eq!(wish.rest, ["--database-url", "postgres://x/y"]);
        assert!(!wish.own_data);
    }

    #[test]
    fn a_folder_of_their_own_is_never_emptied() {
        assert!(wish("--data /srv/earshot").own_data);
        assert!(wish("--data=/srv/earshot").own_data);
        assert!(!wish("").own_data);
    }

    #[test]
    fn an_address_may_be_glued_on() {
        assert_eq!(wish("--listen=[::1]:3000").listen, "[::1]:3000");
        assert!(Wish::from(&["--listen".to_owned()]).is_err());
    }
}

//! Style sheets: several files in, one small file out, saying the same.

use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Features, Targets};

/// The oldest browsers that understand cascade layers, without which nothing of the style applies. A phone
/// that is older shows plain HTML, which answers the questions as well.
const OLDEST: Browsers = Browsers {
    android: Some(99 << 16),
    chrome: Some(99 << 16),
    edge: Some(99 << 16),
    firefox: Some(97 << 16),
    ie: None,
    ios_saf: Some((15 << 16) | (4 << 8)),
    opera: Some(86 << 16),
    safari: Some((15 << 16) | (4 << 8)),
    samsung: Some(18 << 16),
};

/// Nesting is unfolded for those browsers. What they understand, or what has a plain fallback in the source,
/// stays as it was written: the unfolded forms of these are several times as large.
const TARGETS: Targets = Targets {
    browsers: Some(OLDEST),
    include: Features::empty(),
    exclude: Features::LogicalProperties
        .union(Features::LightDark)
        .union(Features::DirSelector)
        .union(Features::LangSelectorList)
        .union(Features::FontFamilySystemUi),
};

/// Joins the files in this order and makes the result small.
pub(super) fn bundle(folder: &Path, parts: &[&str]) -> Result<String> {
    let mut whole = String::new();
    for part in parts {
        let text = fs::read_to_string(folder.join(part)).map_err(|error| anyhow!("style/{part}: {error}"))?;
        // Each file by itself first, so that a mistake is reported with the right file and line.
        small(&text).map_err(|error| anyhow!("style/{part}: {error}"))?;
        whole.push_str(&text);
        whole.push('\n');
    }
    let small = small(&whole)?;
    same_meaning(&whole, &small).map_err(|error| anyhow!("{}: {error}", parts.join(" + ")))?;
    Ok(small)
}

fn small(text: &str) -> Result<String> {
    let mut sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|error| anyhow!("{error}"))?;
    sheet
        .minify(MinifyOptions { targets: TARGETS, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, targets: TARGETS, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

/// Looks whether the small sheet kept what a tool likes to take apart or to lose.
fn same_meaning(before: &str, after: &str) -> Result<()> {
    small(after).map_err(|error| anyhow!("the result cannot be read again: {error}"))?;
    if after.contains("--lightningcss") {
        bail!("light-dark() or color-scheme was unfolded into variables");
    }
    if after.contains('&') {
        bail!("nesting was left in; old phones would skip those rules");
    }
    for kept in
        ["@layer", ":has(", "light-dark(", "inline-size:", "margin-inline", "inset-inline", "color-scheme:"]
    {
        if before.contains(kept) && !after.contains(kept) {
            bail!("`{kept}` is in the source and not in the result");
        }
    }
    // An address in a sheet would need the hashed name of its file, and nothing here gives it one.
    if let Some(at) = after.find("url(")
        && !after[at..].starts_with("url(data:")
        && !after[at..].starts_with("url(\"data:")
    {
        bail!("a style sheet may not refer to other files with url(); draw it in CSS, or inline it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logical_properties_has_and_colour_schemes_stay_as_they_are() {
        let small = small(
            ":root { color-scheme: light dark; color: light-dark(#000, #fff) } \
             .a:has(:checked) { margin-inline-start: 1rem; inset-inline: 0 } [dir=rtl] .a { inline-size: 2rem }",
        )
        .unwrap();
        for kept in [
            "color-scheme:light dark",
            "light-dark(",
            ":has(:checked)",
            "margin-inline-start:1rem",
            "inset-inline:0",
        ] {
            assert!(small.contains(kept), "{kept} in {small}");
        }
        assert!(!small.contains("--lightningcss"), "{small}");
    }

    #[test]
    fn nesting_is_unfolded_and_the_order_of_layers_comes_first() {
        let small =
            small("@layer one, two; @layer two { .a { & .b { color: red; &:hover { color: blue } } } }")
                .unwrap();
        assert_eq!(small, "@layer one;@layer two{.a .b{color:red}.a .b:hover{color:#00f}}");
    }

    #[test]
    fn a_mistake_names_itself() {
        let error = small(".a { color: red } }").unwrap_err();
        assert!(!error.to_string().is_empty());
    }

    #[test]
    fn what_was_lost_is_noticed() {
        assert!(same_meaning(".a:has(b){inline-size:1px}", ".a{inline-size:1px}").is_err());
        assert!(same_meaning(".a{color:red}", ".a{background:url(x.png)}").is_err());
        assert!(same_meaning(".a{color:red}", ".a{color:red}").is_ok());
    }
}

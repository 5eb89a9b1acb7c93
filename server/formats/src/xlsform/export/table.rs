//! A sheet that is being written: rows of cells under headings.

use std::collections::{BTreeMap, HashMap};

/// Headings in the order in which they came up, and rows of cells.
#[derive(Default)]
pub(super) struct Table {
    headings: Vec<String>,
    places: HashMap<String, u16>,
    rows: Vec<BTreeMap<u16, String>>,
}

impl Table {
    /// A table that begins with these headings, whether or not anything will
    /// stand below them.
    pub(super) fn with(headings: &[&str]) -> Self {
        let mut table = Self::default();
        for heading in headings {
            table.place(heading);
        }
        table
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows.push(BTreeMap::new());
    }

    /// Puts something into the last row. Nothing is put where there is nothing.
    pub(super) fn set(&mut self, heading: &str, cell: &str) {
        if cell.is_empty() {
            return;
        }
        let place = self.place(heading);
        if let Some(row) = self.rows.last_mut() {
            row.insert(place, cell.to_owned());
        }
    }

    fn place(&mut self, heading: &str) -> u16 {
        if let Some(place) = self.places.get(heading) {
            return *place;
        }
        let place = u16::try_from(self.headings.len()).unwrap_or(u16::MAX);
        self.headings.push(heading.to_owned());
        self.places.insert(heading.to_owned(), place);
        place
    }

    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    pub(super) fn rows(&self) -> &[BTreeMap<u16, String>] {
        &self.rows
    }
}

//! The sheet of choices.

use earshot_domain::question::{Choice, Kind, Wording, scale_words};

use super::table::Table;
use super::text;
use super::{Voice, Voices};

/// The lists as they are written.
pub(super) struct Lists<'a> {
    table: Table,
    voices: &'a Voices,
    written: Vec<String>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(voices: &'a Voices) -> Self {
        let table = Table::with(&["list_name", "name", &voices.own("label")]);
        Self { table, voices, written: Vec::new() }
    }

    pub(super) fn finish(self) -> Table {
        self.table
    }

    /// One of Earshot's own scales.
    pub(super) fn scale(&mut self, list: &'static str) -> &'static str {
        let kind = match list {
            "earshot_faces" => Kind::Faces,
            "earshot_agree" => Kind::Agree,
            "earshot_when" => Kind::When,
            "earshot_yes_no_unsure" => Kind::YesNoUnsure,
            _ => return list,
        };
        if self.written.iter().any(|written| written == list) {
            return list;
        }
        self.written.push(list.to_owned());
        for (key, label) in scale_words(&kind) {
            self.table.row();
            self.table.set("list_name", list);
            self.table.set("name", key);
            self.table.set(&self.voices.own("label"), label);
        }
        list
    }

    /// A list of a question's own. `alone` says whether the list has to say
    /// which options exclude the others, as no check of the answer does.
    pub(super) fn add(
        &mut self,
        like: &str,
        options: &[Choice],
        wordings: &[Wording],
        alone: bool,
    ) -> String {
        let list = self.name(like);
        for option in options {
            self.table.row();
            self.table.set("list_name", &list);
            self.table.set("name", &option.key);
            self.table.set(&self.voices.own("label"), &text::words(&option.label));
            if let Some(picture) = &option.picture {
                self.table.set(&self.voices.own("media::image"), picture);
            }
            self.table.set("earshot_note", &text::words(option.note.as_deref().unwrap_or_default()));
            self.table.set("earshot_alone", if alone && option.alone { "yes" } else { "" });
            self.table.set("earshot_fixed", if option.fixed { "yes" } else { "" });
            for voice in &self.voices.others {
                self.table.set(&voice.column("label"), &text::words(&label(wordings, voice, &option.key)));
            }
        }
        list
    }

    /// Adds the area that the last one is a part of.
    pub(super) fn places(&mut self, like: &str, places: &[earshot_domain::question::Place]) -> String {
        let list = self.name(like);
        for place in places {
            self.table.row();
            self.table.set("list_name", &list);
            self.table.set("name", &place.key);
            self.table.set(&self.voices.own("label"), &text::words(&place.name));
            self.table.set("earshot_under", place.under.as_deref().unwrap_or_default());
        }
        list
    }

    /// A name of a list: without dots, which would make it a file's.
    fn name(&mut self, like: &str) -> String {
        let mut name = like.replace('.', "_");
        while name.starts_with("earshot_") || self.written.contains(&name) {
            name.insert(0, '_');
        }
        self.written.push(name.clone());
        name
    }
}

/// The words of an option or a statement in another voice.
pub(super) fn label(wordings: &[Wording], voice: &Voice, key: &str) -> String {
    let wording = wordings.iter().find(|wording| voice.is(wording));
    let label = wording.and_then(|wording| wording.labels.iter().find(|(other, _)| other == key));
    label.map(|(_, label)| label.clone()).unwrap_or_default()
}

//! Small files of each generation.

use std::fmt::Write;

/// One row: names of columns and their texts.
type Row = Vec<(String, String)>;

/// A file that is being built.
#[derive(Clone)]
pub(super) struct Lss {
    kind: &'static str,
    version: u32,
    languages: Vec<&'static str>,
    tables: Vec<(String, Vec<Row>)>,
    next: u32,
}

/// The id of the survey.
pub(super) const SID: &str = "111";

impl Lss {
    /// A survey of the newest generation, in English, with one group.
    pub(super) fn new() -> Self {
        Self::of(600, &["en"])
    }

    /// A survey of a generation, in these languages, with one group.
    pub(super) fn of(version: u32, languages: &[&'static str]) -> Self {
        let mut file =
            Self { kind: "Survey", version, languages: languages.to_vec(), tables: Vec::new(), next: 1_000 };
        let others = languages[1..].join(" ");
        file.row("surveys", &[("sid", SID), ("language", languages[0]), ("additional_languages", &others)]);
        for (language, title) in languages.iter().zip(["Our park", "Notre parc", "Unser Park"]) {
            file.row(
                "surveys_languagesettings",
                &[("surveyls_survey_id", SID), ("surveyls_language", language), ("surveyls_title", title)],
            );
        }
        file.group("1", "First", &[]);
        file
    }

    /// A group or a question by itself.
    pub(super) fn part(kind: &'static str, version: u32) -> Self {
        let tables = Vec::new();
        Self { kind, version, languages: vec!["en"], tables, next: 1_000 }
    }

    fn apart(&self) -> bool {
        self.version >= 400
    }

    pub(super) fn row(&mut self, table: &str, cells: &[(&str, &str)]) -> &mut Self {
        let row = cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        match self.tables.iter_mut().find(|(name, _)| name == table) {
            Some((_, rows)) => rows.push(row),
            None => self.tables.push((table.to_owned(), vec![row])),
        }
        self
    }

    /// A row with its words, in each language, where its generation keeps them.
    fn worded(
        &mut self,
        (table, words): (&str, &str),
        id: (&str, &str),
        cells: &[(&str, &str)],
        columns: &[(&str, &[&str])],
    ) {
        let languages = self.languages.clone();
        if self.apart() {
            let cells: Vec<(&str, &str)> = [id].into_iter().chain(cells.iter().copied()).collect();
            self.row(table, &cells);
        }
        for (at, language) in languages.iter().enumerate() {
            let mut row = vec![id, ("language", *language)];
            if !self.apart() {
                row.extend(cells.iter().copied());
            }
            row.extend(
                columns.iter().map(|(name, texts)| (*name, texts.get(at).copied().unwrap_or_default())),
            );
            let table = if self.apart() { words } else { table };
            self.row(table, &row);
        }
    }

    pub(super) fn group(&mut self, id: &str, name: &str, cells: &[(&str, &str)]) -> &mut Self {
        let all: Vec<(&str, &str)> =
            [("sid", SID), ("group_order", id)].into_iter().chain(cells.iter().copied()).collect();
        self.worded(("groups", "group_l10ns"), ("gid", id), &all, &[("group_name", &[name, name, name])]);
        self
    }

    /// A question; its id is its number, and texts are by language, one for each
    /// half of `text` around " / ".
    pub(super) fn ask(
        &mut self,
        id: &str,
        kind: &str,
        code: &str,
        text: &str,
        cells: &[(&str, &str)],
    ) -> &mut Self {
        let mut all =
            vec![("sid", SID), ("parent_qid", "0"), ("type", kind), ("title", code), ("question_order", id)];
        for (name, value) in [("gid", "1"), ("other", "N"), ("mandatory", "N"), ("relevance", "1")] {
            if !cells.iter().any(|(other, _)| *other == name) {
                all.push((name, value));
            }
        }
        let help: Vec<&str> =
            cells.iter().filter(|(name, _)| *name == "help").map(|(_, text)| *text).collect();
        all.extend(cells.iter().copied().filter(|(name, _)| *name != "help"));
        let texts: Vec<&str> = text.split(" / ").collect();
        self.worded(
            ("questions", "question_l10ns"),
            ("qid", id),
            &all,
            &[("question", &texts), ("help", &help)],
        );
        self
    }

    /// A subquestion of a question.
    pub(super) fn sub(&mut self, of: &str, code: &str, text: &str, cells: &[(&str, &str)]) -> &mut Self {
        self.next += 1;
        let (id, order) = (self.next.to_string(), self.next.to_string());
        let mut all = vec![("parent_qid", of), ("title", code), ("question_order", order.as_str())];
        if !cells.iter().any(|(name, _)| *name == "scale_id") {
            all.push(("scale_id", "0"));
        }
        all.extend(cells.iter().copied());
        let texts: Vec<&str> = text.split(" / ").collect();
        self.worded(("subquestions", "question_l10ns"), ("qid", &id), &all, &[("question", &texts)]);
        self
    }

    /// An answer option of a question.
    pub(super) fn answer(&mut self, of: &str, code: &str, text: &str, scale: &str) -> &mut Self {
        self.next += 1;
        let (id, order) = (self.next.to_string(), self.next.to_string());
        let cells = [("qid", of), ("code", code), ("sortorder", order.as_str()), ("scale_id", scale)];
        let texts: Vec<&str> = text.split(" / ").collect();
        if self.apart() {
            self.worded(("answers", "answer_l10ns"), ("aid", &id), &cells, &[("answer", &texts)]);
        } else {
            self.worded(("answers", ""), ("qid", of), &cells[1..], &[("answer", &texts)]);
        }
        self
    }

    pub(super) fn attribute(&mut self, of: &str, name: &str, value: &str) -> &mut Self {
        self.row("question_attributes", &[("qid", of), ("attribute", name), ("value", value)])
    }

    /// A question with answer options.
    pub(super) fn list(&mut self, id: &str, kind: &str, code: &str, answers: &[&str]) -> &mut Self {
        self.ask(id, kind, code, &format!("What about {code}?"), &[]);
        for answer in answers {
            self.answer(id, answer, &format!("Answer {answer}"), "0");
        }
        self
    }

    /// A question with subquestions.
    pub(super) fn array(&mut self, id: &str, kind: &str, code: &str, subs: &[&str]) -> &mut Self {
        self.ask(id, kind, code, &format!("What about {code}?"), &[]);
        for sub in subs {
            self.sub(id, sub, &format!("Part {sub}"), &[]);
        }
        self
    }

    pub(super) fn condition(
        &mut self,
        of: &str,
        on: &str,
        field: &str,
        method: &str,
        value: &str,
        scenario: &str,
    ) -> &mut Self {
        let cells = [
            ("qid", of),
            ("cqid", on),
            ("cfieldname", field),
            ("method", method),
            ("value", value),
            ("scenario", scenario),
        ];
        self.row("conditions", &cells)
    }

    /// The file.
    pub(super) fn xml(&self) -> String {
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document>\n <LimeSurveyDocType>{}</LimeSurveyDocType>\n \
             <DBVersion>{}</DBVersion>\n <languages>\n",
            self.kind, self.version
        );
        for language in &self.languages {
            writeln!(xml, "  <language>{language}</language>").unwrap();
        }
        xml.push_str(" </languages>\n");
        for (name, rows) in &self.tables {
            write!(xml, " <{name}>\n  <fields>\n   <fieldname>id</fieldname>\n  </fields>\n  <rows>\n")
                .unwrap();
            for row in rows {
                xml.push_str("   <row>\n");
                for (column, text) in row {
                    let text = text.replace("]]>", "]]]]><![CDATA[>");
                    writeln!(xml, "    <{column}><![CDATA[{text}]]></{column}>").unwrap();
                }
                xml.push_str("   </row>\n");
            }
            write!(xml, "  </rows>\n </{name}>\n").unwrap();
        }
        xml.push_str("</document>\n");
        xml
    }
}

//! Drafts of documents that the law asks for, filled in from how an installation is set up: a data protection impact
//! assessment, a record of processing activities, an accessibility statement. What only people can know is marked for
//! them, and what is not as it could be is named. Where the order of each document comes from stands beside it; the
//! sentences are our own.

mod assessment;
mod children;
mod processing;
mod risks;
mod settings;
mod statement;

pub use assessment::dpia;
pub use processing::record;
pub use settings::{Asked, Database, Fixed, Kept, Settings};
pub use statement::accessibility;

crate::text_enum! {
    /// One of the documents.
    pub enum Which {
        /// A data protection impact assessment (UK GDPR Article 35).
        ImpactAssessment = "impact-assessment",
        /// A record of processing activities (UK GDPR Article 30).
        RecordOfProcessing = "record-of-processing",
        /// An accessibility statement (Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
        /// Regulations 2018).
        AccessibilityStatement = "accessibility-statement",
    }
}

impl Which {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Which::ImpactAssessment => "Data protection impact assessment",
            Which::RecordOfProcessing => "Record of processing activities",
            Which::AccessibilityStatement => "Accessibility statement",
        }
    }

    /// What it is for, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Which::ImpactAssessment => {
                "What could go wrong for the people who are asked, what is done about it, and what is open (UK GDPR \
                 Article 35)."
            }
            Which::RecordOfProcessing => {
                "Which data are handled, why, who sees them and how long they are kept (UK GDPR Article 30)."
            }
            Which::AccessibilityStatement => {
                "How everybody can use these pages, and what does not work yet (Accessibility Regulations 2018)."
            }
        }
    }

    /// The draft of it.
    pub fn draft(self, settings: &Settings) -> Document {
        match self {
            Which::ImpactAssessment => dpia(settings),
            Which::RecordOfProcessing => record(settings),
            Which::AccessibilityStatement => accessibility(settings),
        }
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// Its parts, in their order.
    pub sections: Vec<Section>,
}

/// A part of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// What stands in it.
    pub rows: Vec<Row>,
}

/// One thing that is said something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub head: String,
    /// What is said, and what has to be.
    pub says: Vec<Says>,
}

/// Something that is said, or has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Filled in: from how the installation is set up, or from how Earshot works.
    Filled(String),
    /// Filled in as well, and not as it could be: somebody has to decide about it.
    Open(String),
    /// Only people can know it. Continues "To be written by you: ".
    Yours(String),
}

impl Document {
    /// What is not as it could be.
    pub fn open(&self) -> impl Iterator<Item = &str> {
        self.says().filter_map(|says| if let Says::Open(words) = says { Some(words.as_str()) } else { None })
    }

    /// What people have to write.
    pub fn yours(&self) -> impl Iterator<Item = &str> {
        self.says().filter_map(|says| if let Says::Yours(words) = says { Some(words.as_str()) } else { None })
    }

    fn says(&self) -> impl Iterator<Item = &Says> {
        self.sections.iter().flat_map(|section| &section.rows).flat_map(|row| &row.says)
    }
}

fn filled(words: impl Into<String>) -> Says {
    Says::Filled(words.into())
}

fn open(words: impl Into<String>) -> Says {
    Says::Open(words.into())
}

fn yours(words: impl Into<String>) -> Says {
    Says::Yours(words.into())
}

fn row(head: impl Into<String>, says: Vec<Says>) -> Row {
    Row { head: head.into(), says }
}

fn section(title: &str, rows: Vec<Row>) -> Section {
    Section { title: title.to_string(), rows }
}

/// "1 day", "2 days".
fn many(n: u32, one: &str, more: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {more}") }
}

/// Things as they are said one after the other: a, b and c.
fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clocks::Plan;
    use crate::consultation::{Setup, State};
    use crate::equality;
    use crate::policy::Role;
    use crate::question::{Kind, Question};
    use crate::questionnaire::Questionnaire;
    use crate::respondent::AgeBand;
    use crate::retention::Record;

    /// An installation in which everything is as it could be.
    fn sound() -> Settings {
        let mut asked = Asked::default();
        let setup = Setup {
            bands: vec![AgeBand::From11To13, AgeBand::From14To15],
            lawful_basis: "Public task".into(),
            legal_function: "Education Act 1996 s507B".into(),
            equality_set: equality::SETS.first().map(|set| set.version.to_string()),
            ..Setup::default()
        };
        let questions = vec![
            Question::new("why", "Why?", Kind::LongText),
            Question::new("show", "Show us", Kind::Photo),
            Question::new("say", "Tell us", Kind::Audio),
        ];
        asked.add(State::Open, &setup, &Questionnaire::of(questions));
        let kept = |record: Record| Kept {
            record,
            months: record.default_months(),
            reason: record.reason().to_string(),
            own: false,
        };
        Settings {
            organisation: "Wexmoor County Council".into(),
            duty_phone: "01632 960 111".into(),
            mails: true,
            second_step: true,
            people: Role::ALL.iter().map(|role| (*role, 1)).collect(),
            plan: Plan { cover: "The duty team".into(), ..Plan::default() },
            asked,
            rules: Record::ALL.iter().copied().map(kept).collect(),
            fixed: vec![Fixed {
                what: "Sessions".into(),
                time: "12 hours".into(),
                reason: "So that a desk is shut.".into(),
            }],
            ..Settings::default()
        }
    }

    /// An installation of which little is known.
    fn bare() -> Settings {
        Settings { organisation: "Wexmoor".into(), shared: true, ..Settings::default() }
    }

    fn text(document: &Document) -> String {
        let mut all = vec![document.title.clone(), document.intro.clone()];
        for section in &document.sections {
            all.push(section.title.clone());
            for row in &section.rows {
                all.push(row.head.clone());
                all.extend(row.says.iter().map(|says| match says {
                    Says::Filled(words) | Says::Open(words) | Says::Yours(words) => words.clone(),
                }));
            }
        }
        all.join("\n")
    }

    #[test]
    fn nothing_in_a_draft_is_empty_and_each_names_the_organisation() {
        let postgres = Settings { database: Database::Postgres, holds: 2, ..sound() };
        for settings in [sound(), bare(), postgres] {
            for which in Which::ALL {
                let document = which.draft(&settings);
                assert!(document.intro.contains(&settings.organisation), "{which}");
                assert_eq!(document.title, which.label());
                for line in text(&document).lines() {
                    assert!(!line.trim().is_empty() && line.trim() == line, "{which}: {line:?}");
                    assert!(!line.contains("  ") && !line.contains(" ."), "{which}: {line:?}");
                }
                for section in &document.sections {
                    assert!(!section.rows.is_empty(), "{which}: {}", section.title);
                    assert!(
                        section.rows.iter().all(|row| !row.says.is_empty()),
                        "{which}: {}",
                        section.title
                    );
                }
            }
        }
    }

    #[test]
    fn what_people_must_write_is_marked_in_every_draft() {
        for which in Which::ALL {
            let document = which.draft(&sound());
            assert!(document.yours().count() >= 10, "{which}");
            assert!(document.yours().all(|words| words.starts_with(char::is_lowercase)), "{which}");
        }
        let names = |words: &str, which: Which| {
            let document = which.draft(&sound());
            document.yours().any(|yours| yours.contains(words))
        };
        assert!(names("sign", Which::ImpactAssessment));
        assert!(names("address", Which::RecordOfProcessing));
        assert!(names("WCAG 2.2", Which::AccessibilityStatement));
    }

    #[test]
    fn what_is_missing_is_an_open_risk_and_what_is_there_is_none() {
        let good = dpia(&sound());
        let missing: [(Settings, &str); 8] = [
            (without(Role::SafeguardingLead), "safeguarding lead"),
            (without(Role::SafeguardingDeputy), "stands in"),
            (without(Role::DataProtectionOfficer), "data protection officer"),
            (Settings { mails: false, ..sound() }, "when a clock runs out"),
            (Settings { second_step: false, without_second_step: 3, ..sound() }, "second step"),
            (Settings { duty_phone: String::new(), ..sound() }, "help lines"),
            (Settings { plan: Plan::default(), ..sound() }, "outside working hours"),
            (Settings { database: Database::Postgres, ..sound() }, "PostgreSQL"),
        ];
        for (settings, words) in missing {
            let draft = dpia(&settings);
            assert!(draft.open().any(|open| open.contains(words)), "{words}");
            assert!(good.open().all(|open| !open.contains(words)), "{words}");
            let to_do = draft.sections.iter().find(|section| section.title.contains("left open"));
            let to_do = to_do.map(|section| format!("{section:?}")).unwrap_or_default();
            assert!(
                to_do.contains(words),
                "and it stands on the list of what somebody has to see to: {words}"
            );
        }
        // What Earshot itself does not do is open everywhere.
        assert!(good.open().any(|open| open.contains("one person can take names")));
    }

    /// The sound one, without anybody in this role.
    fn without(role: Role) -> Settings {
        let people = sound().people.into_iter().filter(|(known, _)| *known != role).collect();
        Settings { people, ..sound() }
    }

    #[test]
    fn how_long_things_are_kept_stands_in_the_assessment_and_in_the_record() {
        let mut settings = sound();
        settings.holds = 1;
        for kept in settings.rules.iter_mut().filter(|kept| kept.record == Record::Answers) {
            *kept = Kept { months: 18, reason: "An inquiry".into(), own: true, record: kept.record };
        }
        for document in [dpia(&settings), record(&settings)] {
            let said = text(&document);
            for words in ["18 months after", "An inquiry", "25 years", "3 years", "1 hold for a legal case"] {
                assert!(said.contains(words), "{words}: {said}");
            }
            assert!(said.contains("as the organisation has decided") && said.contains("as is usual"));
        }
        assert!(text(&record(&settings)).contains("12 hours"));
    }

    #[test]
    fn an_assessment_goes_through_seven_steps_and_fifteen_standards() {
        let document = dpia(&sound());
        for step in 1..=7 {
            let start = format!("Step {step}: ");
            assert!(document.sections.iter().any(|section| section.title.starts_with(&start)), "{step}");
        }
        let code = document.sections.iter().find(|section| section.title.contains("Children"));
        let heads: Vec<&str> =
            code.iter().flat_map(|section| &section.rows).map(|row| row.head.as_str()).collect();
        for number in 1..=15 {
            let start = format!("{number}. ");
            assert_eq!(
                heads.iter().filter(|head| head.starts_with(&start)).count(),
                1,
                "{number}: {heads:?}"
            );
        }
        let risks = document.sections.iter().find(|section| section.title.starts_with("Step 5"));
        let risks: Vec<&Row> = risks.iter().flat_map(|section| &section.rows).skip(1).collect();
        assert!(risks.len() >= 10);
        for risk in risks {
            let said = format!("{:?}", risk.says);
            for words in ["How likely", "How bad", "What Earshot does"] {
                assert!(said.contains(words), "{}: {said}", risk.head);
            }
        }
    }

    #[test]
    fn a_record_has_the_seven_fields_of_article_30() {
        let document = record(&sound());
        for letter in 'a'..='g' {
            let start = format!("({letter}) ");
            let of_it = document.sections.iter().filter(|section| section.title.starts_with(&start));
            assert_eq!(of_it.count(), 1, "{letter}");
        }
        let said = text(&document);
        for role in Role::ALL {
            assert!(said.contains(role.label()) && said.contains(role.purpose()), "{role}");
        }
    }

    #[test]
    fn only_what_is_asked_is_spoken_of() {
        let asks = text(&dpia(&sound()));
        let nothing = text(&dpia(&bare()));
        for words in ["photo", "equality question", "recording"] {
            assert!(asks.contains(words), "{words}");
        }
        assert!(!nothing.contains("shows who somebody is"), "no pictures are asked for");
        assert!(nothing.contains("share this installation") && !asks.contains("share this installation"));
        assert!(asks.contains("11 to 13 and 14 to 15") && asks.contains("Education Act 1996 s507B"));
    }

    #[test]
    fn things_are_listed_as_they_are_said() {
        let said = |things: &[&str]| listed(&things.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(said(&[]), "");
        assert_eq!(said(&["a"]), "a");
        assert_eq!(said(&["a", "b", "c"]), "a, b and c");
        assert_eq!((many(1, "day", "days"), many(0, "day", "days")), ("1 day".into(), "0 days".into()));
    }
}

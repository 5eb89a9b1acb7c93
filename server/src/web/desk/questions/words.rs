//! The questions in other words: languages, and the words of one door.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::questions as pages;
use earshot_domain::door::{Door, is_language};
use earshot_domain::question::Wording;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::Refusal;
use serde::Deserialize;

use super::bench::{Bench, NotKept};
use super::read::{OPTION_MAX, TEXT_MAX};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// What the address may say: which words, and which question is to be on the page.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web::desk) struct Asking {
    done: Option<String>,
    lang: Option<String>,
    band: Option<String>,
    easy: Option<String>,
    question: Option<usize>,
}

impl Asking {
    /// The door, with the place of the question; nothing for the plain words, which are written elsewhere.
    fn door(&self, questionnaire: &Questionnaire) -> Option<(Door, usize)> {
        let own = questionnaire.own_lang();
        let door = Door {
            lang: self.lang.clone().filter(|lang| is_language(lang) && lang != own),
            band: self.band.as_deref().and_then(AgeBand::parse),
            easy: self.easy.as_deref() == Some("yes"),
        };
        let at = self.question.unwrap_or(1).saturating_sub(1);
        (door != Door::default()).then_some((door, at))
    }
}

/// Which words there are, and those of one door.
pub(in crate::web::desk) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let questionnaire = &preparation.consultation.questionnaire;
    let door = asking.door(questionnaire);
    let typed = door.as_ref().map(|(door, _)| pages::typed_words(questionnaire, door)).unwrap_or_default();
    Ok(ok(&site, pages::words(&site, &actor, preparation, door, typed, asking.done.as_deref(), &[])))
}

/// Keeps the languages, or the words of one door.
pub(in crate::web::desk) async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = site.path.clone();
    let bench = Bench::new(app, site, actor, slug, action, fields).await?;
    let mut questionnaire = bench.questionnaire();
    let door = asking.door(&questionnaire);
    let (read, done) = match &door {
        Some((door, _)) if bench.fields.has("words") => {
            (read_words_of(&bench.fields, door, &mut questionnaire), "words")
        }
        _ => (read_languages(&bench.fields, &mut questionnaire), "languages"),
    };
    let refusals = match read {
        Ok(()) => match bench.keep(questionnaire).await? {
            Ok(()) => {
                let join = if bench.action.contains('?') { '&' } else { '?' };
                return Ok(see_other(&format!("{}{join}done={done}", bench.action)));
            }
            Err(NotKept::Ask(page)) => return Ok(page),
            Err(NotKept::Refused(refusals)) => refusals,
        },
        Err(refusals) => refusals,
    };
    let typed = Typed(bench.fields.0);
    let page = pages::words(&bench.site, &bench.actor, bench.preparation, door, typed, None, &refusals);
    Ok(again(&bench.site, page))
}

/// The languages that it can be answered in.
fn read_languages(fields: &Fields, questionnaire: &mut Questionnaire) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let own = fields.text("own");
    if !is_language(&own) {
        refusals.push(Refusal::Unreadable("own"));
    }
    let other = fields.text("other");
    if !other.is_empty() && !is_language(&other) {
        refusals.push(Refusal::Unreadable("other"));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut languages: Vec<String> = Vec::new();
    for tag in fields.all("languages").into_iter().chain([other]) {
        if is_language(&tag) && tag != own && !languages.contains(&tag) {
            languages.push(tag);
        }
    }
    questionnaire.lang = if questionnaire.own_lang() == own { questionnaire.lang.take() } else { Some(own) };
    questionnaire.languages = languages;
    Ok(())
}

/// The words of a door, of those questions whose fields were sent.
fn read_words_of(
    fields: &Fields,
    door: &Door,
    questionnaire: &mut Questionnaire,
) -> Result<(), Vec<Refusal>> {
    let sent = |name: &str| fields.0.iter().any(|(other, _)| other == name);
    let mut refusals = Vec::new();
    let mut read = |name: &str, max: usize| {
        let text = fields.text(name);
        if text.chars().count() > max {
            refusals.push(Refusal::LongField { field: name.to_string(), max });
        }
        text
    };
    let own = questionnaire.own_lang().to_string();
    for (at, question) in questionnaire.questions.iter_mut().enumerate() {
        let field = format!("t_{at}");
        if !sent(&field) {
            continue;
        }
        let text = read(&field, TEXT_MAX);
        let hint = Some(read(&format!("h_{at}"), TEXT_MAX)).filter(|hint| !hint.is_empty());
        let mut labels = Vec::new();
        for (option, choice) in question.kind.words_mut().into_iter().enumerate() {
            let label = read(&format!("o_{at}_{option}"), OPTION_MAX);
            if !label.is_empty() {
                labels.push((choice.key.clone(), label));
            }
        }
        let help = question.wording(&own, door).map(|wording| wording.help.clone()).unwrap_or_default();
        let Door { lang, band, easy } = door.clone();
        question.put_wording(&own, door, Wording { lang, band, easy, text, hint, labels, help });
    }
    if let Some(lang) = door.only_lang() {
        let keys: Vec<String> =
            questionnaire.asked_sections().into_iter().map(|section| section.key.clone()).collect();
        for (at, key) in keys.into_iter().enumerate().filter(|(at, _)| sent(&format!("s_{at}"))) {
            let title = read(&format!("s_{at}"), TEXT_MAX);
            if let Some(section) = questionnaire.sections.iter_mut().find(|section| section.key == key) {
                section.put_title(lang, &title);
            }
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Choice, Kind, Question};
    use earshot_domain::questionnaire::Section;

    use super::*;

    fn asked() -> Questionnaire {
        let options = vec![Choice::new("bus", "The bus"), Choice::new("walk", "On foot")];
        let mut way = Question::new("way", "How?", Kind::single(options));
        way.hint = Some("Most days".into());
        way.section = Some("s".into());
        let mut asked = Questionnaire::of(vec![way, Question::new("why", "Why?", Kind::LongText)]);
        asked.sections = vec![Section::new("s", "Travel")];
        asked
    }

    fn arabic() -> Door {
        Door { lang: Some("ar".into()), ..Door::default() }
    }

    #[test]
    fn words_come_back_as_they_were_shown() {
        for door in [arabic(), Door { band: Some(AgeBand::From8To10), easy: true, ..Door::default() }] {
            let mut asked = asked();
            let mut typed = Typed::default();
            for (name, words) in [("t_0", "T"), ("h_0", "H"), ("o_0_1", "B"), ("t_1", ""), ("s_0", "S")] {
                typed = typed.with(name, words);
            }
            read_words_of(&Fields(typed.0), &door, &mut asked).unwrap();
            let seen = asked.clone().through(&door);
            let question = &seen.questions[0];
            assert_eq!((question.text.as_str(), question.hint.as_deref()), ("T", Some("H")));
            assert_eq!((question.label_of("bus"), question.label_of("walk")), (Some("The bus"), Some("B")));
            assert_eq!(seen.sections[0].title, if door == arabic() { "S" } else { "Travel" });
            assert!(asked.questions[1].wordings.is_empty(), "nothing was written");
            let shown = pages::typed_words(&asked, &door);
            let before = asked.clone();
            read_words_of(&Fields(shown.0), &door, &mut asked).unwrap();
            assert_eq!(asked, before);
        }
    }

    #[test]
    fn what_was_not_sent_stays_and_what_is_too_long_is_refused_by_its_field() {
        let mut asked = asked();
        let fields = |pairs: &[(&str, &str)]| {
            Fields(pairs.iter().map(|(name, words)| ((*name).to_string(), (*words).to_string())).collect())
        };
        read_words_of(&fields(&[("t_1", "W")]), &arabic(), &mut asked).unwrap();
        read_words_of(&fields(&[("t_0", "T")]), &arabic(), &mut asked).unwrap();
        assert_eq!(asked.questions[1].wordings[0].text, "W");
        let long = "x".repeat(TEXT_MAX + 1);
        let refused = read_words_of(&fields(&[("t_1", &long)]), &arabic(), &mut asked).unwrap_err();
        assert_eq!(refused, [Refusal::LongField { field: "t_1".into(), max: TEXT_MAX }]);
    }

    #[test]
    fn languages_are_tags_and_the_own_one_is_not_among_them() {
        let mut asked = asked();
        let fields = |other: &str| {
            let pairs = [("own", "en"), ("languages", "cy"), ("languages", "en"), ("other", other)];
            Fields(pairs.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect())
        };
        read_languages(&fields("ti"), &mut asked).unwrap();
        assert_eq!((asked.languages.join(" "), asked.lang.clone()), ("cy ti".to_string(), None));
        assert_eq!(read_languages(&fields("Tigrinya!"), &mut asked), Err(vec![Refusal::Unreadable("other")]));
    }
}

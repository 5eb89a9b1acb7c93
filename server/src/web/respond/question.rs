//! A page of questions: shown, and what its form says.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, QuestionForm, Worried};
use earshot_app::questions::shifted;
use earshot_domain::consultation::State;
use earshot_domain::journey::{Journey, Stop};
use earshot_domain::question::{FieldError, FileFlaw, Given, Question};
use earshot_domain::questionnaire::split;
use earshot_respond::fill;
use earshot_respond::place::{self, Place};
use earshot_service::{Asked, Begun};

use super::Here;
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::from::From;
use crate::web::media::{self, Filled, Taken};
use crate::web::site::{again, ok};
use crate::web::{App, see_other};

/// A page of one question or several.
pub(in crate::web) async fn question(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    here: Here,
) -> Result<Response, WebError> {
    let answers = here.answers();
    let way = here.way(&answers);
    if number == "first" {
        // Where sections change places, which question is the first is drawn here.
        here.open()?;
        let mut first = here.question(way.shown().next().unwrap_or(Stop::at(0)));
        let seed = here.asked.questionnaire.shuffles().then(|| format!("seed={}", here.seed));
        // What is kept for the time without signal asks for its words here as well.
        let read = here.asking.read.as_ref().map(|_| format!("read={}", here.site.door.name()));
        let code = here.asking.code.as_deref().and(here.code).map(|code| format!("code={}", code.shown()));
        for part in [seed, read, code].into_iter().flatten() {
            first.push(if first.contains('?') { '&' } else { '?' });
            first.push_str(&part);
        }
        return Ok(see_other(&first));
    }
    let stop = here.stop(&number)?;
    here.open()?;
    let to_check = here.asking.to.as_deref() == Some("check");
    let place = Place::Question { stop, to_check };
    match place.or_next(&way) {
        // On a page with others, or not asked with these answers: on to the page that is.
        other if other != place => Ok(see_other(&here.page(other))),
        _ => {
            let form = here.form(stop, to_check);
            Ok(here.begin(&app, ok(&here.site, pages::question(&here.site, &here.asked, form))))
        }
    }
}

/// What a form asks.
struct Meant {
    /// Where the first of its questions stands that is still asked.
    stop: Stop,
    /// The keys of its questions.
    keys: Vec<String>,
}

impl Meant {
    /// Where its questions stand that are still asked.
    fn stops(&self, way: &Journey<'_>) -> Vec<Stop> {
        let asked = way.asked();
        let at = |key: &String| {
            let position = asked.questions.iter().position(|question| question.key == *key)?;
            let turn = self.stop.turn.filter(|_| asked.repeats(&asked.questions[position]).is_some());
            Some(Stop { position, turn }).filter(|stop| way.is_shown(*stop))
        };
        self.keys.iter().filter_map(at).collect()
    }

    /// The name of the field of a question; none for one that the form does not ask.
    fn field(&self, question: &Question) -> Option<String> {
        self.keys.contains(&question.key).then(|| fill::field(&question.key, self.keys.len() == 1))
    }
}

/// What one page of questions sent.
#[derive(Default)]
struct Sent {
    /// The answers, by variable.
    given: Vec<(String, Given)>,
    /// What was typed and what is wrong with it, by the place of the question.
    typed: Vec<(usize, Vec<String>)>,
    errors: Vec<(usize, FieldError)>,
}

impl Sent {
    /// Reads the questions of a page. Among others, what is left out is left out; alone, it is asked for once more.
    fn read(way: &Journey<'_>, meant: &Meant, fields: &Fields) -> Self {
        let several = meant.keys.len() > 1;
        let mut sent = Self::default();
        let page = way.page(meant.stop);
        for stop in meant.stops(way) {
            let Some(question) = way.question(stop) else { continue };
            let field = fill::field(&question.key, !several);
            let pairs = fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let raw = fill::raw(pairs, &field);
            let left_out = fields.has("skip") || fields.get("out") == field;
            let read = if left_out { Ok(Given::Skipped) } else { question.parse(&raw) };
            match read {
                Ok(given) => sent.given.push((way.variable(stop), given)),
                // It has come to stand on a page of its own, which asks for it.
                Err(_) if !page.contains(&stop) => continue,
                Err(FieldError::Empty) if several => sent.given.push((way.variable(stop), Given::Skipped)),
                Err(error) => sent.errors.push((stop.position, error)),
            }
            sent.typed.push((stop.position, raw));
        }
        sent
    }

    /// Takes words as they are where nothing but contact details stands in the way and somebody may not be safe.
    async fn anyway(
        &mut self,
        app: &App,
        asked: &Asked,
        way: &Journey<'_>,
        meant: &Meant,
    ) -> Result<(), WebError> {
        for stop in meant.stops(way) {
            let wrong = self.errors.iter().position(|(position, _)| *position == stop.position);
            let raw = self.typed.iter().find(|(position, _)| *position == stop.position);
            let (Some(wrong), Some((_, raw)), Some(question)) = (wrong, raw, way.question(stop)) else {
                continue;
            };
            if let Some(given) = app.earshot.take_anyway(asked, question, raw).await? {
                self.given.push((way.variable(stop), given));
                self.errors.remove(wrong);
            }
        }
        Ok(())
    }

    /// Says which files cannot be taken, in place of saying that there are none.
    fn flaws(&mut self, way: &Journey<'_>, meant: &Meant, flaws: Vec<(String, FileFlaw)>) {
        for (field, flaw) in flaws {
            let asks = |at: usize| way.asked().questions.get(at);
            let is_it = |at: &usize| asks(*at).and_then(|asks| meant.field(asks)).as_ref() == Some(&field);
            let Some(position) = self.typed.iter().map(|(position, _)| *position).find(is_it) else {
                continue;
            };
            let asks = asks(position);
            let variable = |variable: &String| asks.is_some_and(|asks| split(variable).0 == asks.key);
            self.given.retain(|(given, _)| !variable(given));
            self.errors.retain(|(other, _)| *other != position);
            self.errors.push((position, FieldError::File(flaw)));
        }
    }
}

impl Here {
    /// The stop that an address names.
    fn stop(&self, number: &str) -> Result<Stop, WebError> {
        let asked = &self.asked.questionnaire;
        let within = |stop: &Stop| {
            let question = asked.questions.get(stop.position);
            let turns = question.and_then(|q| asked.repeats(q)).map_or(0, |q| q.kind.options().len());
            question.is_some() && stop.turn.is_none_or(|turn| turn < turns)
        };
        Stop::parse(number).filter(within).ok_or_else(|| Trouble::Missing.into())
    }

    /// What a form answers. It may have been shown before the questions were changed, so it says itself what it asks;
    /// one that does not asks what stands there now. `None` where none of it is asked any more.
    fn meant(&self, number: &str, fields: &Fields) -> Result<Option<Meant>, WebError> {
        let asked = &self.asked.questionnaire;
        let keys: Vec<String> = fields.get("asks").split_whitespace().map(str::to_string).collect();
        if keys.is_empty() {
            let stop = self.stop(number)?;
            let page = asked.questions.get(asked.page_of(stop.position)).unwrap_or_default();
            return Ok(Some(Meant {
                stop,
                keys: page.iter().map(|question| question.key.clone()).collect(),
            }));
        }
        let Stop { turn, .. } = Stop::parse(number).ok_or(Trouble::Missing)?;
        let place = |key: &String| asked.questions.iter().position(|question| question.key == *key);
        let Some(position) = keys.iter().find_map(place) else { return Ok(None) };
        let stop = match fields.get("turn") {
            "" => Some(Stop { position, turn }),
            option => Stop::about(asked, position, option),
        };
        Ok(stop.and_then(|stop| self.stop(&stop.number()).ok()).map(|stop| Meant { stop, keys }))
    }

    /// The form of a page with what was given.
    fn form(&self, stop: Stop, to_check: bool) -> QuestionForm {
        let (answers, seed, respondent) = (self.answers(), self.seed, self.respondent);
        QuestionForm { stop, answers, seed, typed: Vec::new(), errors: Vec::new(), respondent, to_check }
    }

    /// Keeps the words of a page that somebody leaves for a while, as far as they can be an answer; gives whether there were
    /// any. What is only chosen or put in order goes along with the form.
    async fn keep_words(
        &self,
        app: &App,
        token: &str,
        mut given: Vec<(String, Given)>,
    ) -> Result<bool, WebError> {
        given.retain(|(_, given)| matches!(given, Given::Words(_)));
        if given.is_empty() {
            return Ok(false);
        }
        let begun = Begun { seed: Some(self.seed), key: "" };
        app.earshot.keep_answers(&self.asked, token, self.respondent, begun, given).await?;
        Ok(true)
    }

    /// Who can help, with the way back to this form as it was sent, where its question is still asked.
    fn worried(&self, stop: Option<Stop>, fields: Fields) -> Response {
        let typed = fields.0.into_iter().filter(|(name, _)| name != "worried").collect();
        let at = Worried { stop, respondent: self.respondent, typed };
        ok(&self.site, pages::worried(&self.site, &self.asked, at))
    }

    /// Keeps the files of a page's form, or takes one out.
    async fn take_files(
        &self,
        app: &App,
        way: &Journey<'_>,
        meant: &Meant,
        (token, from): (&str, &From),
        filled: &mut Filled,
    ) -> Result<Taken, WebError> {
        let page = way.page(meant.stop);
        let asks = |name: &str| {
            let mut questions = page.iter().filter_map(|stop| way.question(*stop));
            questions.find(|question| meant.field(question).is_some_and(|field| field == name))
        };
        let out = filled.fields.get("out").to_string();
        if !out.is_empty() {
            for id in filled.fields.all(&out).iter().filter_map(|id| id.parse().ok()) {
                app.earshot.let_file_go(&self.asked, token, id).await?;
            }
            filled.fields.0.retain(|(name, _)| *name != out);
        }
        if filled.fields.has("skip") {
            filled.files.clear();
        }
        media::take_in(app, from, &self.asked, Some(token), filled, |name| media::medium(&asks(name)?.kind))
            .await
    }
}

/// Keeps the answers of a page and goes on.
pub(in crate::web) async fn answer(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    mut here: Here,
    from: From,
    mut filled: Filled,
) -> Result<Response, WebError> {
    if here.kept.is_none() {
        here.seed = filled.fields.get("seed").parse().unwrap_or(here.seed);
    }
    // Whoever is worried finds who can help, whatever has become of the question.
    let worried = filled.fields.has("worried");
    let meant = match here.meant(&number, &filled.fields) {
        Err(_) if worried => None,
        meant => meant?,
    };
    if here.asked.state != State::Paused
        && let Err(shut) = here.open()
    {
        return if worried { Ok(here.worried(None, Fields::default())) } else { Err(shut) };
    }
    let before = here.answers();
    let way = here.way(&before);
    let to_check = filled.fields.get("to") == "check";
    let still_asked = meant.as_ref().is_some_and(|meant| way.is_shown(meant.stop));
    if worried && !still_asked {
        return Ok(here.worried(None, Fields::default()));
    }
    let Some(meant) = meant else {
        let next = way.resume_at().map_or(Place::Check, |stop| Place::Question { stop, to_check });
        return Ok(see_other(&here.page(next)));
    };
    let stop = meant.stop;
    if !way.is_shown(stop) {
        // Answers on another page have changed what is asked.
        return Ok(see_other(&here.page(Place::Question { stop, to_check }.or_next(&way))));
    }
    let token = here.token.clone().unwrap_or_else(|| app.earshot.random_token());
    let files = here.take_files(&app, &way, &meant, (&token, &from), &mut filled).await?;
    let fields = filled.fields;
    let mut sent = Sent::read(&way, &meant, &fields);
    sent.anyway(&app, &here.asked, &way, &meant).await?;
    if worried {
        let kept = here.keep_words(&app, &token, sent.given).await?;
        let page = here.worried(Some(stop), fields);
        return Ok(if kept || files.kept { here.remember(&app, page, &token) } else { page });
    }
    sent.flaws(&way, &meant, files.flaws);
    let moved = [("up", true), ("down", false)].into_iter().find(|(button, _)| fields.has(button));
    if let Some((button, up)) = moved {
        let key = fields.get(button);
        for (_, order) in &mut sent.typed {
            *order = shifted(std::mem::take(order), key, up);
        }
    }
    // Moved, or back from who can help: nothing is asked of it yet.
    let as_it_was = moved.is_some() || fields.has("back");
    if as_it_was || !sent.errors.is_empty() {
        let errors = if as_it_was { Vec::new() } else { sent.errors };
        let form = QuestionForm { typed: sent.typed, errors, ..here.form(stop, to_check) };
        let page = pages::question(&here.site, &here.asked, form);
        let page = if as_it_was { ok(&here.site, page) } else { again(&here.site, page) };
        // A file that was taken is this phone's, whatever else is wrong.
        return Ok(if files.kept { here.remember(&app, page, &token) } else { page });
    }
    let (respondent, begun) = (here.respondent, Begun { seed: Some(here.seed), key: fields.get("key") });
    let answers = app.earshot.keep_answers(&here.asked, &token, respondent, begun, sent.given).await?;
    if !here.asked.takes_answers {
        // It is kept, and the page says that it is.
        return Ok(here.remember(&app, ok(&here.site, pages::closed(&here.site, &here.asked)), &token));
    }
    let stays = files.kept || fields.has("out");
    let next = if stays {
        Place::Question { stop, to_check }
    } else {
        place::after(&here.way(&answers), stop, to_check)
    };
    Ok(here.remember(&app, see_other(&here.page(next)), &token))
}

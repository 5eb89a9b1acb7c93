//! The way back: what the last change was, and the button that takes it back.

use earshot_domain::edit::{self, Meaning};
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::{Actor, Preparation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::logic::shortened;
use super::may_change;
use crate::components::{Button, ButtonKind};
use crate::pages::desk::typed::hidden;

/// "Undo", with what it takes back; nothing where there is nothing to take back.
pub(super) fn undo_button(actor: &Actor, preparation: &Preparation) -> Option<AnyView> {
    let consultation = &preparation.consultation;
    let before = preparation.before.as_ref().filter(|_| may_change(actor, consultation))?;
    let words = format!("Undo: {}", change_words(before, &consultation.questionnaire));
    let action = format!("/desk/c/{}/questions/undo", consultation.slug);
    let edition = consultation.edition.to_string();
    Some(
        view! {
            <form method="post" action=action>
                {hidden("edition", edition)}
                <Button words kind=ButtonKind::Still/>
            </form>
        }
        .into_any(),
    )
}

/// What a change was, as a part of a sentence.
fn change_words(before: &Questionnaire, after: &Questionnaire) -> String {
    let effects = edit::effects(before, after);
    let named = |text: &str| format!("\u{201c}{}\u{201d}", shortened(text));
    let all = |meaning: &Meaning| effects.iter().all(|effect| effect.meaning.contains(meaning));
    match &effects[..] {
        [] if before.sections != after.sections => "the sections".into(),
        [] if before.languages != after.languages || before.lang != after.lang => "the languages".into(),
        [] => "the last change".into(),
        [one] if all(&Meaning::New) => format!("adding {}", named(&one.text)),
        [one] if all(&Meaning::Back) => format!("asking {} again", named(&one.text)),
        [one] if all(&Meaning::Retired) => format!("taking out {}", named(&one.text)),
        [one] => format!("the change of {}", named(&one.text)),
        _ if all(&Meaning::Moved) => "the other order".into(),
        _ if all(&Meaning::New) => "adding several questions".into(),
        _ => "the change of several questions".into(),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Kind, Question};
    use earshot_domain::questionnaire::Section;

    use super::*;

    #[test]
    fn a_change_is_called_by_what_it_did() {
        let before = Questionnaire::of(vec![
            Question::new("a", "Are buses late?", Kind::Faces),
            Question::new("b", "Why?", Kind::LongText),
        ]);
        let change = |with: &dyn Fn(&mut Questionnaire)| {
            let mut after = before.clone();
            with(&mut after);
            change_words(&before, &after)
        };
        assert_eq!(change(&|q| q.questions.swap(0, 1)), "the other order");
        assert_eq!(change(&|q| q.questions.truncate(1)), "taking out \u{201c}Why?\u{201d}");
        assert_eq!(
            change(&|q| q.questions[0].text.push('?')),
            "the change of \u{201c}Are buses late??\u{201d}"
        );
        let add = |q: &mut Questionnaire| q.questions.push(Question::new("c", "C?", Kind::Faces));
        assert_eq!(change(&add), "adding \u{201c}C?\u{201d}");
        let once = Questionnaire { retired: vec![Question::new("c", "C?", Kind::Faces)], ..before.clone() };
        let mut again = once.clone();
        again.questions.append(&mut again.retired);
        assert_eq!(change_words(&once, &again), "asking \u{201c}C?\u{201d} again");
        assert_eq!(change(&|q| q.sections.push(Section::new("s", "S"))), "the sections");
        assert_eq!(change(&|q| q.languages.push("cy".into())), "the languages");
        assert_eq!(change(&|q| q.questions[0].sensitive = true), "the last change");
    }
}

//! Who may do what: the part of the matrix in domain.md 7.7 that exists so
//! far, as one table. The checks, the links on the desk and the page that
//! explains the roles all read it from here.

crate::text_enum! {
    /// What somebody of the staff is trusted with.
    pub enum Role {
        /// Runs the installation: people and settings. Sees no raw words.
        Administrator = "administrator",
        /// Asks young people, reads, codes and tells them what happened.
        ParticipationWorker = "participation-worker",
        /// Decides about answers that may mean somebody is not safe.
        SafeguardingLead = "safeguarding-lead",
        /// Turns evidence into needs, priorities and decisions.
        Commissioner = "commissioner",
    }
}

impl Role {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            Role::Administrator => "Administrator",
            Role::ParticipationWorker => "Participation worker",
            Role::SafeguardingLead => "Safeguarding lead",
            Role::Commissioner => "Commissioner",
        }
    }
}

/// One thing that staff may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See how a consultation is set up.
    SeeConsultations,
    /// Make and change consultations and their questions.
    EditConsultations,
    /// Open a consultation, pause, close, publish its results.
    RunConsultations,
    /// Read what young people wrote, once nothing holds it.
    ReadRawText,
    /// Put an answer into the safeguarding lane.
    HoldAnswers,
    /// See held text, decide about it, and see the safeguarding log.
    DecideHeldAnswers,
    /// See codebook, codings, themes and redacted quotes.
    SeeAnalysis,
    /// Code answers, keep the codebook, make themes, redact and quote.
    Analyse,
    /// See needs, priorities and decisions before they are published.
    SeeEvidence,
    /// Write needs.
    EditNeeds,
    /// Agree a need that somebody else wrote.
    AgreeNeeds,
    /// Set priorities.
    SetPriorities,
    /// Write decisions.
    EditDecisions,
    /// Publish a decision.
    PublishDecisions,
    /// Publish the feedback page and its follow-up.
    PublishFeedback,
    /// See the self-assessment.
    SeeStandards,
    /// Score the self-assessment and attach evidence.
    ScoreStandards,
    /// Share the self-assessment with young people.
    ShareStandards,
    /// Invite staff and give roles.
    ManagePeople,
    /// Read the audit trail.
    SeeAudit,
    /// See what is on its way, and have it tried again.
    SeeJobs,
}

impl Permission {
    /// Every permission, in the order the roles page shows them.
    pub const ALL: [Permission; 21] = [
        Permission::SeeConsultations,
        Permission::EditConsultations,
        Permission::RunConsultations,
        Permission::ReadRawText,
        Permission::HoldAnswers,
        Permission::DecideHeldAnswers,
        Permission::SeeAnalysis,
        Permission::Analyse,
        Permission::SeeEvidence,
        Permission::EditNeeds,
        Permission::AgreeNeeds,
        Permission::SetPriorities,
        Permission::EditDecisions,
        Permission::PublishDecisions,
        Permission::PublishFeedback,
        Permission::SeeStandards,
        Permission::ScoreStandards,
        Permission::ShareStandards,
        Permission::ManagePeople,
        Permission::SeeAudit,
        Permission::SeeJobs,
    ];

    /// The roles that have it (domain.md 7.7; two-person rules come on top).
    pub fn roles(self) -> &'static [Role] {
        use Role::{
            Administrator as AD, Commissioner as CM, ParticipationWorker as PW, SafeguardingLead as DSL,
        };
        match self {
            Permission::SeeConsultations => &[AD, PW, DSL, CM],
            Permission::EditConsultations | Permission::RunConsultations => &[PW, AD],
            Permission::ReadRawText => &[PW, DSL],
            Permission::HoldAnswers => &[PW, DSL],
            Permission::DecideHeldAnswers => &[DSL],
            Permission::SeeAnalysis => &[PW, CM],
            Permission::Analyse => &[PW],
            Permission::SeeEvidence => &[AD, PW, CM],
            Permission::EditNeeds => &[PW, CM],
            Permission::AgreeNeeds => &[CM],
            Permission::SetPriorities => &[CM],
            Permission::EditDecisions => &[PW, CM],
            Permission::PublishDecisions => &[CM],
            Permission::PublishFeedback => &[PW],
            Permission::SeeStandards => &[AD, PW, CM],
            Permission::ScoreStandards => &[PW],
            Permission::ShareStandards => &[AD],
            Permission::ManagePeople => &[AD],
            Permission::SeeAudit | Permission::SeeJobs => &[AD],
        }
    }
}

/// Whether somebody with these roles may do this.
pub fn allows(roles: &[Role], permission: Permission) -> bool {
    permission.roles().iter().any(|role| roles.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_safeguarding_lead_decides_about_held_text() {
        for &role in Role::ALL {
            let may = allows(&[role], Permission::DecideHeldAnswers);
            assert_eq!(may, role == Role::SafeguardingLead, "{role:?}");
        }
    }

    #[test]
    fn those_who_decide_and_those_who_administer_see_no_raw_words() {
        for role in [Role::Commissioner, Role::Administrator] {
            assert!(!allows(&[role], Permission::ReadRawText), "{role:?}");
            assert!(!allows(&[role], Permission::Analyse), "{role:?}");
        }
    }

    #[test]
    fn nobody_without_a_role_may_do_anything_and_every_permission_is_held_by_somebody() {
        for permission in Permission::ALL {
            assert!(!allows(&[], permission));
            assert!(!permission.roles().is_empty(), "{permission:?}");
        }
    }
}

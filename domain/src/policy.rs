//! Who may do what: the part of the matrix in domain.md 7.7 that exists so far, as one table. The checks, the links on
//! the desk, the page that explains the roles and the printed table in `ROLES.md` are all made of it.

use chrono::TimeDelta;

crate::text_enum! {
    /// What somebody of the staff is trusted with (domain.md 7.7).
    pub enum Role {
        /// Runs the installation: people and settings. Sees no raw words.
        Administrator = "administrator",
        /// Asks young people, reads, codes and tells them what happened.
        ParticipationWorker = "participation-worker",
        /// Reads what came in, and holds what is worrying.
        Reader = "reader",
        /// Decides about answers that may mean somebody is not safe.
        SafeguardingLead = "safeguarding-lead",
        /// Stands in for the safeguarding lead, and is told when the lead's clock has run out.
        SafeguardingDeputy = "safeguarding-deputy",
        /// Codes, makes themes and quotes, and writes needs.
        Analyst = "analyst",
        /// Turns evidence into needs, priorities and decisions.
        Commissioner = "commissioner",
        /// Agrees needs and decides.
        DecisionMaker = "decision-maker",
        /// Looks after young people's rights: requests, complaints, how long things are kept, and who looked at what.
        DataProtectionOfficer = "data-protection-officer",
    }
}

impl Role {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            Role::Administrator => "Administrator",
            Role::ParticipationWorker => "Participation worker",
            Role::Reader => "Reader",
            Role::SafeguardingLead => "Safeguarding lead",
            Role::SafeguardingDeputy => "Deputy safeguarding lead",
            Role::Analyst => "Analyst",
            Role::Commissioner => "Commissioner",
            Role::DecisionMaker => "Decision-maker",
            Role::DataProtectionOfficer => "Data protection officer",
        }
    }

    /// What it is for, in a sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Role::Administrator => "Runs the installation: people and settings. Sees no raw words.",
            Role::ParticipationWorker => "Asks young people, reads, codes, and tells them what happened.",
            Role::Reader => "Reads what came in, and holds what is worrying.",
            Role::SafeguardingLead => "Decides about answers that may mean somebody is not safe.",
            Role::SafeguardingDeputy => {
                "Stands in for the safeguarding lead, and is told when nobody acts in time."
            }
            Role::Analyst => "Codes answers, makes themes and quotes, writes needs.",
            Role::Commissioner => "Turns evidence into needs, priorities and decisions. Sees no raw words.",
            Role::DecisionMaker => "Agrees needs and decides. Sees no raw words.",
            Role::DataProtectionOfficer => {
                "Answers requests and complaints, keeps the rules of how long things are kept, sees who looked at what. \
                 Reads requests, and no answers."
            }
        }
    }

    /// Whether it may see what young people wrote, as they wrote it.
    pub fn sees_raw_words(self) -> bool {
        allows(&[self], Permission::ReadRawText)
    }

    /// Whether somebody may be trusted with it in one consultation alone (domain.md 7.1, role assignment). The others look
    /// after the whole organisation: its people, its safeguarding lane, its rules.
    pub fn fits_one_consultation(self) -> bool {
        match self {
            Role::ParticipationWorker
            | Role::Reader
            | Role::Analyst
            | Role::Commissioner
            | Role::DecisionMaker => true,
            Role::Administrator
            | Role::SafeguardingLead
            | Role::SafeguardingDeputy
            | Role::DataProtectionOfficer => false,
        }
    }

    /// Whether somebody may be trusted with it at one board alone: for its decisions, and in the consultations whose board it
    /// is (domain.md 7.7).
    pub fn fits_one_board(self) -> bool {
        matches!(self, Role::Commissioner | Role::DecisionMaker)
    }

    /// Whether somebody may be trusted with it in one group of young people alone: in the consultations that are asked of it
    /// and, where it looks after accounts, for those of the group (domain.md 7.7).
    pub fn fits_one_group(self) -> bool {
        matches!(self, Role::ParticipationWorker | Role::Reader | Role::Analyst)
    }

    /// Whether an organisation that asks for a second step asks it of this role: of those who see words of young people,
    /// and of those who could give themselves or others such a role, or take the second step away.
    pub fn needs_second_step(self) -> bool {
        let one_of = [
            Permission::ReadRawText,
            Permission::ModerateComments,
            Permission::SeeRequests,
            Permission::ManagePeople,
            Permission::KeepRetention,
        ];
        one_of.into_iter().any(|permission| allows(&[self], permission))
    }
}

/// Writes the permissions with what they are called and who has them: the table that everything else is made of.
macro_rules! permissions {
    ($($(#[$doc:meta])+ $name:ident = $label:literal: $($role:ident)+;)+) => {
        /// One thing that staff may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission {
            $($(#[$doc])+ $name,)+
        }

        impl Permission {
            /// Every permission, in the order of the printed table.
            pub const ALL: &[Permission] = &[$(Permission::$name),+];

            /// What it is, as a verb and its object.
            pub fn label(self) -> &'static str {
                match self {
                    $(Permission::$name => $label,)+
                }
            }

            /// The roles that have it. Rules that ask for two people come on top of it.
            pub fn roles(self) -> &'static [Role] {
                match self {
                    $(Permission::$name => &[$(Role::$role),+],)+
                }
            }
        }
    };
}

permissions! {
    /// See how a consultation is set up.
    SeeConsultations = "See how consultations are set up":
        Administrator ParticipationWorker Reader SafeguardingLead SafeguardingDeputy Analyst Commissioner
        DecisionMaker DataProtectionOfficer;
    /// Make and change consultations and their questions.
    EditConsultations = "Make and change consultations": Administrator ParticipationWorker;
    /// Open a consultation, pause, close, publish its results.
    RunConsultations = "Open, pause, close, publish": Administrator ParticipationWorker;
    /// Look at a draft that may hurt somebody, so that somebody else can open it.
    CheckConsultations = "Look at a sensitive consultation before somebody else opens it":
        Administrator ParticipationWorker SafeguardingLead SafeguardingDeputy;
    /// Read what young people wrote, once nothing holds it.
    ReadRawText = "Read what young people wrote":
        ParticipationWorker Reader SafeguardingLead SafeguardingDeputy Analyst;
    /// Put an answer into the safeguarding lane. Whoever reads may: a worry waits for nobody else.
    HoldAnswers = "Hold what is worrying":
        ParticipationWorker Reader SafeguardingLead SafeguardingDeputy Analyst;
    /// See held text, decide about it, see the safeguarding log, and set its clocks.
    DecideHeldAnswers = "See and decide about held answers": SafeguardingLead SafeguardingDeputy;
    /// Open how somebody can be reached whose answer is held, together with somebody else who may.
    OpenSealedContacts = "Open how to reach somebody, with a second person":
        SafeguardingLead SafeguardingDeputy;
    /// See codebook, codings, themes and redacted quotes.
    SeeAnalysis = "See codes, themes and quotes": ParticipationWorker Analyst Commissioner DecisionMaker;
    /// Code answers, keep the codebook, make themes, redact and quote.
    Analyse = "Code, make themes, redact, quote": ParticipationWorker Analyst;
    /// Ask for a file with words that are not redacted.
    ExportRawText = "Ask for a file of words as they were written": ParticipationWorker Analyst;
    /// Agree to a file with words that are not redacted, which somebody else has asked for.
    ApproveRawExports = "Agree to a file of words as they were written": DataProtectionOfficer;
    /// See needs, priorities and decisions before they are published.
    SeeEvidence = "See needs, priorities and decisions":
        Administrator ParticipationWorker Analyst Commissioner DecisionMaker;
    /// Write needs.
    EditNeeds = "Write needs": ParticipationWorker Analyst Commissioner;
    /// Agree a need that somebody else wrote.
    AgreeNeeds = "Agree a need that somebody else wrote": Commissioner DecisionMaker;
    /// Set priorities.
    SetPriorities = "Set priorities": Commissioner DecisionMaker;
    /// Write decisions.
    EditDecisions = "Write decisions": ParticipationWorker Commissioner DecisionMaker;
    /// Publish a decision.
    PublishDecisions = "Publish decisions": Commissioner DecisionMaker;
    /// See the boards, and what each of them decides.
    SeeBoards = "See the boards and what they decide":
        Administrator ParticipationWorker Analyst Commissioner DecisionMaker;
    /// Add a board, change it, end it.
    ManageBoards = "Add, change and end boards": Administrator ParticipationWorker Commissioner;
    /// Publish the feedback page and its follow-up.
    PublishFeedback = "Tell young people what happened": ParticipationWorker;
    /// Look at comments, ideas and live words before anybody sees them, and decide whether they are shown.
    ModerateComments = "Check posts before anybody sees them": ParticipationWorker Reader;
    /// Give somebody outside a link to read the evidence of a consultation for a time, and take it back.
    ShareEvidence = "Give somebody outside a link to read the evidence": ParticipationWorker Commissioner;
    /// See which links there are with other organisations: those who read, the live ones that are shared with them.
    SeePartners = "See what other organisations share":
        Administrator ParticipationWorker Analyst Commissioner DecisionMaker DataProtectionOfficer;
    /// Offer a link to another organisation, accept or decline one, end one.
    ManagePartners = "Offer, accept and end links with other organisations": Administrator DataProtectionOfficer;
    /// See the self-assessment.
    SeeStandards = "See Hear by Right":
        Administrator ParticipationWorker Analyst Commissioner DecisionMaker;
    /// Score the self-assessment and attach evidence.
    ScoreStandards = "Score Hear by Right": ParticipationWorker;
    /// Share the self-assessment with young people.
    ShareStandards = "Share Hear by Right": Administrator;
    /// Look after groups of young people and their accounts: add, make codes, pause, renew, remove.
    ManageYoungPeople = "Look after young people's accounts": ParticipationWorker;
    /// See who of the staff is trusted with what.
    SeePeople = "See who has which role": Administrator DataProtectionOfficer;
    /// Invite staff and give roles.
    ManagePeople = "Invite staff and give roles": Administrator;
    /// Read the audit trail.
    SeeAudit = "Read the audit trail": Administrator DataProtectionOfficer;
    /// See what is on its way, and have it tried again.
    SeeJobs = "See what is on its way": Administrator;
    /// See requests and complaints: whoever may not answer them sees those that the word list has marked.
    SeeRequests = "See requests and complaints in which something is worrying":
        SafeguardingLead SafeguardingDeputy DataProtectionOfficer;
    /// See and answer requests and complaints.
    AnswerRequests = "Answer requests and complaints": DataProtectionOfficer;
    /// See how long things are kept, and what would go next.
    SeeRetention = "See how long things are kept": Administrator DataProtectionOfficer;
    /// Change how long things are kept, and hold what a legal case needs.
    KeepRetention = "Change how long things are kept": DataProtectionOfficer;
    /// See and choose the rule that hides small numbers.
    HideSmallNumbers = "Choose how small numbers are hidden": Administrator DataProtectionOfficer;
}

impl Permission {
    /// How long after the second step of signing in it may still be used by those who have one; then the step is shown
    /// again. Nothing where it may be used as long as the session lasts.
    pub fn fresh_within(self) -> Option<TimeDelta> {
        // What a form does may come later than what its page shows: nobody loses what they typed on a page that they
        // have just been let into.
        match self {
            Permission::ReadRawText | Permission::SeeRequests => Some(TimeDelta::hours(4)),
            Permission::DecideHeldAnswers
            | Permission::Analyse
            | Permission::AnswerRequests
            | Permission::ModerateComments => Some(TimeDelta::hours(5)),
            Permission::SeePeople | Permission::SeeRetention => Some(TimeDelta::minutes(20)),
            Permission::ManagePeople
            | Permission::KeepRetention
            | Permission::OpenSealedContacts
            | Permission::ExportRawText
            | Permission::ApproveRawExports => Some(TimeDelta::minutes(60)),
            _ => None,
        }
    }
}

/// Whether somebody with these roles may do this.
pub fn allows(roles: &[Role], permission: Permission) -> bool {
    permission.roles().iter().any(|role| roles.contains(role))
}

/// The whole table as Markdown, as it stands in this crate's `ROLES.md`.
pub fn printed() -> String {
    let line = |first: &str, cells: Vec<&str>| format!("| {first} | {} |\n", cells.join(" | "));
    let mut text = line("", Role::ALL.iter().map(|role| role.label()).collect());
    text += &line("---", Role::ALL.iter().map(|_| "---").collect());
    for permission in Permission::ALL {
        let cell = |role| if permission.roles().contains(role) { "yes" } else { "" };
        text += &line(permission.label(), Role::ALL.iter().map(cell).collect());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_safeguarding_lead_and_the_deputy_decide_about_held_text() {
        for &role in Role::ALL {
            let may = allows(&[role], Permission::DecideHeldAnswers);
            let lead = matches!(role, Role::SafeguardingLead | Role::SafeguardingDeputy);
            assert_eq!(may, lead, "{role:?}");
            assert_eq!(allows(&[role], Permission::OpenSealedContacts), lead, "{role:?}");
        }
    }

    #[test]
    fn those_who_decide_and_those_who_administer_see_no_raw_words() {
        let four =
            [Role::Commissioner, Role::Administrator, Role::DecisionMaker, Role::DataProtectionOfficer];
        for role in four {
            assert!(!allows(&[role], Permission::ReadRawText), "{role:?}");
            assert!(!allows(&[role], Permission::Analyse), "{role:?}");
        }
    }

    #[test]
    fn nobody_without_a_role_may_do_anything_and_every_permission_is_held_by_somebody() {
        for &permission in Permission::ALL {
            assert!(!allows(&[], permission));
            assert!(!permission.roles().is_empty(), "{permission:?}");
        }
    }

    #[test]
    fn what_fits_a_board_or_a_group_fits_one_of_their_consultations() {
        for &role in Role::ALL {
            let (board, group) = (role.fits_one_board(), role.fits_one_group());
            assert_eq!(role.fits_one_consultation(), board || group, "{role}");
            assert!(!board || !role.sees_raw_words(), "{role}: who decides reads no raw words");
            assert_eq!(group, role.fits_one_consultation() && role.sees_raw_words(), "{role}");
        }
    }

    #[test]
    fn whoever_reads_can_hold_what_worries_them() {
        for &role in Role::ALL {
            assert_eq!(role.sees_raw_words(), allows(&[role], Permission::HoldAnswers), "{role:?}");
        }
    }

    #[test]
    fn the_printed_table_is_this_one() {
        let document = include_str!("../ROLES.md");
        assert!(document.contains(&printed()), "put this into ROLES.md:\n\n{}", printed());
        for role in Role::ALL {
            assert!(
                document.contains(&format!("* **{}** (`{role}`): {}", role.label(), role.purpose())),
                "{role}"
            );
        }
    }
}

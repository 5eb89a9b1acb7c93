//! Links with other organisations of the installation: what was offered, by whom, what is live, and what is over; and the
//! form that offers one.

use earshot_domain::partnership::{LinkEnd, LinkKind, REF_MAX, Standing};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, OfferForm, PartnerLink, Partners, Refusal, SharedConsultation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, day, desk};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DateField, Empty, FieldSet, FormRow, PageHead,
    Panel, Ref, Select, SelectOption, Stack, Tag, TagKind, TextField,
};
use crate::{Page, Site};

fn flash(done: Option<&str>) -> Option<String> {
    let words = match done? {
        "offered" => "Offered. It opens nothing before they accept it.",
        "accept" => "Accepted. From its first day on its consultations can be read here.",
        "decline" => "Declined.",
        "withdraw" => "Taken back. They cannot accept it any more.",
        "end" => "Ended. It opens nothing any more.",
        "take-out" => "Taken out. It cannot be read through this link any more.",
        _ => return None,
    };
    Some(words.to_string())
}

/// The links. Who may not manage them sees those that are live and shared with them.
pub fn partners(site: &Site, actor: &Actor, found: Partners, done: Option<&str>) -> Page {
    let (site, actor, flash) = (site.clone(), actor.clone(), flash(done));
    Page::desk("Partners", move || {
        let manages = actor.may(Permission::ManagePartners);
        let Partners { links, others } = found;
        let text = "A link lets the people of one organisation read the evidence of chosen consultations of another: suppressed counts, final themes with published quotes, needs and decisions. Nothing else of one is ever seen by the other.";
        let head = if manages && others {
            view! {
                <PageHead title="Partners" text quiet=true>
                    <ButtonLink href="/desk/partners/new" words="Offer a link" kind=ButtonKind::Main/>
                </PageHead>
            }
            .into_any()
        } else {
            view! { <PageHead title="Partners" text quiet=true/> }.into_any()
        };
        let panels = if !others {
            let text = "There is no other organisation in this installation. Whoever keeps it can add one.";
            view! { <Empty title="Nobody to link with" text/> }.into_any()
        } else if manages {
            groups(&site, &actor, links)
        } else {
            let empty = "What another organisation shares with yours will stand here.";
            panel(&site, &actor, ("shared", "Shared with us", empty), &links)
        };
        let body = view! { {head}<Stack>{panels}</Stack> }.into_any();
        desk(&site, &actor, Here::at(DeskStep::Partners), flash, body)
    })
}

/// The links of somebody who manages them: what waits for us, what is live, what we offered, what is over.
fn groups(site: &Site, actor: &Actor, links: Vec<PartnerLink>) -> AnyView {
    let (offers, rest): (Vec<_>, Vec<_>) =
        links.into_iter().partition(|link| link.standing == Standing::Offered);
    let (by_us, to_us): (Vec<_>, Vec<_>) = offers.into_iter().partition(|link| link.ours);
    let (agreed, over): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|link| matches!(link.standing, Standing::Live | Standing::Coming));
    [
        (("to-us", "Offered to us", "Nothing waits for your answer."), to_us),
        (("agreed", "Agreed by both", "A link that both have agreed will stand here."), agreed),
        (("by-us", "Offered by us", "Nothing waits for theirs."), by_us),
        (("over", "Over", "Nothing yet."), over),
    ]
    .into_iter()
    .map(|(words, links)| panel(site, actor, words, &links))
    .collect::<Vec<_>>()
    .into_any()
}

/// Links under one title. `id`, the title, and what stands there when there is none.
fn panel(
    site: &Site,
    actor: &Actor,
    (id, title, empty): (&'static str, &'static str, &'static str),
    links: &[PartnerLink],
) -> AnyView {
    let list = if links.is_empty() {
        view! { <p class="quiet">{empty}</p> }.into_any()
    } else {
        let links: Vec<AnyView> = links.iter().map(|link| one(site, actor, link)).collect();
        view! { <ul class="plain flow">{links}</ul> }.into_any()
    };
    view! { <Panel id title inset=true>{list}</Panel> }.into_any()
}

fn tag(standing: Standing) -> AnyView {
    let (words, kind) = match standing {
        Standing::Offered => ("Offered", TagKind::Wait),
        Standing::Lapsed => ("Never answered", TagKind::Plain),
        Standing::Coming => ("Not begun yet", TagKind::Wait),
        Standing::Live => ("Live", TagKind::Ok),
        Standing::Over => ("Over", TagKind::Plain),
        Standing::Ended(LinkEnd::Declined) => ("Declined", TagKind::Plain),
        Standing::Ended(LinkEnd::Withdrawn) => ("Taken back", TagKind::Plain),
        Standing::Ended(LinkEnd::Ended) => ("Ended", TagKind::Plain),
    };
    view! { <Tag words kind/> }.into_any()
}

/// What a link lets whom see.
fn lets(link: &PartnerLink) -> String {
    let (who, whose) = if link.ours {
        (format!("Those at {} who see needs and decisions", link.partner), "our")
    } else {
        ("Those of us who see needs and decisions".to_string(), "their")
    };
    let both = match link.kind {
        LinkKind::CommissionerReads => "",
        LinkKind::JointController => " Young people read that both look after what they say.",
    };
    format!(
        "{who} read the evidence of these consultations of {whose} organisation, once they are closed.{both}"
    )
}

fn one(site: &Site, actor: &Actor, link: &PartnerLink) -> AnyView {
    let (partner, says, standing) = (link.partner.clone(), lets(link), tag(link.standing));
    let days = format!("From {} until {}.", day(site, link.from_on), day(site, link.until_on));
    let agreement = format!("Agreement: {}.", link.agreement_ref);
    let consultations: Vec<AnyView> =
        link.consultations.iter().map(|named| consultation(actor, link, named)).collect();
    let consultations = if consultations.is_empty() {
        view! { <p class="quiet">"Nothing any more: everything was taken out."</p> }.into_any()
    } else {
        view! { <ul class="plain flow">{consultations}</ul> }.into_any()
    };
    let buttons = if actor.may(Permission::ManagePartners) { buttons(link) } else { None };
    view! {
        <li class="flow">
            <p><strong>{partner}</strong>" "{standing}</p>
            <p>{says}</p>
            {consultations}
            <p class="quiet small">{agreement}" "{days}</p>
            {buttons}
        </li>
    }
    .into_any()
}

/// A consultation of a link: the way to its evidence for those who may read it, and for those whose it is the way to take it
/// out.
fn consultation(actor: &Actor, link: &PartnerLink, named: &SharedConsultation) -> AnyView {
    let (code, title) = (named.reference.to_string(), named.title.clone());
    let is_live = link.standing == Standing::Live;
    let words = if named.taken_out {
        view! { <span>{title}</span>" "<Tag words="Taken out"/> }.into_any()
    } else if link.ours {
        let href = format!("/desk/c/{}", named.slug);
        view! { <a href=href>{title}</a> }.into_any()
    } else if is_live && named.is_closed && actor.may(Permission::SeeEvidence) {
        let href = format!("/desk/partners/{}/c/{}", link.id, named.slug);
        view! { <a href=href>{title}</a> }.into_any()
    } else {
        let why = (is_live && !named.is_closed)
            .then(|| view! { <span class="quiet">" (nothing to read before it is closed)"</span> });
        view! { <span>{title}</span>{why} }.into_any()
    };
    let may_take_out = link.ours
        && !named.taken_out
        && matches!(link.standing, Standing::Offered | Standing::Coming | Standing::Live)
        && actor.may(Permission::ManagePartners);
    let take_out = may_take_out.then(|| {
        let (action, slug) = (format!("/desk/partners/{}", link.id), named.slug.clone());
        let spoken = format!("{} from the link with {}", named.title, link.partner);
        view! {
            <form method="post" action=action>
                {hidden("do", "take-out")}
                {hidden("consultation", slug)}
                <Button words="Take it out" kind=ButtonKind::Still spoken/>
            </form>
        }
    });
    view! { <li><p><Ref code/>" "{words}</p>{take_out}</li> }.into_any()
}

/// What can be done with a link; nothing where it is over.
fn buttons(link: &PartnerLink) -> Option<AnyView> {
    let can: &[(&'static str, &'static str, ButtonKind)] = match link.standing {
        Standing::Offered if link.ours => &[("withdraw", "Take the offer back", ButtonKind::Still)],
        Standing::Offered => {
            &[("accept", "Accept it", ButtonKind::Main), ("decline", "Decline it", ButtonKind::Still)]
        }
        Standing::Coming | Standing::Live => &[("end", "End it now", ButtonKind::Stop)],
        Standing::Lapsed | Standing::Over | Standing::Ended(_) => return None,
    };
    let forms: Vec<AnyView> = can
        .iter()
        .map(|&(does, words, kind)| {
            let action = format!("/desk/partners/{}", link.id);
            let spoken = format!("{}, {}", link.partner, link.agreement_ref);
            view! {
                <form method="post" action=action>
                    {hidden("do", does)}
                    <Button words kind spoken/>
                </form>
            }
            .into_any()
        })
        .collect();
    Some(view! { <ButtonRow>{forms}</ButtonRow> }.into_any())
}

/// The form that offers a link.
pub fn offer(site: &Site, actor: &Actor, form: OfferForm, typed: &Typed, refusals: &[Refusal]) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Offer a link", move || {
        let inside = if form.partners.is_empty() {
            let text = "There is no other organisation in this installation. Whoever keeps it can add one.";
            view! { <Empty title="Nobody to link with" text/> }.into_any()
        } else if form.consultations.is_empty() {
            let text = "A link names consultations of your own organisation. Begin one first.";
            view! { <Empty title="Nothing to share yet" text/> }.into_any()
        } else {
            fields(form, &typed, &wrong)
        };
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Offer a link"
                text="It opens nothing before somebody there accepts it. Either side can end it at any time, and you can take a consultation out at any time. To add one, offer another link: they accepted what they saw."
                quiet=true
            />
            <Stack>{inside}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Partners).under("/desk/partners", "Partners"), None, body)
    })
    .wrong(is_wrong)
}

fn fields(form: OfferForm, typed: &Typed, wrong: &Wrong) -> AnyView {
    let of = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let ((partner, partner_error), (kind, kind_error)) = (of("partner"), of("link_kind"));
    let (agreement, agreement_error) = of("agreement_ref");
    let ((from, from_error), (until, until_error)) = (of("from_on"), of("until_on"));
    let partners: Vec<SelectOption> =
        form.partners.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect();
    let kinds: Vec<SelectOption> = LinkKind::ALL
        .iter()
        .map(|kind| {
            let words = match kind {
                LinkKind::CommissionerReads => "Read the evidence",
                LinkKind::JointController => {
                    "Read the evidence, and be named to young people as looking after what they say with us"
                }
            };
            SelectOption::new(kind.as_str(), words)
        })
        .collect();
    let ticks: Vec<AnyView> = form
        .consultations
        .into_iter()
        .map(|(value, label)| {
            let checked = typed.has("consultations", &value);
            view! { <CheckBox name="consultations" value label checked/> }.into_any()
        })
        .collect();
    let consultations_error = wrong.at("consultations");
    let actions = view! { <Button words="Offer it"/> }.into_any();
    view! {
        <Panel id="new" title="What it lets whom see" action="/desk/partners/new" inset=true actions>
            <Select name="partner" label="To whom" options=partners value=partner error=partner_error empty="Choose an organisation"/>
            <Select
                name="link_kind"
                label="What they may do"
                options=kinds
                value=kind
                error=kind_error
                empty="Choose what"
            />
            <FieldSet
                legend="Which consultations"
                id="consultations"
                hint="Their evidence is read once they are closed. They see the titles of what you tick as soon as you offer it."
                error=consultations_error
            >
                {ticks}
            </FieldSet>
            <TextField
                name="agreement_ref"
                label="The agreement behind it"
                hint="Its name or number, as both of you file it."
                value=agreement
                error=agreement_error
                autocomplete="off"
                most=REF_MAX
            />
            <FormRow>
                <DateField name="from_on" label="From" value=from error=from_error/>
                <DateField name="until_on" label="Until, and that day with it" hint="Five years at most." value=until error=until_error/>
            </FormRow>
        </Panel>
    }
    .into_any()
}

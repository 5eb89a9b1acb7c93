//! News for those who asked to hear what happens: an address, kept apart from every answer.

use chrono::{Days, NaiveDate};
use earshot_domain::news::{CONFIRM_DAYS, KEPT_DAYS, News, PAUSE_DAYS, may_follow};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::suppression::{self, Shown};
use earshot_store::consultation::{self, Consultation};
use earshot_store::job::{self, Work};
use earshot_store::{Tx, follower};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::error::Refusal;
use crate::keys::SEAL_NONCE;
use crate::people::is_email;
use crate::{Actor, Asked, Earshot, Error};

/// Somebody who asked for news, as their own page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// What they follow, in young people's words.
    pub title: String,
    /// Its short name in addresses.
    pub slug: String,
    /// Whether they said that the address is theirs.
    pub confirmed: bool,
}

/// Who follows a consultation, and what they were told.
#[derive(Debug, Clone)]
pub struct NewsDesk {
    /// How many follow it, suppressed.
    pub followers: Shown,
    /// What can be sent by hand now.
    pub may: Vec<News>,
    /// What was sent in the last month, and on which day last.
    pub sent: Vec<(News, NaiveDate)>,
}

impl Earshot {
    /// Whether anybody can ask for news of this.
    pub fn takes_followers(&self, asked: &Asked) -> bool {
        self.mails && !asked.preview && may_follow(asked.state, asked.setup.sensitive)
    }

    /// Keeps the address of somebody who asks for news, and sends a letter that asks whether it is theirs. From outside
    /// it cannot be told whether it was there already; and nobody gets more than one such letter a day.
    pub async fn follow(&self, asked: &Asked, address: &str, tongue: &str) -> Result<(), Error> {
        let address = address.trim();
        if !is_email(address) {
            let empty = address.is_empty();
            return Err(Error::refused(if empty {
                Refusal::Missing("email")
            } else {
                Refusal::Unreadable("email")
            }));
        }
        if !self.takes_followers(asked) {
            return Err(Error::Closed);
        }
        let place = asked.id.as_bytes();
        let hash = self.keys.address_hash(place, &address.to_lowercase());
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        let mut tx = self.db.begin().await?;
        let row = consultation::by_id(&mut tx, asked.id).await?.ok_or(Error::NotFound)?;
        let new = follower::Follower {
            id: self.random_id(),
            consultation_id: asked.id,
            address: self.keys.seal(place, nonce, address),
            tongue: tongue.to_string(),
            confirmed: false,
        };
        follower::insert(&mut tx, &new, &hash, self.today()).await?;
        let kept = follower::known(&mut tx, asked.id, &hash).await?.ok_or(Error::NotFound)?;
        if !kept.confirmed {
            let once = format!("confirm:{}:{}", kept.id, self.today());
            let work = Work::Confirm(kept.id);
            self.enqueue(&mut tx, row.organisation_id, work, String::new(), Some(once)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What a follower's own page is opened with: their id, and a key that only the installation can make.
    pub(crate) fn follower_token(&self, id: Uuid) -> String {
        format!("{}{}", id.simple(), self.keys.follower_key(id.as_bytes()))
    }

    /// The id in such a token.
    fn follower_id(&self, token: &str) -> Option<Uuid> {
        let (id, key) = token.split_at_checked(32)?;
        let id = Uuid::try_parse(id).ok()?;
        let right = self.keys.follower_key(id.as_bytes());
        bool::from(right.as_bytes().ct_eq(key.as_bytes())).then_some(id)
    }

    /// The ids in a token of several, and whether all of them are right: a letter about several things joins the tokens of
    /// each with dots, so that one press ends all of them, and a program for mail may have cut the last one.
    fn follower_ids(&self, tokens: &str) -> (Vec<Uuid>, bool) {
        let ids: Vec<Option<Uuid>> = tokens.split('.').map(|token| self.follower_id(token)).collect();
        let all = ids.iter().all(Option::is_some);
        (ids.into_iter().flatten().collect(), all)
    }

    /// Somebody's own page, of one thing that they follow or of several. [`Error::NotFound`] where their address is not
    /// kept any more, or no key is whole.
    pub async fn follower(&self, token: &str) -> Result<Follower, Error> {
        let (ids, _) = self.follower_ids(token);
        let mut tx = self.db.read().await?;
        let (mut titles, mut first, mut confirmed) = (Vec::new(), None, true);
        for id in ids {
            // What they have stopped already is not there any more.
            let Some(found) = follower::by_id(&mut tx, id).await? else { continue };
            let row = consultation::by_id(&mut tx, found.consultation_id).await?.ok_or(Error::NotFound)?;
            titles.push(row.setup.0.title_in(&found.tongue).to_string());
            confirmed &= found.confirmed;
            first.get_or_insert(row.slug);
        }
        let slug = first.ok_or(Error::NotFound)?;
        Ok(Follower { title: titles.join(" · "), slug, confirmed })
    }

    /// They want the news.
    pub async fn confirm_following(&self, token: &str) -> Result<(), Error> {
        let id = self.follower_id(token).ok_or(Error::NotFound)?;
        let mut tx = self.db.begin().await?;
        if !follower::confirm(&mut tx, id).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }

    /// They want none any more, of one thing or of several: the address is gone. Asked twice, it is gone as well. Gives
    /// whether every key was whole; those that are count. [`Error::NotFound`] where none is.
    pub async fn stop_following(&self, token: &str) -> Result<bool, Error> {
        let (ids, all) = self.follower_ids(token);
        if ids.is_empty() {
            return Err(Error::NotFound);
        }
        let mut tx = self.db.begin().await?;
        for id in ids {
            follower::forget(&mut tx, id).await?;
        }
        tx.commit().await?;
        Ok(all)
    }

    /// Who follows a consultation, and what can be sent to them.
    pub async fn news_desk(&self, actor: &Actor, slug: &str) -> Result<NewsDesk, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        let count = follower::count(&mut tx, row.id).await?;
        let mut sent = Vec::new();
        for &news in News::ALL {
            if let Some(day) = self.last_sent(&mut tx, &row, news).await? {
                sent.push((news, day));
            }
        }
        let may = News::ALL.iter().copied().filter(|news| self.fits(&row, *news)).collect();
        let preset = self.preset_of(&mut tx, row.id).await?;
        let followers = suppression::count(preset, u64::try_from(count).unwrap_or_default());
        Ok(NewsDesk { followers, may, sent })
    }

    pub(crate) fn fits(&self, row: &Consultation, news: News) -> bool {
        let close_on = row.setup.0.close_on;
        let takes = earshot_domain::consultation::takes_answers(row.state, close_on, self.today());
        news.fits(row.state, takes)
    }

    async fn last_sent(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        news: News,
    ) -> Result<Option<NaiveDate>, Error> {
        let kind = Work::Spread { consultation: row.id, news }.kind();
        let last = job::last(tx, row.organisation_id, &kind, &reference(row)).await?;
        Ok(last.map(|at| at.date_naive()))
    }

    /// Sends a reminder or thanks to everybody who asked for news, at most once a week.
    pub async fn send_news(&self, actor: &Actor, slug: &str, news: News) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if !self.mails || !self.fits(&row, news) {
            return Err(Error::refused(Refusal::WrongState));
        }
        if follower::count(&mut tx, row.id).await? == 0 {
            return Err(Error::refused(Refusal::NobodyFollows));
        }
        if let Some(day) = self.last_sent(&mut tx, &row, news).await?
            && (self.today() - day).num_days() < PAUSE_DAYS
        {
            return Err(Error::refused(Refusal::SentLately(day)));
        }
        self.spread_news(&mut tx, &row, news).await?;
        self.audit(&mut tx, actor, news_action(news), reference(&row));
        Ok(tx.commit().await?)
    }

    /// Has everybody told who follows a consultation, together with what there is to tell.
    pub(crate) async fn spread_news(&self, tx: &mut Tx, row: &Consultation, news: News) -> Result<(), Error> {
        if !self.mails {
            return Ok(());
        }
        // Two who press at the same moment send it once.
        let once = format!("{news}:{}:{}", row.id, self.today());
        let work = Work::Spread { consultation: row.id, news };
        self.enqueue(tx, row.organisation_id, work, reference(row), Some(once)).await?;
        Ok(())
    }

    /// Forgets addresses whose time is over, and jobs that nobody looks at any more.
    pub(crate) async fn purge_news(&self, tx: &mut Tx) -> Result<u64, Error> {
        let before = |days: i64| {
            self.today().checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(NaiveDate::MIN)
        };
        let addresses = follower::purge(tx, before(CONFIRM_DAYS), before(KEPT_DAYS)).await?;
        Ok(addresses + self.purge_jobs(tx).await?)
    }
}

/// A consultation as it is called where records are listed.
fn reference(row: &Consultation) -> String {
    Reference::new(Kind::Consultation, row.number).to_string()
}

/// What the audit trail calls it.
fn news_action(news: News) -> &'static str {
    match news {
        News::Reminder => "news.reminder",
        News::Thanks => "news.thanks",
        News::Heard => "news.heard",
        News::Told => "news.told",
        News::FollowedUp => "news.followed-up",
    }
}

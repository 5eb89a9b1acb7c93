//! The organisation's areas: a tree, larger ones above their parts (domain.md
//! 7.1, "area"). Areas, never addresses or postcodes.

use crate::question::Place;
use crate::slug;

/// Letters that the name of an area may have.
pub const NAME_MAX: usize = 100;

/// The most areas that an organisation may have.
pub const MAX_AREAS: usize = 1_000;

/// The most areas that may lie in each other.
pub const MAX_DEPTH: usize = 6;

/// One area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// Names it in answers and files, and never changes.
    pub key: String,
    /// As young people call it.
    pub name: String,
    /// The key of the larger area that it is a part of.
    pub parent: Option<String>,
    /// Whether it is offered no more. Answers that name it stay.
    pub retired: bool,
}

/// Every area of an organisation, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas(pub Vec<Area>);

/// Why an area cannot be as it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaFlaw {
    /// It has no name.
    NoName,
    /// Its name is longer than [`NAME_MAX`].
    LongName,
    /// Another part of the same area has this name.
    SameName,
    /// There is no area with this key or name to put it under.
    NoParent,
    /// Several areas have the name that it is to be put under.
    ManyParents,
    /// It would lie in itself.
    InItself,
    /// Areas would lie more than [`MAX_DEPTH`] deep in each other.
    TooDeep,
    /// There would be more than [`MAX_AREAS`].
    TooMany,
}

/// Where a listed area belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Under {
    /// At the top.
    Top,
    /// Under another one of the list, by its place in it.
    Listed(usize),
    /// Under the area with this name, whether it is in the list or was there.
    Named(String),
}

/// One area of a list that somebody pastes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its line, for what is wrong with it.
    pub line: u64,
    /// Its name.
    pub name: String,
    /// Where it belongs.
    pub under: Under,
}

impl Areas {
    /// The area with this key.
    pub fn get(&self, key: &str) -> Option<&Area> {
        self.0.iter().find(|area| area.key == key)
    }

    /// The parts of an area, or the areas at the top, in their order.
    pub fn parts<'a>(&'a self, parent: Option<&'a str>) -> impl Iterator<Item = &'a Area> {
        self.0.iter().filter(move |area| area.parent.as_deref() == parent)
    }

    /// Every area under another one, or all of them, each before its parts, and how deep it lies, counted from 1.
    pub fn under(&self, parent: Option<&str>) -> Vec<(usize, &Area)> {
        let mut found = Vec::new();
        self.walk(parent, 1, &mut found);
        found
    }

    fn walk<'a>(&'a self, parent: Option<&str>, depth: usize, found: &mut Vec<(usize, &'a Area)>) {
        // A tree that was broken from outside is read as far as it goes.
        if depth > MAX_DEPTH {
            return;
        }
        for area in self.0.iter().filter(|area| area.parent.as_deref() == parent) {
            found.push((depth, area));
            self.walk(Some(&area.key), depth + 1, found);
        }
    }

    /// The places that lie under a branch, as questions offer them. A retired area takes its parts with it.
    pub fn places(&self, branch: Option<&str>) -> Vec<Place> {
        let under = self.under(branch);
        let is_retired = |area: &Area| {
            let mut now = Some(area);
            for _ in 0..MAX_DEPTH {
                match now {
                    Some(area) if area.retired => return true,
                    Some(area) => now = area.parent.as_deref().and_then(|key| self.get(key)),
                    None => break,
                }
            }
            false
        };
        under
            .iter()
            .map(|(_, area)| {
                let parent = area.parent.as_deref().filter(|key| Some(*key) != branch);
                Place {
                    key: area.key.clone(),
                    name: area.name.clone(),
                    under: parent.and_then(|key| self.get(key)).map(|parent| parent.name.clone()),
                    parent: parent.map(str::to_string),
                    retired: is_retired(area),
                }
            })
            .collect()
    }

    /// Whether an area lies somewhere under another one.
    fn lies_under(&self, key: &str, other: &str) -> bool {
        self.under(Some(other)).iter().any(|(_, area)| area.key == key)
    }

    /// Whether a branch offers something else once an area is offered no more: the area lies in it, is it or holds it. The
    /// branch without a key is the whole tree.
    pub fn touches(&self, branch: &str, key: &str) -> bool {
        branch.is_empty() || branch == key || self.lies_under(key, branch) || self.lies_under(branch, key)
    }

    /// How deep an area lies, counted from 1; 0 for the top itself.
    fn depth(&self, key: Option<&str>) -> usize {
        let Some(key) = key else { return 0 };
        self.under(None).iter().find(|(_, area)| area.key == key).map_or(0, |(depth, _)| *depth)
    }

    /// A key made from a name that no area has.
    fn free_key(&self, name: &str) -> String {
        let stem = match slug::from_title(name) {
            empty if empty.is_empty() => "area".to_string(),
            stem => stem,
        };
        let mut number = 1_usize;
        let mut key = stem.clone();
        while self.get(&key).is_some() {
            number += 1;
            key = format!("{stem}-{number}");
        }
        key
    }

    fn name_flaw(&self, key: Option<&str>, name: &str, parent: Option<&str>) -> Option<AreaFlaw> {
        let same =
            |area: &Area| area.name.to_lowercase() == name.to_lowercase() && Some(area.key.as_str()) != key;
        match name.chars().count() {
            0 => Some(AreaFlaw::NoName),
            letters if letters > NAME_MAX => Some(AreaFlaw::LongName),
            _ => self.parts(parent).any(same).then_some(AreaFlaw::SameName),
        }
    }

    /// Adds an area; gives its key.
    pub fn add(&mut self, name: &str, parent: Option<&str>) -> Result<String, AreaFlaw> {
        let name = name.trim();
        if parent.is_some_and(|key| self.get(key).is_none()) {
            return Err(AreaFlaw::NoParent);
        }
        if let Some(flaw) = self.name_flaw(None, name, parent) {
            return Err(flaw);
        }
        if self.0.len() >= MAX_AREAS {
            return Err(AreaFlaw::TooMany);
        }
        if self.depth(parent) >= MAX_DEPTH {
            return Err(AreaFlaw::TooDeep);
        }
        let key = self.free_key(name);
        let (name, parent) = (name.to_string(), parent.map(str::to_string));
        self.0.push(Area { key: key.clone(), name, parent, retired: false });
        Ok(key)
    }

    /// Gives an area another name and another place.
    pub fn change(&mut self, key: &str, name: &str, parent: Option<&str>) -> Result<(), AreaFlaw> {
        let name = name.trim();
        if parent.is_some_and(|parent| self.get(parent).is_none()) {
            return Err(AreaFlaw::NoParent);
        }
        if parent.is_some_and(|parent| parent == key || self.lies_under(parent, key)) {
            return Err(AreaFlaw::InItself);
        }
        if let Some(flaw) = self.name_flaw(Some(key), name, parent) {
            return Err(flaw);
        }
        let own = self.under(Some(key)).iter().map(|(depth, _)| *depth).max().unwrap_or_default();
        if self.depth(parent) + 1 + own > MAX_DEPTH {
            return Err(AreaFlaw::TooDeep);
        }
        if let Some(area) = self.0.iter_mut().find(|area| area.key == key) {
            area.name = name.to_string();
            area.parent = parent.map(str::to_string);
        }
        Ok(())
    }

    /// Adds a whole list. One that is there already, under the same area, stays as it is, and comes back when it was
    /// retired. With one flaw nothing is taken: all of them are told, by their lines.
    pub fn take(&self, list: &[Listed]) -> Result<Areas, Vec<(u64, AreaFlaw)>> {
        let mut all = self.clone();
        let mut keys: Vec<Option<String>> = vec![None; list.len()];
        let mut flaws = Vec::new();
        let mut waiting: Vec<usize> = (0..list.len()).collect();
        // A part may stand before its larger area: what cannot be placed yet waits for the next round.
        loop {
            let before = waiting.len();
            waiting.retain(|at| {
                let one = &list[*at];
                match all.place(one, list, &keys) {
                    None => true,
                    Some(Ok(key)) => {
                        keys[*at] = Some(key);
                        false
                    }
                    Some(Err(flaw)) => {
                        flaws.push((one.line, flaw));
                        false
                    }
                }
            });
            if waiting.len() == before {
                break;
            }
        }
        // What still waits has no place, unless it waits for one that was refused itself.
        let named = |name: &str| list.iter().any(|other| same_name(&other.name, name));
        let clean = flaws.is_empty();
        flaws.extend(waiting.iter().filter_map(|at| match &list[*at].under {
            Under::Named(name) if !named(name) => Some((list[*at].line, AreaFlaw::NoParent)),
            Under::Named(_) if clean => Some((list[*at].line, AreaFlaw::InItself)),
            _ => None,
        }));
        flaws.sort_by_key(|(line, _)| *line);
        if flaws.is_empty() { Ok(all) } else { Err(flaws) }
    }

    /// Puts one of a list in its place, if that is known yet.
    fn place(
        &mut self,
        one: &Listed,
        list: &[Listed],
        keys: &[Option<String>],
    ) -> Option<Result<String, AreaFlaw>> {
        let parent: Option<String> = match &one.under {
            Under::Top => None,
            Under::Listed(at) => Some(keys.get(*at)?.clone()?),
            Under::Named(name) => {
                let unplaced =
                    |(at, other): (usize, &Listed)| keys[at].is_none() && same_name(&other.name, name);
                let found: Vec<&Area> = self.0.iter().filter(|area| same_name(&area.name, name)).collect();
                match found[..] {
                    [] => return None,
                    [only] if !list.iter().enumerate().any(unplaced) => Some(only.key.clone()),
                    [_] => return None,
                    _ => return Some(Err(AreaFlaw::ManyParents)),
                }
            }
        };
        let there = self.0.iter_mut().find(|area| area.parent == parent && same_name(&area.name, &one.name));
        if let Some(there) = there {
            there.retired = false;
            return Some(Ok(there.key.clone()));
        }
        Some(self.add(&one.name, parent.as_deref()))
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn county() -> Areas {
        let mut areas = Areas::default();
        areas.add("Wexmoor", None).unwrap();
        areas.add("North", Some("wexmoor")).unwrap();
        areas.add("South", Some("wexmoor")).unwrap();
        areas.add("Central", Some("north")).unwrap();
        areas.add("Central", Some("south")).unwrap();
        areas
    }

    fn listed(lines: &[(&str, Under)]) -> Vec<Listed> {
        let one = |(at, (name, under)): (usize, &(&str, Under))| Listed {
            line: u64::try_from(at).unwrap() + 1,
            name: (*name).to_string(),
            under: under.clone(),
        };
        lines.iter().enumerate().map(one).collect()
    }

    fn named(name: &str) -> Under {
        Under::Named(name.into())
    }

    #[test]
    fn areas_lie_in_each_other_and_have_keys_of_their_own() {
        let areas = county();
        let walk: Vec<(usize, &str)> =
            areas.under(None).into_iter().map(|(depth, area)| (depth, area.key.as_str())).collect();
        assert_eq!(walk, [(1, "wexmoor"), (2, "north"), (3, "central"), (2, "south"), (3, "central-2")]);
    }

    #[test]
    fn nothing_lies_in_itself_or_stands_twice_under_one() {
        let mut areas = county();
        assert_eq!(areas.change("wexmoor", "Wexmoor", Some("central")), Err(AreaFlaw::InItself));
        assert_eq!(areas.change("north", "North", Some("north")), Err(AreaFlaw::InItself));
        assert_eq!(areas.change("north", " south ", Some("wexmoor")), Err(AreaFlaw::SameName));
        assert_eq!(areas.change("north", "", Some("wexmoor")), Err(AreaFlaw::NoName));
        assert_eq!(areas.add("East", Some("gone")), Err(AreaFlaw::NoParent));
        assert_eq!(areas.add(&"x".repeat(NAME_MAX + 1), None), Err(AreaFlaw::LongName));
        areas.change("north", "The north", None).unwrap();
        assert_eq!(areas.get("north").map(|area| area.parent.clone()), Some(None));
        let mut deep = Areas::default();
        let mut last = deep.add("0", None).unwrap();
        for at in 1..MAX_DEPTH {
            last = deep.add(&at.to_string(), Some(&last)).unwrap();
        }
        assert_eq!(deep.add("too deep", Some(&last)), Err(AreaFlaw::TooDeep));
        let other = deep.add("other", None).unwrap();
        assert_eq!(deep.change("0", "0", Some(&other)), Err(AreaFlaw::TooDeep));
    }

    #[test]
    fn what_is_retired_is_offered_no_more_and_stays_known() {
        let mut areas = county();
        areas.0[1].retired = true;
        let places = areas.places(Some("wexmoor"));
        let told: Vec<_> =
            places.iter().map(|place| (place.key.as_str(), place.under.as_deref(), place.retired)).collect();
        assert_eq!(
            told,
            [
                ("north", None, true),
                ("central", Some("North"), true),
                ("south", None, false),
                ("central-2", Some("South"), false)
            ]
        );
        assert_eq!(areas.places(Some("gone")), vec![]);
    }

    #[test]
    fn a_list_is_taken_whole_in_whatever_order() {
        let list = listed(&[
            ("Harbour", named("South")),
            ("Docks", named("harbour")),
            ("East", named("Wexmoor")),
            ("Wexmoor", Under::Top),
            ("Mill", Under::Listed(2)),
        ]);
        let areas = county().take(&list).unwrap();
        assert_eq!(areas.0.len(), 9, "what was there stays once");
        assert_eq!(areas.get("docks").and_then(|area| area.parent.as_deref()), Some("harbour"));
        assert_eq!(areas.get("mill").and_then(|area| area.parent.as_deref()), Some("east"));
        let mut gone = county();
        gone.0[2].retired = true;
        let back = gone.take(&listed(&[("South", named("Wexmoor"))])).unwrap();
        assert!(!back.0[2].retired);
    }

    #[test]
    fn a_branch_is_touched_by_what_lies_in_it_and_by_what_holds_it() {
        let areas = county();
        for (branch, key, is_touched) in [
            ("", "south", true),
            ("north", "north", true),
            ("north", "central", true),
            ("north", "wexmoor", true),
            ("north", "south", false),
            ("central", "south", false),
        ] {
            assert_eq!(areas.touches(branch, key), is_touched, "{branch} and {key}");
        }
    }

    #[test]
    fn a_list_with_a_flaw_says_each_and_takes_nothing() {
        let list = listed(&[
            ("East", named("Nowhere")),
            ("", Under::Top),
            ("Park", named("Central")),
            ("West", named("Wexmoor")),
            ("Part", Under::Listed(1)),
        ]);
        let flaws = county().take(&list).unwrap_err();
        assert_eq!(flaws, [(1, AreaFlaw::NoParent), (2, AreaFlaw::NoName), (3, AreaFlaw::ManyParents)]);
        let circle = listed(&[("A", named("B")), ("B", named("A"))]);
        assert_eq!(county().take(&circle).unwrap_err(), [(1, AreaFlaw::InItself), (2, AreaFlaw::InItself)]);
    }
}

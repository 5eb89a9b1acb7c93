//! Words that point to something which a moderator may want to take out. They only suggest: a person ticks each.
//!
//! Short on purpose. A long list would not find what children invent, and would mark what they may well say.

/// Insults, in lower case. `*` stands for every word that begins so. Swear words stand here where they are thrown at
/// somebody; whether a child may say "crap" about a bus is for a person to decide.
pub(super) const INSULTS: &[&str] = &[
    "arsehole*",
    "bastard*",
    "bellend*",
    "bitch*",
    "cunt*",
    "dickhead*",
    "dumbass*",
    "faggot*",
    "fatty",
    "freak*",
    "fuck*",
    "gypo*",
    "idiot*",
    "knobhead*",
    "loser*",
    "moron*",
    "mofo*",
    "nigg*",
    "paki",
    "pakis",
    "pikey*",
    "prick",
    "pricks",
    "retard*",
    "scumbag*",
    "shithead*",
    "slag",
    "slags",
    "slut*",
    "spastic*",
    "spaz*",
    "stupid*",
    "thick",
    "tosser*",
    "tramp",
    "tramps",
    "tranny",
    "trannies",
    "twat*",
    "ugly",
    "wanker*",
    "weirdo*",
];

/// The same in Welsh, with the mutations that stand in sentences. Nobody whose first language it is has read it yet.
pub(super) const WELSH_INSULTS: &[&str] = &[
    "twp", "twpsyn*", "dwpsyn*", "thwpsyn*", "hyll", "diawl*", "ddiawl*", "bastad*", "fastad*", "hwren*",
    "hwrod", "gont*", "chont*", "gast", "cachwr*", "gachwr*", "chachwr*", "ffwc*", "mochyn", "fochyn",
    "pwdryn*", "bwdryn*", "ffŵl", "gwirion*", "wirion*",
];

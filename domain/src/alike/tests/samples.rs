//! Short answers about two matters, and a letter that many hand in: for the rules here, and for the stories of the service,
//! which take this file as it is.

/// Buses that are late.
pub(super) const BUSES: [&str; 8] = [
    "The bus is always late in the morning",
    "The morning bus is late again",
    "Late bus, so I miss registration",
    "My bus was late three mornings",
    "The bus driver is late every day",
    "Bus late and cold at the stop",
    "The late bus makes me miss breakfast",
    "Why is the bus so late",
];

/// Swings in the park.
pub(super) const PARKS: [&str; 8] = [
    "The park needs new swings",
    "Broken swings in the park",
    "Park swings are rusty and broken",
    "Mend the swings at the park please",
    "Our park has no swings for teenagers",
    "Swings and a slide in the park",
    "The park swings were burnt",
    "More swings, the park is boring",
];

/// What is passed round.
pub(super) const LETTER: &str =
    "Please keep the youth club in Barton open, it is the only place for us after school on Fridays";

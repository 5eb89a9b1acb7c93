//! The seven standards of Hear by Right with starter criteria. The names of the
//! standards are the National Youth Agency's; every sentence is Earshot's own,
//! and holds none of the licensed indicators.

use super::{Criterion, Framework, Level, Standard};

const fn criterion(key: &'static str, level: Level, text: &'static str, plain: &'static str) -> Criterion {
    Criterion { key, level, text, plain }
}

pub(super) static FRAMEWORK: Framework = Framework {
    key: "hear-by-right-starter-1",
    name: "Hear by Right: starter criteria",
    note: "The names of the seven standards are the National Youth Agency's. The criteria are Earshot's own \
           starter criteria and not the Hear by Right indicators. For an award, use the indicators of the \
           National Youth Agency.",
    standards: &[
        Standard {
            key: "s1",
            number: 1,
            name: "Shared values",
            plain: "What we all believe about listening to you.",
            criteria: &[
                criterion(
                    "s1-emerging",
                    Level::Emerging,
                    "We have written down why we involve children and young people, and we have taken on \
                     Article 12 of the UN Convention on the Rights of the Child.",
                    "They have written down that your views matter.",
                ),
                criterion(
                    "s1-established",
                    Level::Established,
                    "Young people helped to write and review these values, and staff and young people can see \
                     them where they meet.",
                    "Young people helped write it, and you can see it on the wall or online.",
                ),
                criterion(
                    "s1-advanced",
                    Level::Advanced,
                    "Our partners have agreed to the same values, and we use them to set policy and to judge \
                     how well we do.",
                    "Other groups they work with have promised the same. They check that they keep it.",
                ),
            ],
        },
        Standard {
            key: "s2",
            number: 2,
            name: "Strategies",
            plain: "The plan for how you get a say.",
            criteria: &[
                criterion(
                    "s2-emerging",
                    Level::Emerging,
                    "There is a plan for participation with money, time and dates, and it says how joining in \
                     is made safe and open to everyone.",
                    "There is a plan for how you can have a say, with money and dates.",
                ),
                criterion(
                    "s2-established",
                    Level::Established,
                    "Young people help to write and review the plan, and it names the groups we hear least and \
                     how we will reach them.",
                    "Young people help make the plan. It says how to reach people who are left out.",
                ),
                criterion(
                    "s2-advanced",
                    Level::Advanced,
                    "The plan is joined up with our partners' plans and its budget is secured for several years.",
                    "The plan fits with the plans of other groups. The money will last for years.",
                ),
            ],
        },
        Standard {
            key: "s3",
            number: 3,
            name: "Structures",
            plain: "The meetings and groups where things get decided.",
            criteria: &[
                criterion(
                    "s3-emerging",
                    Level::Emerging,
                    "We know where decisions are made, young people have more than one way to take part in \
                     them, and they are told how decisions come about.",
                    "You know who decides things, and there is more than one way to join in.",
                ),
                criterion(
                    "s3-established",
                    Level::Established,
                    "Meetings change their time, place and papers to suit young people, and young people's \
                     groups are linked to the boards that decide.",
                    "Meetings are at times and places that work for you. Your groups talk to the people in charge.",
                ),
                criterion(
                    "s3-advanced",
                    Level::Advanced,
                    "Young people's groups have resources of their own, a formal place in how we are run, and a \
                     mixed membership that is renewed.",
                    "Your groups have their own money and a real place at the table. New people can join.",
                ),
            ],
        },
        Standard {
            key: "s4",
            number: 4,
            name: "Systems",
            plain: "The things that make it safe and easy to join in.",
            criteria: &[
                criterion(
                    "s4-emerging",
                    Level::Emerging,
                    "Safeguarding, consent and health and safety cover participation, information is easy to \
                     find and understand, and costs and support needs are met.",
                    "Joining in is safe. It costs you nothing, and you get the help you need.",
                ),
                criterion(
                    "s4-established",
                    Level::Established,
                    "Young people always hear what came of what they said, get thanked, and know how to \
                     complain and how to get an advocate.",
                    "They tell you what happened next. You know how to complain and who can help you.",
                ),
                criterion(
                    "s4-advanced",
                    Level::Advanced,
                    "We check these arrangements together with young people, and we keep and use a record of \
                     what has changed because of them.",
                    "Young people help check how it works. There is a list of what has changed.",
                ),
            ],
        },
        Standard {
            key: "s5",
            number: 5,
            name: "Staff",
            plain: "The people who work here, and how they listen.",
            criteria: &[
                criterion(
                    "s5-emerging",
                    Level::Emerging,
                    "There is a named senior champion and a named worker for participation, and every job \
                     description and induction says what is expected.",
                    "You know the names of the people whose job is to listen to you.",
                ),
                criterion(
                    "s5-established",
                    Level::Established,
                    "Young people take part in choosing staff, and participation is talked about in supervision \
                     and appraisal.",
                    "Young people help choose who gets a job here.",
                ),
                criterion(
                    "s5-advanced",
                    Level::Advanced,
                    "Young people are employed or trained as peer workers, assessors or trainers, and their \
                     views feed into staff reviews.",
                    "Young people work here or train others. They help say how well staff are doing.",
                ),
            ],
        },
        Standard {
            key: "s6",
            number: 6,
            name: "Skills and knowledge",
            plain: "What everyone learns so that listening works.",
            criteria: &[
                criterion(
                    "s6-emerging",
                    Level::Emerging,
                    "We check what staff can do and offer training, young people get training and support to \
                     take part, and there is time to learn from what we did.",
                    "Staff learn how to listen. You get help to learn how to have your say.",
                ),
                criterion(
                    "s6-established",
                    Level::Established,
                    "Young people help to design and run training, and what they learn by taking part is \
                     recognised.",
                    "Young people help run the training. You get something to show what you learned.",
                ),
                criterion(
                    "s6-advanced",
                    Level::Advanced,
                    "We share training with our partners, and experienced young people mentor others.",
                    "Young people who know how it works teach and help new ones.",
                ),
            ],
        },
        Standard {
            key: "s7",
            number: 7,
            name: "Style of leadership",
            plain: "How the people in charge act.",
            criteria: &[
                criterion(
                    "s7-emerging",
                    Level::Emerging,
                    "Leaders say in public that participation matters, meet young people, and find the money \
                     and time for it.",
                    "The people in charge meet you and say out loud that your views count.",
                ),
                criterion(
                    "s7-established",
                    Level::Established,
                    "Leaders act on what they hear, report back to young people, and answer for it.",
                    "The people in charge act on what you say. Then they come back and tell you.",
                ),
                criterion(
                    "s7-advanced",
                    Level::Advanced,
                    "Leaders stand up for participation among partners, and the organisation shares what it \
                     has learned with others.",
                    "The people in charge get other places to listen to young people too.",
                ),
            ],
        },
    ],
};

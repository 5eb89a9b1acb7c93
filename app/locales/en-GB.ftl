# Every sentence that young people and the public see. Reading age 9: short
# sentences, one idea each, "we" and "you". Sorted by page.

brand = Earshot
error-word = Error:
skip-main = Skip to the main part
skip-question = Skip to the question
skip-answers = Skip to your answers
nav-label = Main
nav-changed = What changed
nav-mine = My words
nav-help = Help
back = Back

help-title = Need to talk?
help-childline = Childline 0800 1111
help-shout = Text SHOUT to 85258
help-999 = In danger now: 999
help-duty = Worried about someone here? Call { $phone }
help-anonymous = We don’t know who you are. So we can’t get help to you from here. These people can help now.
help-any-time = You don’t have to wait until something is really bad.
help-worrying = Something is worrying me
leave = Leave this page
foot-privacy = Your privacy
foot-accessibility = Accessibility

ease-title = Make this easier
ease-large = Bigger words
ease-usual = Usual words
ease-dark = Darker page
ease-light = Lighter page
ease-easy = Easier words and pictures
ease-not-easy = The usual words
ease-band = Words for age { $ages }
ease-aloud = Read it to me
ease-quiet = Stop reading

home-title = Say what you think
home-head = Say what you think. Then see where it goes.
home-lead = You answer a few questions. We follow your words until something changes, or until someone tells you why not.
home-see-open = See what’s open
home-open = Open now
home-open-none = Nothing is open right now
home-open-none-text = We are reading what young people said. Look below to see what happens next.
home-changed = What changed lately
home-changed-none = Nothing has changed yet
home-changed-none-text = When something changes because young people spoke, it stands here.
home-changed-all = Everything we said yes to, no to and not yet to
home-waiting = Closed. What happens next
home-card-foot = { $organisation } · { $ages }about { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
home-card-ages = age { $from } to { $to } ·{ " " }
home-closes = Closes { $day }
home-next-reading = We are reading what you said.
home-next-findings = We are reading what you said. Next: what we heard, on { $day }.
home-next-told = See what we heard. We tell you what happens by { $day }.
home-next-decided = Someone has decided. We tell you what happens by { $day }.
home-next-done = We have told you what happened.
home-late = We said we would tell you by { $day }. We are late. We are sorry.
home-standards = How well do we listen?
home-standards-text = We score ourselves. Young people score us too.

# A day, such as "2 June 2026".
day = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

you-said = You said
we-did = We did

start-wants = { $organisation } wants to hear from you
start-lead = We want to know.
start-minutes = { $n ->
    [one] It takes about 1 minute.
   *[other] It takes about { $n } minutes.
}
start-skip = You can skip any question. You can stop at any time.
start-button = Start
start-resume = Carry on
start-over = Start again
start-over-hint = Someone started on this phone. If it was not you, start again.
start-for = For people aged { $from } to { $to }.
start-until = Open until { $day }.
start-why = Why are we asking?
start-who = Who decides?
start-who-text = { $decider } { $role }. They will read what you say.
start-who-was = { $decider } { $role }.
start-who-on = { $decider } { $role }. They will read what you say and decide on { $day }.
start-can = What can change?
start-cannot = What is already decided?
start-promise = Our promise
start-anonymous-1 = We don’t ask your name. We won’t know it was you.
start-anonymous-2 = That also means we can’t come and help you from here. Nobody reads answers straight away. If something is worrying you,
start-anonymous-link = these people can help now
start-confidential-1 = We won’t tell anyone what you said unless we are worried that you or someone else is not safe.
start-confidential-2 = Then we may need to tell someone who can help, and we’ll try to tell you first. Nobody reads answers straight away. If something is worrying you,
start-kept = If you stop half way, this phone keeps your answers for { $days ->
    [one] 1 day
   *[other] { $days } days
}. Then we delete them.
start-told = We will tell everyone what happens by { $day }, on this page.
start-way = What happens to what you say
start-way-answer = You answer
start-way-answer-text = You get four words to keep, so you can change your mind.
start-way-read = A person reads it
start-way-read-text = A person reads every answer. Not a computer.
start-way-themes = We put the same ideas together
start-way-themes-on = You can see what everyone said on { $day }.
start-way-decide = Someone decides
start-way-decide-text = { $decider } has to answer every idea. Yes, no or not yet, and why.
start-way-told = We tell you
start-way-told-on = By { $day }, here.
start-way-told-text = Here.
start-shared = Do other people use this phone?
start-shared-on = Don’t keep my answers on this phone
start-shared-text = Then nothing is kept here when you close the page, and you need signal until you have sent your answers.
start-shared-is = This phone keeps nothing that you write here.
start-shared-off = Keep my answers here until I send them
start-other = Not a young person?
start-as-parent = I am a parent or carer
start-as-professional = I work with children
start-as-community = I live here

closed-title = This is closed
closed-lead = We are not taking answers any more.
closed-reading = We are reading what you said. Nobody decides before every answer is read.
closed-next = Next: you can see what everyone said on { $day }.
paused-title = This is stopped for now
paused-lead = We are not taking answers today. What you wrote on this phone is still here.
results-link = See what we heard
feedback-link = See what we did
preview-banner = This is a preview. Only staff can see it. Nothing can be sent.

before-title = If you need to stop fast
before-1 = Every page has a button at the top: “{ $leave }”. Press it and a page about the weather opens.
before-2 = It also deletes what you have not sent yet.
before-3 = Your phone still remembers that you were here. Someone who looks at the list of pages you opened can see it. If that worries you, use another phone, or talk to someone you trust first.
before-go = OK, let’s start

side-who = { $decider } { $role }. They will read what you say first.
side-anonymous = We don’t ask your name.
side-confidential = We only tell someone if a person is not safe.
side-apart = Your age and where you live go with your answers. Everything else you tell us here is kept apart from your words. Nobody can put them together.
side-words = You can change your mind later.

question-of = Question { $n } of { $total }
question-all-done = { $total ->
    [one] The question is done
   *[other] All { $total } questions done
}
question-nearly = Nearly done
question-several = A few questions
section-full = Thank you. Enough people have told us about this part, so we have closed it. Let’s go on.
next = Next
skip = Skip this question
skip-several = Skip these questions
or = or
face-1 = Very unhappy
face-2 = Unhappy
face-3 = In the middle
face-4 = Happy
face-5 = Very happy
answer-yes = Yes
answer-no = No
answer-unsure = Not sure
agree-1 = I really disagree
agree-2 = I disagree
agree-3 = In the middle
agree-4 = I agree
agree-5 = I really agree
when-week = In the last week
when-month = In the last month
when-year = In the last year
when-longer = Longer ago
when-unsure = I’m not sure
rank-hint = Put what matters most to you at the top. Press the arrows to move things.
rank-up = Move up: { $option }
rank-down = Move down: { $option }
area-pick = Choose a place
words-hint = Write it how you would say it. Spelling doesn’t matter. Please don’t write names of people or your phone number.
words-room = A few words is enough. There is room for { $n } letters.
words-left = You have room for { $n } more letters.
several-hint = Choose as many as you like.
several-hint-max = Choose up to { $n }.
several-hint-min = Choose { $n } or more.
several-hint-exactly = Choose { $n }.
number-between = A number from { $min } to { $max }.

error-one = One thing to change
error-many = A few things to change
error-kept = We kept everything you wrote.
error-empty-choice = Choose an answer, or press “Skip this question”
error-empty-words = Write something, or press “Skip this question”
error-not-option = Choose one of the answers on this page
error-too-many = Choose no more than { $n }
error-too-few = Choose at least { $n }
error-alone = That answer goes by itself. Choose it, or choose the others
error-too-long = Make it shorter. There is room for { $max } letters and you wrote { $length }
error-empty-number = Write a number, or press “Skip this question”
error-number = Write a whole number, such as 3
error-range-both = Write a number from { $min } to { $max }
error-range-min = Write a number that is { $min } or more
error-range-max = Write a number that is { $max } or less
error-phone = Take the phone number out of your words
error-phone-why = There is a phone number here. Please take it out. We can’t text you back, and leaving it out keeps you safe.
error-email = Take the email address out of your words
error-email-why = There is an email address here. Please take it out. We can’t write back, and leaving it out keeps you safe.
error-link = Take the web link out of your words
error-link-why = There is a web link here. Please take it out and say it in your own words.
error-about = Choose one of the answers on this page
error-words-choice = Choose yes or no

check-title = Check what you said
check-hint = Nothing has been sent yet.
check-skipped = You skipped this one
check-change = Change
check-change-spoken = { " " }your answer to: { $question }
check-right = These are right
check-none = You have not answered anything. You can go back, or send it like this.

consent-title = Can we use your exact words?
consent-hint = We may want to show them in a report or on this site. We take out names and places first. Nobody will know it was you.
consent-yes = Yes, you can use my words
consent-no = No, just count my answers

about-title = Before you finish, can we ask about you?
about-lead = These questions help us check we heard from all kinds of young people. You can skip them. It won’t change anything.
about-skip = No thanks, skip all of these
about-age = How old are you?
about-area = Where do you live?
about-prefer-not = Prefer not to say
about-send = Send my answers

thanks-title = Thank you. We got it.
thanks-lead = Your words have started. Now it’s our job to carry them.
thanks-keep = Keep these four words
thanks-keep-1 = Write them down or take a photo. With them you can
thanks-keep-link = see, change or delete what you said
thanks-keep-until = until { $day }. After that you can still see what happened, or take your words back.
thanks-keep-always = whenever you like.
thanks-keep-2 = We don’t know who you are, so we can’t find your words for you if you lose them. That is fine too. You don’t have to keep them.
thanks-once = For your safety we show the four words only once.
thanks-next = What happens next
thanks-next-today = Today
thanks-next-said = You said it
thanks-next-read = A person reads every answer
thanks-next-seen = You can see what everyone said
thanks-next-decides = { $decider } decides
thanks-next-told = We tell everyone what happens
thanks-by = By { $day }
thanks-here = On this site.
thanks-hard = Was that hard to talk about?
thanks-hard-text = You can talk to someone about it now. It’s free and they won’t be shocked.
thanks-again = Is someone else answering on this phone? They can start from the beginning.

mine-title = My words
mine-ask-head = What happened to my words?
mine-ask-lead = Type the four words you got when you sent your answers.
mine-ask-label = Your four words
mine-ask-hint = Small or big letters, with or without commas. For example: wren copper ladder tide
mine-ask-button = Show me
mine-ask-lost = Lost your four words? We don’t know who you are, so we can’t find them for you. You can still see what everyone said and what we did.
mine-error-empty = Type your four words
mine-error-wrong = We can’t find those four words. Check the spelling and try again.
mine-error-many = That was a lot of tries. Wait a minute, then try again.
mine-head = What happened to my words
mine-said-yes = You said this on { $day }. You said yes, we can use your exact words.
mine-said-no = You said this on { $day }. We count it, but we don’t show your words.
mine-no-words = You answered on { $day }. You did not write anything in your own words, so your answers are counted with everyone’s.
mine-yours = They are your words
mine-yours-text = You are in charge of them. You don’t have to say why.
mine-narrow = Count me, but don’t show my words
mine-take-back = Take back everything I said
mine-take-back-note = If you take your words back, they are gone at once. They also come out of our reports.
mine-narrow-sure = Count me, but don’t show my words?
mine-narrow-sure-text = We still count your answers. Nobody will see your exact words. If we have shown them already, we take them down.
mine-narrow-yes = Yes, don’t show my words
mine-take-back-sure = Take back everything?
mine-take-back-sure-text = We delete all your answers. We can’t get them back for you.
mine-take-back-yes = Yes, delete what I said
mine-no = No, leave it as it is
mine-gone = You took everything back
mine-gone-text = Your answers are deleted. Nothing that you wrote is left. If you told us about your health or your family at the end, we only counted that. It was never kept with your answers, so nobody can find it again.
mine-narrowed = Done. Nobody will see your exact words.
mine-changed = Done. We changed your answer.
mine-answers = Everything I said
mine-may-change = You can change your answers until { $day }.
mine-may-not-change = It is closed now, so you can’t change your answers. You can still take them back.
mine-delete = Delete this answer
mine-save = Save
mine-done = Done with this phone? Close this page so nobody else can see it.

trail-said = You said it
trail-someone-said = Someone said it
trail-said-in = In “{ $title }”: { $question }
trail-read = A person read it
trail-read-ahead = A person will read it
trail-quote = It became a quote
trail-quote-text = We show your exact words. Names and places are taken out.
trail-quote-public = A person checked that nobody can tell who said it.
trail-theme = Other people said it too
trail-theme-public = It joined others in a theme
trail-theme-text = “{ $name }”
trail-theme-ahead = We put the same ideas together
trail-need = We wrote down what is needed
trail-need-ahead = We write down what is needed
trail-priority = It went on the list
trail-priority-ahead = It goes on the list of what to do first
trail-priority-both = Young people put it in place { $young }. The adults put it in place { $place }. There were { $of } things on the list.
trail-priority-adults = The adults put it in place { $place }. There were { $of } things on the list.
trail-decision = Someone decided
trail-decision-ahead = Someone decides
trail-decision-who = { $decider }: { $title }
trail-decision-when = { $decider } decides on { $day }.
trail-decision-when-open = { $decider } decides.
trail-change = It changed
trail-change-ahead = Something changes
trail-change-due = Promised by { $day }.
trail-told = Now we are telling you
trail-told-public = We told the young people
trail-told-ahead = We tell you
trail-told-by = By { $day }
trail-late = We said we would tell you by { $day }. We are late. We are sorry.
trail-follow-up = And later, on { $day }:
trail-everything = Everything we told you

frequency-all = Everyone said something like it.
frequency-almost-all = Almost everyone said something like it.
frequency-most = Most of you said something like it.
frequency-more-than-half = More than half of you said something like it.
frequency-about-half = About half of you said something like it.
frequency-some = Some of you said something like it.
frequency-a-few = A few of you said something like it.

status-doing = Yes, we are doing it
status-doing_differently = Yes, but in a different way
status-not_yet = Not yet
status-trying = We are trying it out
status-passed_on = Someone else decides. We told them
status-no = No, and this is why
status-already = It is already there. Here is how to get it
status-need_more = We need to ask you more

results-title = What we heard
results-lead = About { $n } young people told us. A person read every answer.
results-lead-few = Only a few young people told us. A person read every answer.
results-ripple-decide = Now: what you said. Next: someone decides
results-ripple-decide-on = Now: what you said. Next: someone decides, on { $day }
results-ripple-decided = Now: what you said. Someone has decided
results-ripple-told = Now: what you said. We have told you what happens
results-caption = How many of you gave each answer
results-answer = Answer
results-bar = Bar
results-count = How many
results-hidden = Only a few people. We hide small numbers.
results-c-spoken = too few to show
results-c-what = What does [c] mean?
results-c-text = It means only a few people. We hide small numbers so that nobody can work out who said what.
results-rounded = Every number is rounded to the nearest 5, so they don’t add up exactly.
results-by-age = See it by age
results-by-age-caption = { $question } By age.
results-everyone = Everyone
results-words = In your words
results-words-text = These are exact words. We keep the spelling. We take out names and places.
results-no-words = No theme has been published yet.
results-follow = Follow these words
results-others = What others said
results-others-text = Parents, carers and people who work with children answered too. Their answers are kept apart from yours.
results-others-from = { $who }: { $n }
results-not-heard = Who we didn’t hear from
results-not-heard-text = Too few people aged { $bands } answered, so their numbers are hidden.
results-none-title = Not ready yet
results-none-text = We are still reading. You can see what everyone said on { $day }.
results-none-text-asking = People are still answering. You can see what everyone said on { $day }.
results-none-text-open = We are still reading. When we are done, it stands here.
who-child = Young people
who-parent = Parents and carers
who-professional = People who work with children
who-community = Other people who live here

feedback-title = You said. This is what we did.
feedback-lead = { $decider } decided on { $day }. Every idea gets an answer, even when the answer is no.
feedback-lead-none = Nothing was decided this time. Every idea still gets an answer, and here is why.
feedback-when = { $day }
feedback-when-news = { $day }, with news from { $later }
feedback-every = Every answer
feedback-follow = Follow these words
feedback-promised = By { $day }: { $what }
feedback-done = Done on { $day }: { $what }
feedback-did-it-work = Did it work?
feedback-follow-up = What came of it
feedback-follow-up-on = We will say what came of it on { $day }.
feedback-none-title = Not yet
feedback-none-text = We will tell everyone what happens by { $day }, on this page.
feedback-none-text-open = When it is decided, we tell everyone what happens, on this page.
feedback-late = We said we would tell you by { $day }. We are late. We are sorry.

trace-title = How one person’s words travelled
trace-head = How one person’s words travelled · { $reference }
trace-by = { $who }. Exact words, used with a yes.
trace-by-other = { $who }
trace-struck = These words were taken back
trace-struck-text = We don’t show these words any more. The person who said them can take them back at any time, and we take words out that could hurt somebody. If you used them in a report, take them out.
trace-results = What else we heard
trace-report = Using this in a report?
trace-report-text = Quote the words exactly and keep the reference: { $reference }, { $title }. If the young person takes their words back, this page will say so and you must stop using them.

standards-title = How well do we listen?
standards-lead = { $organisation } checks how well it listens to young people. Staff say how they think it is going. Young people say how it really is. Both stand here.
standards-none = Nothing is shared yet
standards-none-text = { $organisation } has not shared how it is doing. When it does, it stands here.
standards-since = Shared on { $day }.
standards-staff = Staff say
standards-young = Young people say
standards-not-scored = Nobody has said yet
standards-same = We agree
standards-near = A bit apart
standards-far = Far apart
standards-differ = { $n ->
    [0] Where both have spoken, we agree.
    [one] We are far apart on 1.
   *[other] We are far apart on { $n }.
}
standards-why = Why we see it differently
standards-evidence = Where we did it
standards-framework = The seven standards are named after Hear by Right, made by the National Youth Agency. The sentences under them are our own.
score-1 = It is there and it works
score-2 = It is there, but it needs to get better
score-3 = We are just starting it
score-4 = It is not there

privacy-title = Your privacy
privacy-1 = We don’t ask your name, and we don’t need to know who you are.
privacy-2 = We don’t keep your phone’s address. We don’t follow you around. Nobody else gets anything from this site.
privacy-3 = While you answer, this phone remembers your answers so you can carry on later. The start page says for how long. Then we delete them.
privacy-4 = When you send your answers, people who work here read them. They take out names and places before anyone else sees your words.
privacy-5 = If you tell us your age or where you live, it goes with your answers. We only show an age when at least 10 people of that age answered. Anything else about you is kept apart from your words, and we only ever show big numbers.
privacy-6 = With your four words you can see, change or delete what you said.
privacy-cookies = Small files on your phone
privacy-cookies-text = One keeps your unfinished answers. One remembers when you began, so that we can tell others how many minutes it takes; we never keep when. One keeps your four words until you have seen them, for 10 minutes at most. One remembers how you like to read: bigger words, a darker page, easier words or another language. Some phones also keep answers that wait for signal. That is all.
accessibility-title = Accessibility
accessibility-1 = Everyone should be able to use this site: with a keyboard, with a screen reader, with big words, on an old phone, without script.
accessibility-2 = We test every page with a tool and by hand against WCAG 2.2, level AA. If something does not work for you, please tell the people who sent you here, so they can mend it and give you another way to answer.

missing-title = We can’t find that page
missing-text = It may have moved, or the link may be wrong.
missing-home = Go to the first page
forbidden-title = You can’t see this page
forbidden-text = It is for people with another role.
stale-title = Somebody else changed this
stale-text = It was changed while you had it open. Go back, load the page again, and make your change once more. Nothing was lost.
wrong-title = We could not take that
wrong-text = Something in what was sent was not as we expected. Nothing was changed.
large-title = That was too much
large-text = What you sent is bigger than this page can take. Make it shorter and try again.
site-title = That came from another site
site-text = For your safety we only take answers that were given on this site. Go back to the page and try again.
broken-title = Something went wrong
broken-text = It is our fault, not yours. Nothing you wrote is lost: go back and try again in a minute.
broken-reference = If you tell us about it, say: { $reference }
many-title = Slow down a little
many-text = That was a lot of tries. Wait a minute, then try again.

phone-saved = Saved on this phone.
phone-waiting-here = Keep this page open. This phone can’t keep your answers, so they go from here as soon as there is signal.
phone-sending = Sending
phone-waiting = Waiting for signal
phone-waiting-text = Your answers are safe on this phone. They go as soon as there is signal. You can close this page.
phone-sent = Sent
phone-not-sent = Not sent yet
phone-delete = Delete it from this phone
phone-delete-sure = Press again to delete it
phone-deleted = It is deleted from this phone.
phone-closed = This closed before your answers could be sent. They are still on this phone.
phone-refused = Something in your answers could not be taken. Check them and send them again.
phone-again = Try again now

# With a code.
join-title = Type your code
join-lead = Somebody gave you a code on a piece of paper. Type it here to start.
join-label = Your code
join-hint = 8 letters and numbers. Small or big letters, with or without the line in the middle. For example: KX4M-7QPD
join-button = Go
join-no-name = Your code does not tell us who you are.
join-error-empty = Type your code
join-error-slip = That is not quite right. Look at the code again and type all 8 letters and numbers.
join-error-wrong = We can’t find that code. Look at it again, or ask the person who gave it to you.
join-error-many = That was a lot of tries. Wait a minute, then try again.
join-needed = You need a code for this one
join-needed-text = Only people who got a code can answer here. If you have one, type it. If not, ask the person who told you about it.
join-used = This code was used already
join-used-text = Each code works only so many times, and this one is used up. If you did not use it, ask the person who gave it to you for a new one.
join-expired = This code has ended
join-expired-text = Its last day is over. Ask the person who gave it to you if there is still time.
join-revoked = This code does not work any more
join-revoked-text = Ask the person who gave it to you for a new one.
slip-go = Go to { $address } and type this code, or scan the square:
slip-square = A square to scan: it opens the questions with your code

# A tablet that many people use.
kiosk-banner = Many people use this tablet, one after the other. When you stop, go to the start page. Then it forgets what you wrote.
kiosk-next = Next person
kiosk-next-hint = Have you got your four words? Then press the button. This tablet forgets everything, and the next person can start.

# Somebody of the staff types for somebody else.
assist-banner = You are writing for somebody. Write what they say, not what you think.
assist-spoke = Who said it like this?
assist-spoke-hint = The person who types answers this one.
assist-exact = These are their exact words
assist-understood = This is what I understood
assist-error = Say whose words these are
assist-end = I am not writing for somebody any more

# A reminder and a thank-you that schools and clubs pass on.
reminder-still = There is still time to say what you think.
reminder-days = { $days ->
    [0] Today is the last day.
    [one] Tomorrow, { $day }, is the last day.
   *[other] There are { $days } days left. The last day is { $day }.
}
reminder-go = Go to { $address } or scan the square.
reminder-address = You can answer here: { $address }
reminder-code = Type the code that you were given.
reminder-done = Have you answered already? Then you don’t have to do anything. Thank you!
reminder-square = A square to scan: it opens the questions
reminder-thanks = Thank you to everyone who answered “{ $title }”.
reminder-thanks-read = A person reads every answer. Not a computer.
reminder-thanks-see = You can see what everyone said on { $day }, at { $address }.
reminder-thanks-told = By { $day } we tell you what happens, and why.

# On paper.
paper-form = Form
paper-page = Page { $n } of { $of }
paper-until = Give it back by { $day }.
paper-how = How to fill this in
paper-how-box = Put a cross in the box next to your answer. Cross hard with a pen. The small number in the box is only for us.
paper-how-change = Changed your mind? Fill the wrong box in black and put a cross in another one.
paper-how-name = Don’t write your name on it. Don’t write other people’s names.
paper-typed = Someone who works here types in what you wrote, word for word.
paper-phone = You can answer on a phone instead: { $address }
paper-languages = These questions are also there in: { $languages }. Ask the person who gave you this.
paper-only-if = Only if { $rule }
paper-and = and
paper-or = or
paper-if-answered = you answered question { $n }
paper-if-not-answered = you did not answer question { $n }
paper-if-not = not: { $rule }
paper-if-chose = you chose “{ $answer }” at question { $n }
paper-if-not-chose = you did not choose “{ $answer }” at question { $n }
paper-if-first = “{ $answer }” is your number 1 at question { $n }
paper-if-not-first = “{ $answer }” is not your number 1 at question { $n }
paper-if-number = your number at question { $n } is { $answer }
paper-if-number-not = your number at question { $n } is not { $answer }
paper-if-less = your number at question { $n } is less than { $answer }
paper-if-at-most = your number at question { $n } is { $answer } or less
paper-if-more = your number at question { $n } is more than { $answer }
paper-if-at-least = your number at question { $n } is { $answer } or more
paper-piped = (your answer to question { $n })
paper-one = Choose one.
paper-each = Choose one in each row.
paper-order = Write a number in each box, from 1 to { $n }. Number 1 matters most to you.
paper-number = Write a number.
paper-about = Nearly done. These questions help us check we heard from all kinds of young people. You can leave them out.
paper-thanks = Thank you!
paper-give-back = Give this back to the person who gave it to you.
paper-told = We tell everyone what happens by { $day }, at { $address }
paper-keep = Keep this part
paper-keep-text = If you change your mind, give this code to the people who asked you. They delete everything you wrote here. They don’t need your name.

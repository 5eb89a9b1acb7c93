# Glossary and rules for the Welsh file. One word for one thing, everywhere.
#
# answer, to answer = ateb, atebion      | question = cwestiwn, cwestiynau
# consultation = ymgynghoriad            | theme = thema (feminine), themâu
# quote = dyfyniad                       | need, what is needed = angen, beth sydd ei angen
# decision, to decide = penderfyniad, penderfynu
# feedback = adborth                     | results, what we heard = beth glywon ni
# young people = pobl ifanc              | parent or carer = rhiant neu ofalwr
# four words (the receipt) = pedwar gair | exact words = yr union eiriau
# to take back = tynnu yn ôl             | to delete = dileu
# to take out (names) = tynnu allan      | to skip = neidio dros
# to count = cyfri                       | to keep = cadw
# page = tudalen (feminine)              | site = gwefan (feminine)
# preview = rhagolwg                     | by (a day) = erbyn
#
# The reader is "ti". "Chi" only for all young people at once (you said, some of you), and where
# a young person speaks to us ("peidiwch"). Neutral for North and South: nawr, eisiau, gen ti,
# dweud, yma; no "fe" or "fo" for a thing. Imperatives end in -a; buttons are verb-nouns.
# A place such as { $decider } cannot mutate, so nothing that mutates stands before it: no "gan",
# "i" or "wrth"; a day stands after "ar", "erbyn" or "tan". Numbers in selectors: 2 takes the soft
# mutation, 3 and 6 the aspirate one; a case that is the same as "other" is left out. Long
# numbers: "{ $n } o bobl".

# Every sentence that young people and the public see. Reading age 9: short
# sentences, one idea each, "we" and "you". Sorted by page.

brand = Earshot
error-word = Gwall:
skip-main = Neidio i’r brif ran
skip-question = Neidio i’r cwestiwn
skip-answers = Neidio i dy atebion
nav-label = Prif ddewislen
nav-changed = Beth sydd wedi newid
nav-mine = Fy ngeiriau
nav-help = Help
back = Yn ôl

help-title = Angen siarad?
help-childline = Childline 0800 1111
help-shout = Tecstia SHOUT i 85258
help-999 = Mewn perygl nawr: 999
help-duty = Poeni am rywun yma? Ffonia { $phone }
help-anonymous = Dydyn ni ddim yn gwybod pwy wyt ti. Felly allwn ni ddim cael help atat ti o fan hyn. Gall y bobl yma helpu nawr.
help-any-time = Does dim rhaid i ti aros nes bod rhywbeth yn ddrwg iawn.
help-worrying = Mae rhywbeth yn fy mhoeni i
worried-lead = Does dim rhaid i ti ddelio â hyn ar dy ben dy hun. Gall y bobl yma helpu nawr.
worried-adult = Gelli di ddweud wrth oedolyn rwyt ti’n ymddiried ynddo hefyd.
worried-adult-here = Gelli di ddweud wrth oedolyn sydd yma hefyd.
worried-tell = Gelli di ddweud wrth { $organisation } hefyd. Does neb yn ei ddarllen ar unwaith.
worried-kept = Mae’r hyn ysgrifennaist ti yma o hyd.
worried-back = Yn ôl at fy atebion
leave = Gadael y dudalen yma
foot-privacy = Dy breifatrwydd
foot-accessibility = Hygyrchedd
foot-tell = Dweda wrthon ni os oes rhywbeth o’i le

ease-title = Gwneud hyn yn haws
ease-large = Geiriau mwy
ease-usual = Geiriau arferol
ease-dark = Tudalen dywyllach
ease-light = Tudalen oleuach
ease-easy = Geiriau haws a lluniau
ease-not-easy = Y geiriau arferol
ease-band = Geiriau i bobl { $ages } oed
ease-aloud = Darllena hwn i fi
ease-quiet = Stopio darllen

home-title = Dweda dy farn
home-head = Dweda dy farn. Wedyn cei di weld i ble mae’n mynd.
home-lead = Rwyt ti’n ateb ychydig o gwestiynau. Rydyn ni’n dilyn dy eiriau nes bod rhywbeth yn newid, neu nes bod rhywun yn dweud wrthot ti pam ddim.
home-see-open = Gweld beth sydd ar agor
home-open = Ar agor nawr
home-open-none = Does dim byd ar agor nawr
home-open-none-text = Rydyn ni’n darllen beth ddywedodd pobl ifanc. Edrycha isod i weld beth sy’n digwydd nesaf.
home-changed = Beth sydd wedi newid yn ddiweddar
home-changed-none = Does dim byd wedi newid eto
home-changed-none-text = Pan fydd rhywbeth yn newid am fod pobl ifanc wedi siarad, bydd i’w weld yma.
home-changed-all = Pob un o’n hatebion ni: ie, na a ddim eto
home-waiting = Ar gau. Beth sy’n digwydd nesaf
home-card-foot = { $organisation } · { $ages }tua { $minutes ->
    [one] 1 munud
    [two] 2 funud
   *[other] { $minutes } munud
}
home-card-ages = { $from } i { $to } oed ·{ " " }
home-closes = Yn cau ar { $day }
home-next-reading = Rydyn ni’n darllen beth ddywedoch chi.
home-next-findings = Rydyn ni’n darllen beth ddywedoch chi. Nesaf: beth glywon ni, ar { $day }.
home-next-told = Galli di weld beth glywon ni. Erbyn { $day }, byddwn ni’n dweud wrthot ti beth sy’n digwydd.
home-next-decided = Mae rhywun wedi penderfynu. Erbyn { $day }, byddwn ni’n dweud wrthot ti beth sy’n digwydd.
home-next-done = Rydyn ni wedi dweud wrthot ti beth ddigwyddodd.
home-late = Dywedon ni y bydden ni’n dweud wrthot ti erbyn { $day }. Rydyn ni’n hwyr. Mae’n ddrwg gennyn ni.
home-standards = Pa mor dda rydyn ni’n gwrando?
home-standards-text = Rydyn ni’n rhoi sgôr i ni’n hunain. Mae pobl ifanc yn rhoi sgôr i ni hefyd.
home-young = Gest ti god ar gyfer dy dudalen dy hun?
home-young-go = Mewngofnodi

# A day, such as "2 June 2026".
day = { $day } { $month } { $year }
month-1 = Ionawr
month-2 = Chwefror
month-3 = Mawrth
month-4 = Ebrill
month-5 = Mai
month-6 = Mehefin
month-7 = Gorffennaf
month-8 = Awst
month-9 = Medi
month-10 = Hydref
month-11 = Tachwedd
month-12 = Rhagfyr

you-said = Dywedoch chi
we-did = Gwnaethon ni

start-language = Mae’r cwestiynau yn yr iaith hon: { $language }
start-wants = Mae { $organisation } eisiau clywed gen ti
start-lead = Rydyn ni eisiau gwybod.
start-minutes = { $n ->
    [one] Mae’n cymryd tua 1 munud.
    [two] Mae’n cymryd tua 2 funud.
   *[other] Mae’n cymryd tua { $n } munud.
}
start-skip = Galli di neidio dros unrhyw gwestiwn. Galli di stopio ar unrhyw adeg.
start-button = Dechrau
start-resume = Parhau
start-over = Dechrau eto
start-over-hint = Mae rhywun wedi dechrau ar y ffôn yma. Os nad ti oedd, dechreua eto.
start-for = I bobl { $from } i { $to } oed.
start-until = Ar agor tan { $day }.
start-why = Pam rydyn ni’n gofyn?
start-who = Pwy sy’n penderfynu?
start-who-text = { $decider } { $role }. Byddan nhw’n darllen beth rwyt ti’n ei ddweud.
start-who-was = { $decider } { $role }.
start-who-on = { $decider } { $role }. Byddan nhw’n darllen beth rwyt ti’n ei ddweud. Ar { $day }, byddan nhw’n penderfynu.
start-can = Beth all newid?
start-cannot = Beth sydd wedi’i benderfynu’n barod?
start-promise = Ein haddewid ni
start-anonymous-1 = Dydyn ni ddim yn gofyn am dy enw. Fyddwn ni ddim yn gwybod mai ti oedd wedi ateb.
start-anonymous-2 = Mae hynny hefyd yn golygu na allwn ni ddod i dy helpu di o fan hyn. Does neb yn darllen atebion yn syth. Os oes rhywbeth yn dy boeni di,
start-anonymous-link = gall y bobl yma helpu nawr
start-confidential-1 = Fyddwn ni ddim yn dweud wrth neb beth ddywedaist ti, oni bai ein bod ni’n poeni nad wyt ti neu rywun arall yn ddiogel.
start-confidential-2 = Os felly, efallai y bydd angen i ni ddweud wrth rywun sy’n gallu helpu, a byddwn ni’n trio dweud wrthot ti yn gyntaf. Does neb yn darllen atebion yn syth. Os oes rhywbeth yn dy boeni di,
start-kept = Os byddi di’n stopio hanner ffordd, bydd y ffôn yma’n cadw dy atebion am { $days ->
    [one] 1 diwrnod
    [two] 2 ddiwrnod
   *[other] { $days } diwrnod
}. Wedyn rydyn ni’n eu dileu nhw.
start-together = Mae’r rhain yn gofalu gyda’i gilydd am beth rwyt ti’n ei ddweud: { $names }, { $last }.
start-told = Erbyn { $day }, byddwn ni’n dweud wrth bawb beth sy’n digwydd, ar y dudalen yma.
start-way = Beth sy’n digwydd i’r hyn rwyt ti’n ei ddweud
start-way-answer = Rwyt ti’n ateb
start-way-answer-text = Rwyt ti’n cael pedwar gair i’w cadw, er mwyn i ti allu newid dy feddwl.
start-way-read = Mae person yn ei ddarllen
start-way-read-text = Mae person yn darllen pob ateb. Nid cyfrifiadur.
start-way-themes = Rydyn ni’n rhoi’r un syniadau gyda’i gilydd
start-way-themes-on = Ar { $day }, cei di weld beth ddywedodd pawb.
start-way-decide = Mae rhywun yn penderfynu
start-way-decide-text = { $decider } sy’n gorfod ateb pob syniad. Ie, na neu ddim eto, a pham.
start-way-told = Rydyn ni’n dweud wrthot ti
start-way-told-on = Erbyn { $day }, yma.
start-way-told-text = Yma.
start-shared = Oes pobl eraill yn defnyddio’r ffôn yma?
start-shared-on = Peidiwch â chadw fy atebion ar y ffôn yma
start-shared-text = Wedyn does dim byd yn cael ei gadw yma ar ôl i ti gau’r dudalen, ac mae angen signal arnat ti nes i ti anfon dy atebion.
start-shared-is = Dydy’r ffôn yma ddim yn cadw dim byd rwyt ti’n ei ysgrifennu yma.
start-shared-off = Cadwch fy atebion yma nes i fi eu hanfon nhw
start-other = Ddim yn berson ifanc?
start-as-parent = Rydw i’n rhiant neu’n ofalwr
start-as-professional = Rydw i’n gweithio gyda phlant
start-as-community = Rydw i’n byw yma

closed-title = Mae hwn wedi cau
closed-lead = Dydyn ni ddim yn derbyn rhagor o atebion.
closed-reading = Rydyn ni’n darllen beth ddywedoch chi. Does neb yn penderfynu cyn i bob ateb gael ei ddarllen.
closed-next = Nesaf: ar { $day }, cei di weld beth ddywedodd pawb.
paused-title = Mae hwn wedi stopio am y tro
paused-lead = Dydyn ni ddim yn derbyn atebion heddiw. Mae’r hyn ysgrifennaist ti yn dal i fod ar y ffôn yma.
results-link = Gweld beth glywon ni
feedback-link = Gweld beth wnaethon ni
preview-banner = Rhagolwg yw hwn. Dim ond staff sy’n gallu ei weld. Does dim modd anfon dim byd.

before-title = Os bydd angen i ti stopio’n gyflym
before-1 = Mae botwm ar dop pob tudalen: “{ $leave }”. Pwysa’r botwm ac mae tudalen am y tywydd yn agor.
before-2 = Mae hefyd yn dileu beth dwyt ti ddim wedi’i anfon eto.
before-3 = Mae dy ffôn yn dal i gofio dy fod ti wedi bod yma. Gall rhywun sy’n edrych ar y rhestr o dudalennau agoraist ti weld hynny. Os yw hynny’n dy boeni di, defnyddia ffôn arall, neu siarada â rhywun rwyt ti’n ymddiried ynddo yn gyntaf.
before-keys = Os oes bysellfwrdd, galli di bwyso’r fysell Shift dair gwaith hefyd.
before-go = Iawn, dechreuwn ni

side-who = { $decider } { $role }. Yn gyntaf, byddan nhw’n darllen beth rwyt ti’n ei ddweud.
side-anonymous = Dydyn ni ddim yn gofyn am dy enw.
side-confidential = Dim ond os nad yw person yn ddiogel rydyn ni’n dweud wrth rywun.
side-apart = Mae dy oed a ble rwyt ti’n byw yn mynd gyda dy atebion. Mae popeth arall rwyt ti’n ei ddweud wrthon ni yma yn cael ei gadw ar wahân i dy eiriau. Does neb yn gallu eu rhoi nhw gyda’i gilydd.
side-words = Galli di newid dy feddwl yn nes ymlaen.

question-of = Cwestiwn { $n } o { $total }
question-all-done = { $total ->
    [one] Mae’r cwestiwn wedi’i wneud
    [two] Mae’r 2 gwestiwn wedi’u gwneud
    [few] Mae’r 3 chwestiwn i gyd wedi’u gwneud
    [many] Mae’r 6 chwestiwn i gyd wedi’u gwneud
   *[other] Mae’r { $total } cwestiwn i gyd wedi’u gwneud
}
question-nearly = Bron â gorffen
question-several = Ambell gwestiwn
section-full = Diolch. Mae digon o bobl wedi dweud wrthon ni am y rhan yma, felly rydyn ni wedi’i chau hi. Ymlaen â ni.
next = Nesaf
skip = Neidio dros y cwestiwn yma
skip-several = Neidio dros y cwestiynau yma
or = neu
face-1 = Anhapus iawn
face-2 = Anhapus
face-3 = Yn y canol
face-4 = Hapus
face-5 = Hapus iawn
answer-yes = Ie
answer-no = Na
answer-unsure = Ddim yn siŵr
agree-1 = Rydw i’n anghytuno’n fawr
agree-2 = Rydw i’n anghytuno
agree-3 = Yn y canol
agree-4 = Rydw i’n cytuno
agree-5 = Rydw i’n cytuno’n fawr
when-week = Yn yr wythnos ddiwethaf
when-month = Yn y mis diwethaf
when-year = Yn y flwyddyn ddiwethaf
when-longer = Yn bellach yn ôl
when-unsure = Dydw i ddim yn siŵr
rank-hint = Rho’r peth sydd bwysicaf i ti ar y top. Pwysa’r saethau i symud pethau.
rank-up = Symud i fyny: { $option }
rank-down = Symud i lawr: { $option }
area-pick = Dewisa le
words-hint = Ysgrifenna fel y byddet ti’n ei ddweud. Does dim ots am sillafu. Paid ag ysgrifennu enwau pobl na dy rif ffôn, os gweli di’n dda.
words-room = Mae ychydig o eiriau yn ddigon. Mae lle i { $n } o lythrennau.
words-left = Mae lle i { $n } o lythrennau eto.
several-hint = Dewisa gymaint ag wyt ti eisiau.
several-hint-max = Dewisa hyd at { $n }.
several-hint-min = Dewisa { $n } neu fwy.
several-hint-exactly = Dewisa { $n }.
number-between = Rhif o { $min } i { $max }.
photo-hint = Paid â dangos wyneb, enw na chyfeiriad neb, os gweli di’n dda. Rydyn ni’n tynnu’r amser a’r lle mae ffôn yn eu hychwanegu at lun. Dim ond y bobl sy’n darllen dy atebion fydd yn ei weld.
photo-choose = Dewisa lun neu ddarlun
photo-again = Dewisa un arall
photo-here = Mae dy lun neu dy ddarlun yma.
photo-alt = Dy lun neu dy ddarlun
photo-given = Llun neu ddarlun
audio-hint = Galli di ei ddweud neu ei ysgrifennu. Paid â dweud enw neb, os gweli di’n dda. Dim ond y bobl sy’n darllen dy atebion fydd yn ei glywed.
audio-choose = Dewisa recordiad
audio-again = Dewisa recordiad arall
audio-here = Mae dy recordiad yma.
audio-write = Neu ysgrifenna yma
audio-given = Recordiad
file-out = Ei dynnu allan
aid-audio = Gwranda ar y cwestiwn
aid-sign = Y cwestiwn mewn iaith arwyddion
capture-draw = Tynna lun
capture-pad = Tynna lun yma gyda dy fys, pìn neu lygoden. Ddim yn gallu tynnu llun yma? Dewisa lun sydd gen ti.
capture-undo = Dadwneud
capture-clear = Clirio’r cyfan
capture-use = Defnyddio fy narlun
capture-leave = Peidio â thynnu llun
capture-record = Recordio dy lais
capture-recording = Yn recordio. Mae gen ti hyd at 3 munud.
capture-stop = Stopio
capture-listen = Gwrando
capture-again = Recordio eto
capture-refused = Wnaeth y ffôn yma ddim gadael i ni ddefnyddio’r meicroffon. Galli di ei ysgrifennu yn lle hynny.
capture-waiting = Yn aros am wifi. Mae’n ddiogel ar y ffôn yma ac mae’n mynd ar ei ben ei hun.
capture-sending = Yn anfon
capture-sent = Wedi’i anfon
capture-failed = Allwn ni ddim derbyn y ffeil yma. Tria un arall.

error-one = Un peth i’w newid
error-many = Ambell beth i’w newid
error-kept = Rydyn ni wedi cadw popeth ysgrifennaist ti.
error-empty-choice = Dewisa ateb, neu pwysa “Neidio dros y cwestiwn yma”
error-empty-words = Ysgrifenna rywbeth, neu pwysa “Neidio dros y cwestiwn yma”
error-empty-photo = Dewisa lun neu ddarlun, neu pwysa “Neidio dros y cwestiwn yma”
error-empty-audio = Dweda rywbeth neu ysgrifenna rywbeth, neu pwysa “Neidio dros y cwestiwn yma”
error-said-and-wrote = Mae recordiad yma ac mae geiriau yma. Tynna un ohonyn nhw allan
error-file-large = Mae’r ffeil yma’n rhy fawr. Dewisa un lai
error-file-not-picture = Allwn ni ddim defnyddio’r math yma o ffeil. Dewisa lun
error-file-not-sound = Allwn ni ddim defnyddio’r math yma o ffeil. Dewisa recordiad gyda sain yn unig
error-file-broken = Allwn ni ddim agor y ffeil yma. Dewisa un arall
error-file-many = Mae gormod o ffeiliau. Tynna un allan yn gyntaf
error-not-option = Dewisa un o’r atebion ar y dudalen yma
error-too-many = Paid â dewis mwy na { $n }
error-too-few = Dewisa o leiaf { $n }
error-alone = Mae’r ateb yna’n sefyll ar ei ben ei hun. Dewisa hwnnw, neu dewisa’r lleill
error-too-long = Gwna dy ateb yn fyrrach. Mae lle i { $max } o lythrennau ac ysgrifennaist ti { $length }
error-empty-number = Ysgrifenna rif, neu pwysa “Neidio dros y cwestiwn yma”
error-number = Ysgrifenna rif cyfan, er enghraifft 3
error-range-both = Ysgrifenna rif o { $min } i { $max }
error-range-min = Ysgrifenna rif sy’n { $min } neu fwy
error-range-max = Ysgrifenna rif sy’n { $max } neu lai
error-phone = Tynna’r rhif ffôn allan o dy eiriau
error-phone-why = Mae rhif ffôn yma. Tynna’r rhif allan, os gweli di’n dda. Allwn ni ddim dy decstio di yn ôl, ac mae ei adael allan yn dy gadw di’n ddiogel. Os nad wyt ti’n teimlo’n ddiogel, pwysa “{ help-worrying }” nawr.
error-email = Tynna’r cyfeiriad e-bost allan o dy eiriau
error-email-why = Mae cyfeiriad e-bost yma. Tynna’r cyfeiriad allan, os gweli di’n dda. Allwn ni ddim ysgrifennu yn ôl, ac mae ei adael allan yn dy gadw di’n ddiogel. Os nad wyt ti’n teimlo’n ddiogel, pwysa “{ help-worrying }” nawr.
error-link = Tynna’r ddolen we allan o dy eiriau
error-link-why = Mae dolen we yma. Tynna’r ddolen allan, os gweli di’n dda, a dweda’r peth yn dy eiriau dy hun.
error-handle = Tynna enw dy gyfrif allan o dy eiriau
error-handle-why = Mae hwn yn edrych fel dy enw di ar ap. Tynna’r enw allan, os gweli di’n dda. Allwn ni ddim ysgrifennu atat ti yno, ac mae ei adael allan yn dy gadw di’n ddiogel. Os nad wyt ti’n teimlo’n ddiogel, pwysa “{ help-worrying }” nawr.
error-address = Tynna’r cyfeiriad allan o dy eiriau
error-address-why = Mae cyfeiriad yma. Tynna’r cyfeiriad allan, os gweli di’n dda. Mae ei adael allan yn dy gadw di’n ddiogel. Os nad wyt ti’n teimlo’n ddiogel, pwysa “{ help-worrying }” nawr.
error-about = Dewisa un o’r atebion ar y dudalen yma
error-words-choice = Dewisa “Cewch” neu “Na chewch”

check-title = Gwiria beth ddywedaist ti
check-hint = Does dim byd wedi’i anfon eto.
check-skipped = Rwyt ti wedi neidio dros hwn
check-unanswered = Dwyt ti ddim wedi ateb hwn
check-change = Newid
check-change-spoken = { " " }dy ateb i: { $question }
check-right = Mae’r rhain yn iawn
check-none = Dwyt ti ddim wedi ateb dim byd. Galli di fynd yn ôl, neu ei anfon fel hyn.

consent-title = Gawn ni ddefnyddio dy union eiriau?
consent-hint = Efallai y byddwn ni eisiau eu dangos nhw mewn adroddiad neu ar y wefan yma. Rydyn ni’n tynnu enwau a lleoedd allan yn gyntaf. Fydd neb yn gwybod mai ti oedd wedi’u dweud nhw.
consent-yes = Cewch, defnyddiwch fy ngeiriau
consent-no = Na chewch, dim ond cyfri fy atebion

about-title = Cyn i ti orffen, gawn ni ofyn amdanat ti?
about-lead = Mae’r cwestiynau yma’n ein helpu ni i wirio ein bod ni wedi clywed gan bob math o bobl ifanc. Galli di neidio drostyn nhw. Fydd hynny ddim yn newid dim byd.
about-skip = Dim diolch, neidio dros y rhain i gyd
about-age = Faint yw dy oed di?
about-area = Ble rwyt ti’n byw?
about-prefer-not = Mae’n well gen i beidio â dweud
about-send = Anfon fy atebion
contact-label = Sut allwn ni gysylltu â ti?
contact-hint = Does dim rhaid i ti ysgrifennu dim byd. Rydyn ni’n cadw hwn ar gau. Dim ond os ydyn ni’n poeni nad wyt ti neu rywun arall yn ddiogel y byddwn ni’n ei agor. Mae’n rhaid i ddau berson gytuno i’w agor, a byddwn ni’n trio dweud wrthot ti yn gyntaf.

thanks-title = Diolch. Mae wedi cyrraedd.
thanks-lead = Mae dy eiriau wedi dechrau ar eu taith. Ein gwaith ni nawr yw eu cario nhw.
thanks-keep = Cadwa’r pedwar gair yma
thanks-keep-1 = Ysgrifenna nhw i lawr neu tynna lun. Gyda nhw, rwyt ti’n gallu
thanks-keep-link = gweld, newid neu ddileu beth ddywedaist ti
thanks-keep-until = tan { $day }. Ar ôl hynny, galli di ddal i weld beth ddigwyddodd, neu dynnu dy eiriau yn ôl.
thanks-keep-always = pryd bynnag rwyt ti eisiau.
thanks-keep-2 = Dydyn ni ddim yn gwybod pwy wyt ti, felly allwn ni ddim dod o hyd i dy eiriau i ti os byddi di’n eu colli nhw. Mae hynny’n iawn hefyd. Does dim rhaid i ti eu cadw nhw.
thanks-shown = Rydyn ni wedi dangos dy bedwar gair
thanks-shown-lead = Os anfonaist ti dy atebion, maen nhw wedi cyrraedd. Os nad wyt ti wedi’u hanfon nhw eto, galli di wneud hynny nawr.
thanks-once = Er mwyn dy gadw di’n ddiogel, dim ond unwaith rydyn ni’n dangos y pedwar gair.
thanks-next = Beth sy’n digwydd nesaf
thanks-next-today = Heddiw
thanks-next-said = Dywedaist ti hyn
thanks-next-read = Mae person yn darllen pob ateb
thanks-next-seen = Cei di weld beth ddywedodd pawb
thanks-next-decides = { $decider } sy’n penderfynu
thanks-next-told = Rydyn ni’n dweud wrth bawb beth sy’n digwydd
thanks-by = Erbyn { $day }
thanks-here = Ar y wefan yma.
thanks-hard = Oedd hi’n anodd siarad am hynny?
thanks-hard-text = Galli di siarad â rhywun am y peth nawr. Mae am ddim, a fyddan nhw ddim yn cael sioc.
thanks-again = Oes rhywun arall yn ateb ar y ffôn yma? Gallan nhw ddechrau o’r dechrau.

mine-title = Fy ngeiriau
mine-ask-head = Beth ddigwyddodd i fy ngeiriau?
mine-ask-lead = Teipia’r pedwar gair gest ti pan wnest ti anfon dy atebion.
mine-ask-label = Dy bedwar gair
mine-ask-hint = Llythrennau bach neu fawr, gyda choma rhyngddyn nhw neu heb. Er enghraifft: wren copper ladder tide
mine-ask-button = Dangos i fi
mine-ask-lost = Wedi colli dy bedwar gair? Dydyn ni ddim yn gwybod pwy wyt ti, felly allwn ni ddim dod o hyd iddyn nhw i ti. Galli di ddal i weld beth ddywedodd pawb a beth wnaethon ni.
mine-error-empty = Teipia dy bedwar gair
mine-error-wrong = Allwn ni ddim dod o hyd i’r pedwar gair yna. Gwiria’r sillafu a thria eto.
mine-error-many = Rwyt ti wedi trio lawer gwaith. Arhosa funud, wedyn tria eto.
mine-head = Beth ddigwyddodd i fy ngeiriau
mine-said-yes = Dywedaist ti hyn ar { $day }. Dywedaist ti ein bod ni’n cael defnyddio dy union eiriau.
mine-said-no = Dywedaist ti hyn ar { $day }. Rydyn ni’n ei gyfri, ond dydyn ni ddim yn dangos dy eiriau.
mine-no-words = Atebaist ti ar { $day }. Wnest ti ddim ysgrifennu dim byd yn dy eiriau dy hun, felly mae dy atebion yn cael eu cyfri gydag atebion pawb.
mine-words-gone = Rydyn ni wedi dileu dy eiriau, achos mae amser maith ers hynny.
mine-yours = Dy eiriau di ydyn nhw
mine-yours-text = Ti sy’n rheoli beth sy’n digwydd iddyn nhw. Does dim rhaid i ti ddweud pam.
mine-narrow = Cyfrwch fi, ond peidiwch â dangos fy ngeiriau
mine-take-back = Tynnu popeth ddywedais i yn ôl
mine-take-back-note = Os byddi di’n tynnu dy eiriau yn ôl, byddan nhw’n diflannu ar unwaith. Byddan nhw’n dod allan o’n hadroddiadau ni hefyd.
mine-narrow-sure = Cyfrwch fi, ond peidiwch â dangos fy ngeiriau?
mine-narrow-sure-text = Rydyn ni’n dal i gyfri dy atebion. Fydd neb yn gweld dy union eiriau. Os ydyn ni wedi’u dangos nhw’n barod, rydyn ni’n eu tynnu nhw i lawr.
mine-narrow-yes = Ie, peidiwch â dangos fy ngeiriau
mine-take-back-sure = Tynnu popeth yn ôl?
mine-take-back-sure-text = Rydyn ni’n dileu dy atebion i gyd. Allwn ni ddim eu cael nhw yn ôl i ti.
mine-take-back-yes = Ie, dilëwch beth ddywedais i
mine-no = Na, gadael popeth fel y mae
mine-gone = Rwyt ti wedi tynnu popeth yn ôl
mine-gone-text = Mae dy atebion wedi’u dileu. Does dim o’r hyn ysgrifennaist ti ar ôl. Os dywedaist ti wrthon ni am dy iechyd neu dy deulu ar y diwedd, dim ond cyfri hynny wnaethon ni. Chafodd hynny erioed ei gadw gyda dy atebion, felly does neb yn gallu dod o hyd iddo eto.
mine-narrowed = Wedi’i wneud. Fydd neb yn gweld dy union eiriau.
mine-changed = Wedi’i wneud. Rydyn ni wedi newid dy ateb.
mine-answers = Popeth ddywedais i
mine-may-change = Galli di newid dy atebion tan { $day }.
mine-may-not-change = Mae wedi cau nawr, felly alli di ddim newid dy atebion. Galli di eu tynnu nhw yn ôl o hyd.
mine-delete = Dileu’r ateb yma
mine-see-photo = Gweld fy llun neu fy narlun
mine-hear = Clywed fy recordiad
mine-written-down = Wedi’i ysgrifennu o dy recordiad gan rywun sy’n gweithio yma
mine-save = Cadw
mine-contact = Sut gallwn ni gysylltu â ti
mine-contact-kept = Dywedaist ti wrthon ni sut gallwn ni gysylltu â ti. Dim ond os ydyn ni’n poeni nad wyt ti neu rywun arall yn ddiogel y byddwn ni’n ei agor. Dydyn ni ddim yn ei ddangos yma, fel na all neb arall ei weld.
mine-contact-none = Dydyn ni ddim yn gwybod sut gallwn ni gysylltu â ti. Galli di ddweud wrthon ni yma os wyt ti eisiau.
mine-contact-change = Ei newid neu ei dynnu allan
mine-contact-add = Dweud sut
mine-contact-remove = Ei dynnu allan
mine-contact-empty = Ysgrifenna sut gallwn ni gysylltu â ti, neu cer yn ôl
mine-contact-changed = Wedi’i wneud. Rydyn ni wedi cadw’r ffordd newydd o gysylltu â ti.
mine-contact-removed = Wedi’i wneud. Does gyda ni ddim ffordd o gysylltu â ti mwyach.
mine-done = Wedi gorffen gyda’r ffôn yma? Caea’r dudalen yma fel na all neb arall ei gweld.

trail-said = Dywedaist ti hyn
trail-someone-said = Dywedodd rhywun hyn
trail-said-in = Yn “{ $title }”: { $question }
trail-read = Mae person wedi’i ddarllen
trail-read-ahead = Bydd person yn ei ddarllen
trail-quote = Daeth yn ddyfyniad
trail-quote-text = Rydyn ni’n dangos dy union eiriau. Mae enwau a lleoedd wedi’u tynnu allan.
trail-quote-public = Mae person wedi gwirio nad oes neb yn gallu gwybod pwy ddywedodd hyn.
trail-theme = Dywedodd pobl eraill hyn hefyd
trail-theme-public = Ymunodd ag eraill mewn thema
trail-theme-text = “{ $name }”
trail-theme-ahead = Rydyn ni’n rhoi’r un syniadau gyda’i gilydd
trail-need = Ysgrifennon ni beth sydd ei angen
trail-need-ahead = Rydyn ni’n ysgrifennu beth sydd ei angen
trail-priority = Aeth ar y rhestr
trail-priority-ahead = Mae’n mynd ar y rhestr o beth i’w wneud gyntaf
trail-priority-both = Rhoddodd pobl ifanc hyn yn safle { $young }. Rhoddodd yr oedolion hyn yn safle { $place }. { $of ->
    [one] Roedd 1 peth ar y rhestr.
    [two] Roedd 2 beth ar y rhestr.
    [few] Roedd 3 pheth ar y rhestr.
    [many] Roedd 6 pheth ar y rhestr.
   *[other] Roedd { $of } o bethau ar y rhestr.
}
trail-priority-adults = Rhoddodd yr oedolion hyn yn safle { $place }. { $of ->
    [one] Roedd 1 peth ar y rhestr.
    [two] Roedd 2 beth ar y rhestr.
    [few] Roedd 3 pheth ar y rhestr.
    [many] Roedd 6 pheth ar y rhestr.
   *[other] Roedd { $of } o bethau ar y rhestr.
}
trail-decision = Penderfynodd rhywun
trail-decision-ahead = Mae rhywun yn penderfynu
trail-decision-who = { $decider }: { $title }
trail-decision-when = Ar { $day }, { $decider } sy’n penderfynu.
trail-decision-when-open = { $decider } sy’n penderfynu.
trail-change = Mae wedi newid
trail-change-ahead = Mae rhywbeth yn newid
trail-change-due = Wedi’i addo erbyn { $day }.
trail-told = Nawr rydyn ni’n dweud wrthot ti
trail-told-public = Dywedon ni wrth y bobl ifanc
trail-told-ahead = Rydyn ni’n dweud wrthot ti
trail-told-by = Erbyn { $day }
trail-late = Dywedon ni y bydden ni’n dweud wrthot ti erbyn { $day }. Rydyn ni’n hwyr. Mae’n ddrwg gennyn ni.
trail-follow-up = Ac yn nes ymlaen, ar { $day }:
trail-everything = Popeth ddywedon ni wrthot ti

frequency-all = Dywedodd pawb rywbeth tebyg.
frequency-almost-all = Dywedodd bron pawb rywbeth tebyg.
frequency-most = Dywedodd y rhan fwyaf ohonoch chi rywbeth tebyg.
frequency-more-than-half = Dywedodd mwy na hanner ohonoch chi rywbeth tebyg.
frequency-about-half = Dywedodd tua hanner ohonoch chi rywbeth tebyg.
frequency-some = Dywedodd rhai ohonoch chi rywbeth tebyg.
frequency-a-few = Dywedodd ychydig ohonoch chi rywbeth tebyg.

status-doing = Ie, rydyn ni’n gwneud hyn
status-doing_differently = Ie, ond mewn ffordd wahanol
status-not_yet = Ddim eto
status-trying = Rydyn ni’n rhoi cynnig ar hyn
status-passed_on = Rhywun arall sy’n penderfynu. Rydyn ni wedi dweud wrthyn nhw
status-no = Na, a dyma pam
status-already = Mae yno’n barod. Dyma sut i’w gael
status-need_more = Mae angen i ni ofyn mwy i ti

results-title = Beth glywon ni
results-lead = Dywedodd tua { $n } o bobl ifanc eu barn wrthon ni. Darllenodd person bob ateb.
results-lead-few = Dim ond ychydig o bobl ifanc ddywedodd eu barn wrthon ni. Darllenodd person bob ateb.
results-ripple-decide = Nawr: beth ddywedoch chi. Nesaf: mae rhywun yn penderfynu
results-ripple-decide-on = Nawr: beth ddywedoch chi. Nesaf: ar { $day }, mae rhywun yn penderfynu
results-ripple-decided = Nawr: beth ddywedoch chi. Mae rhywun wedi penderfynu
results-ripple-told = Nawr: beth ddywedoch chi. Rydyn ni wedi dweud wrthoch chi beth sy’n digwydd
results-caption = Faint ohonoch chi roddodd bob ateb
results-answer = Ateb
results-bar = Bar
results-count = Faint
results-hidden = Dim ond ychydig o bobl. Rydyn ni’n cuddio rhifau bach.
results-c-spoken = rhy ychydig i’w dangos
results-c-what = Beth mae [c] yn ei olygu?
results-c-text = Mae’n golygu dim ond ychydig o bobl. Rydyn ni’n cuddio rhifau bach fel na all neb weithio allan pwy ddywedodd beth.
results-rounded = Mae pob rhif wedi’i dalgrynnu i’r 5 agosaf, felly dydyn nhw ddim yn adio’n union.
results-exact = Does dim byd wedi’i dalgrynnu. Mae rhifau bach wedi’u cuddio, a rhai eraill gyda nhw, fel na all neb eu gweithio allan.
results-why = Pam mae rhai rhifau wedi’u cuddio?
results-why-small = Dim ond ychydig o bobl roddodd yr ateb hwn. Gallai rhywun ddyfalu pwy ydyn nhw.
results-why-small_or_tells = Dim ond ychydig o bobl roddodd yr ateb hwn, neu gallech chi ddefnyddio’r rhif hwn i weithio rhif bach arall allan.
results-why-group = Mae llai na deg o bobl yn y grŵp hwn. Felly dydyn ni ddim yn dangos dim am y grŵp.
results-why-group_or_tells = Mae llai na deg o bobl yn y grŵp hwn, neu gallech chi ei ddefnyddio i weithio grŵp mor fach â hynny allan.
results-why-breakdown = Mae’r tabl hwn yn rhy fach i’w rannu’n grwpiau. Gallech chi weithio allan beth ddywedodd ychydig o bobl.
results-why-whole = Atebodd rhy ychydig o bobl hwn, neu byddai unrhyw rif yma’n dweud beth ddywedodd ychydig o bobl.
results-hide-small = rhif bach
results-hide-small_or_tells = wedi’i guddio i gadw rhif bach
results-hide-group = grŵp bach
results-hide-group_or_tells = wedi’i guddio i gadw grŵp bach
results-hide-breakdown = rhy fach i’w rannu
results-hide-whole = rhy ychydig i’w dangos
results-by-age = Gweld yn ôl oed
results-by-age-caption = { $question } Yn ôl oed.
table-sideways = Symuda’r tabl i’r ochr i weld y cyfan.
results-everyone = Pawb
results-words = Yn eich geiriau chi
results-words-text = Dyma’r union eiriau. Rydyn ni’n cadw’r sillafu. Rydyn ni’n tynnu enwau a lleoedd allan.
results-no-words = Does dim thema wedi’i chyhoeddi eto.
results-follow = Dilyn y geiriau yma
results-others = Beth ddywedodd pobl eraill
results-others-text = Atebodd rhieni, gofalwyr a phobl sy’n gweithio gyda phlant hefyd. Mae eu hatebion nhw’n cael eu cadw ar wahân i’ch rhai chi.
results-others-from = { $who }: { $n }
results-not-heard = Pwy na chlywon ni ganddyn nhw
results-not-heard-text = Atebodd rhy ychydig o bobl { $bands } oed, felly mae eu rhifau nhw wedi’u cuddio.
results-none-title = Ddim yn barod eto
results-none-text = Rydyn ni’n dal i ddarllen. Ar { $day }, cei di weld beth ddywedodd pawb.
results-none-text-asking = Mae pobl yn dal i ateb. Ar { $day }, cei di weld beth ddywedodd pawb.
results-none-text-open = Rydyn ni’n dal i ddarllen. Pan fyddwn ni wedi gorffen, bydd i’w weld yma.
who-child = Pobl ifanc
who-parent = Rhieni a gofalwyr
who-professional = Pobl sy’n gweithio gyda phlant
who-community = Pobl eraill sy’n byw yma

feedback-title = Dywedoch chi. Dyma beth wnaethon ni.
feedback-lead = Ar { $day }, { $decider } wnaeth y penderfyniad. Mae pob syniad yn cael ateb, hyd yn oed os mai na yw’r ateb.
feedback-lead-none = Chafodd dim byd ei benderfynu y tro yma. Mae pob syniad yn cael ateb o hyd, a dyma pam.
feedback-when = { $day }
feedback-when-news = { $day }, gyda newyddion wedyn ar { $later }
feedback-every = Pob ateb
feedback-follow = Dilyn y geiriau yma
feedback-promised = Erbyn { $day }: { $what }
feedback-done = Wedi’i wneud ar { $day }: { $what }
feedback-did-it-work = Weithiodd hyn?
feedback-follow-up = Beth ddaeth o hyn
feedback-follow-up-on = Ar { $day }, byddwn ni’n dweud beth ddaeth o hyn.
feedback-none-title = Ddim eto
feedback-none-text = Erbyn { $day }, byddwn ni’n dweud wrth bawb beth sy’n digwydd, ar y dudalen yma.
feedback-none-text-open = Pan fydd penderfyniad, byddwn ni’n dweud wrth bawb beth sy’n digwydd, ar y dudalen yma.
feedback-late = Dywedon ni y bydden ni’n dweud wrthot ti erbyn { $day }. Rydyn ni’n hwyr. Mae’n ddrwg gennyn ni.

# Comments under what young people are told, and the rules for them.
comments-title = Beth mae pobl yn ei ddweud am hyn
comments-none = Does neb wedi dweud dim byd eto. Galli di fod y cyntaf.
comments-month = { $month } { $year }
comments-form = Beth wyt ti’n ei feddwl am hyn?
comments-hint = Mae lle i 500 o lythrennau. Does dim rhaid i ti ddweud dy enw.
comments-rules = Cyn i ti ysgrifennu
comments-rule-kind = Bydd yn garedig.
comments-rule-names = Dim enwau. Dim dy enw di, a dim enw neb arall.
comments-rule-reach = Dim rhifau ffôn a dim cyfeiriadau.
comments-rule-school = Byth enw ac ysgol gyda’i gilydd.
comments-first = Mae person yn edrych arno cyn i neb arall allu ei weld. Wedyn gall pawb ei ddarllen.
comments-button = Anfon
comments-anyway = Anfona fe beth bynnag, bydd rhywun yn ei wirio
comments-closed = Alli di ddim ysgrifennu dim byd newydd yma nawr.
comments-mine-link = Wyt ti wedi ysgrifennu rhywbeth yma? Gwela beth ddigwyddodd iddo
comments-rules-link = Sut rydyn ni’n gwirio beth rwyt ti’n ei ysgrifennu
comments-pages = Mwy o beth mae pobl yn ei ddweud
comments-place = Tudalen { $n }
comments-newer = Mwy newydd
comments-older = Hŷn
comments-not-sent = Chafodd hwn mo’i anfon
comments-error-empty = Ysgrifenna beth rwyt ti’n ei feddwl
comments-error-long = Gwna hwn yn fyrrach. Mae lle i 500 o lythrennau.
comments-error-form = Roedd y dudalen yma ar agor am amser hir. Pwysa “Anfon” unwaith eto.
comments-error-sent = Rwyt ti wedi anfon rhywbeth gyda’r ffurflen hon o’r blaen. Dydy hwn ddim wedi’i anfon eto. Pwysa “Anfon” unwaith eto i’w anfon hefyd.
comments-error-many = Roedd hynny’n llawer ar unwaith. Arhosa funud, wedyn tria eto.
comments-found-phone = Rydyn ni wedi gweld rhif ffôn. Tynna’r rhif allan, os gweli di’n dda.
comments-found-email = Rydyn ni wedi gweld cyfeiriad e-bost. Tynna’r cyfeiriad allan, os gweli di’n dda.
comments-found-link = Rydyn ni wedi gweld dolen we. Tynna’r ddolen allan, os gweli di’n dda.
comments-found-handle = Rydyn ni wedi gweld enw cyfrif. Tynna’r enw allan, os gweli di’n dda.
comments-found-address = Rydyn ni wedi gweld cyfeiriad. Tynna’r cyfeiriad allan, os gweli di’n dda.
comments-report = Mae rhywbeth o’i le gyda hwn
comments-report-title = Oes rhywbeth o’i le gyda hwn?
comments-report-text = Wedyn mae rhywun sy’n gweithio yma yn edrych arno eto. Does dim rhaid i ti ddweud pwy wyt ti, na pham.
comments-report-yes = Oes, edrychwch arno eto
comments-report-no = Nac oes, mynd yn ôl
comments-reported = Diolch. Mae rhywun yn edrych arno eto.
comments-sent = Diolch. Mae rhywun yn edrych arno’n gyntaf
comments-sent-lead = Wedyn gall pawb ei ddarllen, os yw’n garedig ac yn cadw pobl yn ddiogel.
comments-keep = Cadwa’r pedwar gair yma
comments-keep-text = Gyda nhw galli di weld beth ddigwyddodd iddo, a’i dynnu yn ôl. Dim ond nawr rydyn ni’n eu dangos nhw.
comments-told = Diolch am ddweud wrthon ni
comments-told-lead = Dim ond y bobl sy’n cadw plant yn ddiogel sy’n darllen hwn.
comments-sent-before = Cafodd ei anfon
comments-sent-before-lead = Fe wnaethon ni ddangos dy bedwar gair unwaith. Gyda nhw galli di weld beth ddigwyddodd iddo.
comments-back = Yn ôl at beth wnaethon ni
comments-mine = Beth ddigwyddodd i’r hyn ysgrifennais i
comments-mine-lead = Teipia’r pedwar gair gest ti pan wnest ti ei anfon.
comments-own-words = Ysgrifennaist ti
comments-own-shown = Mae pawb yn darllen
comments-waiting = Yn aros i gael ei wirio
comments-waiting-text = Mae rhywun yn edrych arno o fewn dau ddiwrnod gwaith.
comments-shown = Wedi’i ddangos
comments-shown-text = Gall pawb ei ddarllen.
comments-without = Wedi’i ddangos, rhai geiriau wedi’u tynnu allan
comments-without-text = Fe wnaethon ni dynnu rhai geiriau allan, i dy gadw di neu rywun arall yn ddiogel.
comments-not-shown = Heb ei ddangos
comments-why-unkind = Gallai frifo teimladau rhywun. Galli di ei ddweud eto mewn ffordd fwy caredig.
comments-why-names = Mae’n dweud pwy yw rhywun. Galli di ei ddweud eto heb enwau.
comments-why-contact = Mae’n dweud sut mae cael hyd i rywun neu gysylltu â nhw. Galli di ei ddweud eto heb hynny.
comments-why-off-topic = Mae’n sôn am rywbeth arall. Rydyn ni eisiau gwybod o hyd beth rwyt ti’n ei feddwl am hyn.
comments-why-harm = Rydyn ni’n poeni y gallai rhywun gael ei frifo. Wnest ti ddim byd o’i le wrth ddweud wrthon ni. Galli di siarad â rhywun nawr. Mae am ddim.
comments-why-spam = Mae’n edrych fel hysbyseb, neu cafodd ei anfon lawer gwaith. Galli di ddweud beth rwyt ti’n ei feddwl yn dy eiriau dy hun.
comments-again = Wyt ti’n meddwl ein bod ni’n anghywir? Dweda wrthon ni, a bydd rhywun yn edrych eto.
comments-take-back = Ei dynnu yn ôl
comments-sure = Ei dynnu yn ôl?
comments-sure-text = Rydyn ni’n ei ddileu ar unwaith. All neb ei ddarllen wedyn, ac allwn ni ddim ei gael yn ôl i ti.
comments-sure-yes = Ie, dilëwch e
comments-gone = Fe wnest ti ei dynnu yn ôl
comments-gone-text = Mae wedi’i ddileu. Does dim byd ysgrifennaist ti yno ar ôl.
ideas-title = Syniadau
ideas-lead = Beth ddylai ddigwydd? Dweda fe yma, a darllena beth mae pobl eraill yn ei ddweud.
ideas-link = Rhannu syniad, neu ddarllen beth mae pobl eraill yn ei ddweud
ideas-read-link = Darllen y syniadau
ideas-list = Beth mae pobl eraill yn ei ddweud
ideas-none = Does dim syniadau yma eto. Gall dy un di fod y cyntaf.
ideas-form = Beth yw dy syniad di?
ideas-closed = Does dim syniadau newydd yn cael eu derbyn nawr. Mae beth sydd yma yn aros.
ideas-error-empty = Ysgrifenna dy syniad
ideas-back = Yn ôl at y syniadau
live-title = Geiriau i’r sgrin
live-link = Anfon geiriau i’r sgrin yn yr ystafell
live-form = Dy eiriau
live-hint = Un i dri gair. Mae lle i 30 o lythrennau.
live-first = Mae person yn edrych arno cyn i neb arall allu ei weld. Wedyn mae’n sefyll ar y sgrin.
live-closed = Does dim mwy o eiriau yn cael eu derbyn nawr.
live-error-empty = Ysgrifenna un i dri gair
live-error-words = Ysgrifenna dri gair ar y mwyaf
live-error-long = Gwna hwn yn fyrrach. Mae lle i 30 o lythrennau.
live-error-question = Mae cwestiwn arall nawr. Darllena fe, ac anfona dy eiriau eto os ydyn nhw’n ffitio o hyd.
live-shown-text = Galli di ei weld ar y sgrin nes bod y cwestiwn yn newid.
live-back = Yn ôl at y cwestiwn
wall-none = Yn aros am eich geiriau
wall-join = Anfonwch eich geiriau yma: { $address }
wall-closed = Does dim mwy o eiriau yn cael eu derbyn nawr. Diolch.
rules-title = Sut rydyn ni’n gwirio beth rwyt ti’n ei ysgrifennu
rules-lead = Mae person yn edrych arno cyn i neb allu ei weld. Bob amser.
rules-what = Ar beth rydyn ni’n edrych?
rules-what-text = Sylwadau, syniadau, a geiriau i sgrin mewn ystafell. Y cyfan yn yr un ffordd.
rules-who = Pwy sy’n edrych arno?
rules-who-text = Pobl sy’n gweithio i’r rhai ofynnodd i ti. Mae’n rhan o’u gwaith. Dydyn nhw ddim yn gwybod pwy wyt ti.
rules-who-safe = Os yw’n swnio fel petai rhywun ddim yn ddiogel, dim ond y bobl sy’n cadw plant yn ddiogel sy’n ei ddarllen.
rules-soon = Pa mor fuan?
rules-soon-text = O fewn dau ddiwrnod gwaith. Does neb yn edrych dros y penwythnos.
rules-why = Pam nad yw rhywbeth yn cael ei ddangos?
rules-why-unkind = Mae’n angharedig wrth rywun.
rules-why-names = Mae’n dweud pwy yw rhywun.
rules-why-contact = Mae’n dweud sut mae cael hyd i rywun neu gysylltu â nhw.
rules-why-off-topic = Mae’n sôn am rywbeth arall.
rules-why-harm = Gallai rhywun gael ei frifo.
rules-why-spam = Mae’n hysbyseb, neu’r un peth dro ar ôl tro.
rules-without = Ydych chi’n newid beth rydw i’n ei ysgrifennu?
rules-without-text = Weithiau rydyn ni’n tynnu rhai geiriau allan, enw er enghraifft, ac yn dangos y gweddill. Wedyn rwyt ti’n gweld hyn: [name].
rules-never = Dydyn ni byth yn rhoi geiriau eraill i mewn. Mae beth ysgrifennaist ti yn aros fel ysgrifennaist ti fe, nes i ti ei dynnu yn ôl.
rules-ask = Wyt ti’n meddwl ein bod ni’n anghywir?
rules-ask-text = Dweda wrthon ni, a bydd rhywun yn edrych eto. Gyda dy bedwar gair galli di weld pam na chafodd ei ddangos, a’i dynnu yn ôl unrhyw bryd.
rules-report = Oes rhywbeth o’i le gyda’r hyn ysgrifennodd rhywun arall?
rules-report-text = Pwysa “Mae rhywbeth o’i le gyda hwn” oddi tano. Y tro cyntaf, rydyn ni’n ei guddio nes bod rhywun wedi edrych arno eto. Ar sgrin does dim botwm: dweda wrth oedolyn yn yr ystafell.

trace-title = Sut teithiodd geiriau un person
trace-head = Sut teithiodd geiriau un person · { $reference }
trace-by = { $who }. Yr union eiriau, gyda chaniatâd.
trace-by-other = { $who }
trace-struck = Dydy’r geiriau yma ddim yn cael eu defnyddio bellach
trace-struck-text = Dydyn ni ddim yn dangos y geiriau yma bellach. Mae’r person wnaeth eu dweud nhw yn gallu eu tynnu nhw yn ôl ar unrhyw adeg, ac rydyn ni’n tynnu allan eiriau allai wneud niwed i rywun. Os wnest ti eu defnyddio nhw mewn adroddiad, tynna nhw allan.
trace-held = Mae rhywun yn edrych ar y geiriau yma
trace-held-text = Dydyn ni ddim yn dangos y geiriau yma am y tro, tra bo rhywun yn edrych arnyn nhw unwaith eto. Efallai byddan nhw’n dod yn ôl. Os wnest ti eu defnyddio nhw mewn adroddiad, gad nhw allan tan hynny.
trace-results = Beth arall glywon ni
trace-method = Sut wnaethon ni ofyn
trace-method-when = Fe wnaethon ni ofyn rhwng { $from } a { $to }.
trace-also = Mae’r geiriau yma’n cael eu defnyddio yma hefyd
trace-report = Defnyddio hwn mewn adroddiad?
trace-report-text = Dyfynna’r geiriau yn union a chadwa’r cyfeirnod: { $reference }, { $title }. Os bydd y person ifanc yn tynnu ei eiriau yn ôl, bydd y dudalen yma’n dweud hynny, a bydd rhaid i ti stopio eu defnyddio nhw.

standards-title = Pa mor dda rydyn ni’n gwrando?
standards-lead = Mae { $organisation } yn gwirio pa mor dda mae’n gwrando ar bobl ifanc. Mae staff yn dweud sut maen nhw’n meddwl bod pethau’n mynd. Mae pobl ifanc yn dweud sut mae pethau go iawn. Mae’r ddau i’w gweld yma.
standards-none = Does dim byd wedi’i rannu eto
standards-none-text = Dydy { $organisation } ddim wedi rhannu sut mae pethau’n mynd. Pan fydd hynny’n digwydd, bydd i’w weld yma.
standards-since = Wedi’i rannu ar { $day }.
standards-staff = Mae staff yn dweud
standards-young = Mae pobl ifanc yn dweud
standards-not-scored = Does neb wedi dweud eto
standards-same = Rydyn ni’n cytuno
standards-near = Ychydig oddi wrth ein gilydd
standards-far = Pell oddi wrth ein gilydd
standards-differ = { $n ->
    [0] Lle mae’r ddwy ochr wedi siarad, rydyn ni’n cytuno.
    [one] Rydyn ni’n bell oddi wrth ein gilydd ar 1 peth.
    [two] Rydyn ni’n bell oddi wrth ein gilydd ar 2 beth.
    [few] Rydyn ni’n bell oddi wrth ein gilydd ar 3 pheth.
    [many] Rydyn ni’n bell oddi wrth ein gilydd ar 6 pheth.
   *[other] Rydyn ni’n bell oddi wrth ein gilydd ar { $n } o bethau.
}
standards-why = Pam rydyn ni’n gweld hyn yn wahanol
standards-evidence = Ble wnaethon ni hyn
standards-framework = Mae’r saith safon wedi’u henwi ar ôl Hear by Right, sydd wedi’i wneud gan y National Youth Agency. Ein brawddegau ni sydd oddi tanyn nhw.
score-1 = Mae yno ac mae’n gweithio
score-2 = Mae yno, ond mae angen iddo wella
score-3 = Newydd ddechrau rydyn ni
score-4 = Dydy hyn ddim yno

privacy-title = Dy breifatrwydd
privacy-short-1 = Dydyn ni ddim yn gofyn am dy enw.
privacy-short-2 = Dydyn ni ddim yn dy ddilyn di o le i le.
privacy-short-3 = Mae ychydig o bobl sy’n gweithio yma yn darllen beth rwyt ti’n ei ysgrifennu. Maen nhw’n tynnu enwau allan.
privacy-short-4 = Galli di ei newid neu ei ddileu. Dy bedwar gair sy’n gwneud hynny.
privacy-short-5 = Ar ôl amser rydyn ni’n dileu beth ysgrifennaist ti. Mae rhifau’n aros, a dyfyniadau heb enwau.
privacy-more = Eisiau gwybod mwy?
privacy-who = Ydych chi’n gwybod pwy ydw i?
privacy-while = Beth sy’n digwydd tra bydda i’n ateb?
privacy-reads = Pwy sy’n darllen beth rydw i’n ei ysgrifennu?
privacy-me = Beth am fy oed a ble rydw i’n byw?
privacy-long = Am faint ydych chi’n ei gadw?
privacy-rights = Ga i ei weld, ei newid neu ei ddileu?
privacy-email = Beth os ydw i’n gadael cyfeiriad e-bost?
privacy-charge = Pwy sy’n gyfrifol amdano?
privacy-charge-text = Y bobl sy’n gofyn i ti sy’n gyfrifol am beth rwyt ti’n ei ddweud wrthyn nhw. Mae eu henw nhw ar y dudalen ddechrau. Os oes rhywbeth o’i le, dweda wrthon ni. Galli di ddweud wrth y Comisiynydd Gwybodaeth hefyd. Nhw sy’n gwneud yn siŵr bod pobl yn cadw dy bethau di yn ddiogel: ico.org.uk.
privacy-1 = Dydyn ni ddim yn gofyn am dy enw, a does dim angen i ni wybod pwy wyt ti.
privacy-2 = Dydyn ni ddim yn cadw cyfeiriad dy ffôn. Dydyn ni ddim yn dy ddilyn di o le i le. Does neb arall yn cael dim byd o’r wefan yma.
privacy-3 = Tra byddi di’n ateb, mae’r ffôn yma’n cofio dy atebion er mwyn i ti allu parhau yn nes ymlaen. Mae’r dudalen ddechrau yn dweud am faint. Wedyn rydyn ni’n eu dileu nhw.
privacy-4 = Pan fyddi di’n anfon dy atebion, mae pobl sy’n gweithio yma yn eu darllen nhw. Maen nhw’n tynnu enwau a lleoedd allan cyn i neb arall weld dy eiriau.
privacy-5 = Os byddi di’n dweud wrthon ni beth yw dy oed neu ble rwyt ti’n byw, mae’n mynd gyda dy atebion. Dim ond os oes o leiaf 10 o bobl o’r oed yna wedi ateb rydyn ni’n dangos oed. Mae unrhyw beth arall amdanat ti yn cael ei gadw ar wahân i dy eiriau, a dim ond rhifau mawr rydyn ni byth yn eu dangos.
privacy-6 = Gyda dy bedwar gair, galli di weld, newid neu ddileu beth ddywedaist ti.
privacy-7 = Galli di ofyn i ni beth sydd gyda ni amdanat ti, a chwyno. Mae’n rhaid i ni ateb.
privacy-8 = Rydyn ni’n cadw beth rwyt ti’n ei ysgrifennu am { $months } mis ar ôl i ni ddweud wrthot ti beth sy’n digwydd, ac wedyn rydyn ni’n ei ddileu. Os na fyddwn ni byth yn dweud wrthot ti, byddwn ni’n ei ddileu hefyd. Mae rhifau, a dyfyniadau heb enwau, yn aros. Mae dy bedwar gair yn gweithio tan hynny, a thra ein bod ni’n dangos dyfyniad gen ti.
privacy-files = Os byddi di’n rhoi llun, darlun neu recordiad i ni, dim ond y bobl sy’n darllen dy atebion sy’n ei weld. Rydyn ni’n tynnu’r amser, y lle ac enw dy ffôn i ffwrdd yn gyntaf. Fydd pobl eraill byth yn ei weld. Pan fyddi di’n tynnu dy atebion yn ôl, mae’n cael ei ddileu hefyd.
privacy-contact = Beth os ydw i’n dweud sut i gysylltu â fi?
privacy-contact-text = Mae rhai o’r bobl sy’n gofyn i ti hefyd yn gofyn sut gallan nhw gysylltu â ti. Does dim rhaid i ti ddweud. Rydyn ni’n ei gadw ar gau. Dim ond os ydyn ni’n poeni nad wyt ti neu rywun arall yn ddiogel y byddwn ni’n ei agor. Mae’n rhaid i ddau berson gytuno i’w agor. Galli di ei dynnu allan gyda dy bedwar gair, ac rydyn ni’n ei ddileu pan fyddwn ni’n dileu beth ysgrifennaist ti.
privacy-account = Beth os oes gen i fy nhudalen fy hun?
privacy-account-text = Mae gan rai pobl ifanc mewn grŵp dudalen, gyda llysenw. Mae dy dudalen yn dangos popeth rydyn ni’n ei gadw amdanat ti, a galli di ei stopio ar unrhyw adeg. Dydy beth rwyt ti’n ei ateb ddim wedi’i gysylltu â hi. Pan ddaw i ben, rydyn ni’n ei dileu.
privacy-news = Os wyt ti’n gadael cyfeiriad e-bost i gael newyddion, rydyn ni’n ei gadw ar wahân i bob ateb ac yn ei ddefnyddio at hynny’n unig. Mae dolen i stopio ym mhob e-bost. Wedyn rydyn ni’n ei ddileu, ac ar ôl blwyddyn rydyn ni’n ei ddileu beth bynnag.
privacy-cookies = Ffeiliau bach ar dy ffôn
privacy-cookies-text = Mae un yn cadw’r atebion dwyt ti ddim wedi’u gorffen. Mae un yn cofio pryd wnest ti ddechrau, er mwyn i ni allu dweud wrth eraill sawl munud mae’n ei gymryd; dydyn ni byth yn cadw pryd. Mae un yn cadw dy bedwar gair nes i ti eu gweld nhw, am 10 munud ar y mwyaf. Mae un yn cofio sut rwyt ti’n hoffi darllen: geiriau mwy, tudalen dywyllach, geiriau haws neu iaith arall. Os oes gen ti dudalen dy hun, mae un yn dy gadw di wedi mewngofnodi yno. Mae rhai ffonau hefyd yn cadw atebion, lluniau a recordiadau sy’n aros am signal. Dyna’r cyfan.
accessibility-title = Hygyrchedd
accessibility-1 = Dylai pawb allu defnyddio’r wefan yma: gyda bysellfwrdd, gyda darllenydd sgrin, gyda geiriau mawr, ar hen ffôn, heb sgript.
accessibility-2 = Rydyn ni’n profi pob tudalen gydag offeryn ac â llaw yn erbyn WCAG 2.2, lefel AA. Os nad yw rhywbeth yn gweithio i ti, dweda wrth y bobl wnaeth dy anfon di yma, os gweli di’n dda, er mwyn iddyn nhw allu ei drwsio a rhoi ffordd arall i ti ateb.

missing-title = Allwn ni ddim dod o hyd i’r dudalen yna
missing-text = Efallai ei bod hi wedi symud, neu efallai fod y ddolen yn anghywir.
missing-home = Mynd i’r dudalen gyntaf
forbidden-title = Alli di ddim gweld y dudalen yma
forbidden-text = Mae ar gyfer pobl sydd â rôl arall.
stale-title = Cafodd hyn ei newid yn y cyfamser
stale-text = Newidiodd rhywun arall hyn tra oedd ar agor gen ti, neu gwnest ti hynny mewn ffenestr arall. Agora’r dudalen eto a gwna dy newid unwaith eto.
stale-back = Agor y dudalen eto
stale-typed = Beth ysgrifennaist ti. Dydyn ni ddim yn ei gadw: copïa beth sydd ei angen arnat ti.
wrong-title = Doedden ni ddim yn gallu derbyn hynny
wrong-text = Doedd rhywbeth gafodd ei anfon ddim fel roedden ni’n ei ddisgwyl. Does dim byd wedi’i newid.
large-title = Roedd hynny’n ormod
large-text = Mae’r hyn wnest ti ei anfon yn fwy nag y gall y dudalen yma ei dderbyn. Gwna dy ateb yn fyrrach, neu dewisa lun neu ffeil lai. Yna cer yn ôl a thria eto.
site-title = Daeth hynny o wefan arall
site-text = Er mwyn dy gadw di’n ddiogel, dim ond atebion gafodd eu rhoi ar y wefan yma rydyn ni’n eu derbyn. Bydd angen i ti fynd yn ôl i’r dudalen a thrio eto.
broken-title = Aeth rhywbeth o’i le
broken-text = Ein bai ni yw hyn, nid dy fai di. Does dim byd ysgrifennaist ti wedi’i golli: bydd angen i ti fynd yn ôl a thrio eto mewn munud.
broken-reference = Os byddi di’n dweud wrthon ni am hyn, dweda: { $reference }
many-title = Arafa ychydig
many-text = Rwyt ti wedi trio lawer gwaith. Arhosa funud, wedyn tria eto.

phone-saved = Wedi’i gadw ar y ffôn yma.
phone-waiting-here = Cadwa’r dudalen yma ar agor. Dydy’r ffôn yma ddim yn gallu cadw dy atebion, felly byddan nhw’n mynd o fan hyn cyn gynted ag y bydd signal.
phone-sending = Yn anfon
phone-waiting = Yn aros am signal
phone-waiting-text = Mae dy atebion yn ddiogel ar y ffôn yma. Byddan nhw’n mynd cyn gynted ag y bydd signal. Galli di gau’r dudalen yma.
phone-sent = Wedi’i anfon
phone-not-sent = Heb ei anfon eto
phone-delete = Dileu o’r ffôn yma
phone-delete-sure = Pwysa eto i’w ddileu
phone-deleted = Mae wedi’i ddileu o’r ffôn yma.
phone-closed = Caeodd hwn cyn i dy atebion allu cael eu hanfon. Maen nhw’n dal i fod ar y ffôn yma.
phone-refused = Doedd dim modd derbyn rhywbeth yn dy atebion. Gwiria nhw ac anfona nhw eto.
phone-again = Trio eto nawr

# With a code.
join-title = Teipia dy god
join-lead = Rhoddodd rhywun god i ti ar ddarn o bapur. Teipia’r cod yma i ddechrau.
join-label = Dy god
join-hint = 8 llythyren a rhif. Llythrennau bach neu fawr, gyda’r llinell yn y canol neu heb. Er enghraifft: KX4M-7QPD
join-button = Mynd
join-no-name = Dydy dy god ddim yn dweud wrthon ni pwy wyt ti.
join-error-empty = Teipia dy god
join-error-slip = Dydy hynny ddim yn hollol gywir. Edrycha ar y cod eto a theipia bob un o’r 8 llythyren a rhif.
join-error-wrong = Allwn ni ddim dod o hyd i’r cod yna. Edrycha eto, neu gofynna i’r person roddodd y cod i ti.
join-error-many = Rwyt ti wedi trio lawer gwaith. Arhosa funud, wedyn tria eto.
join-needed = Mae angen cod arnat ti ar gyfer hwn
join-needed-text = Dim ond pobl sydd wedi cael cod sy’n gallu ateb yma. Os oes cod gen ti, teipia’r cod. Os nad oes, gofynna i’r person ddywedodd wrthot ti am hyn.
join-used = Mae’r cod yma wedi’i ddefnyddio’n barod
join-used-text = Dim ond hyn a hyn o weithiau mae pob cod yn gweithio, ac mae’r cod yma wedi’i ddefnyddio i gyd. Os nad ti oedd wedi’i ddefnyddio, gofynna i’r person roddodd y cod i ti am un newydd.
join-expired = Mae’r cod yma wedi dod i ben
join-expired-text = Mae ei ddiwrnod olaf wedi bod. Gofynna i’r person roddodd y cod i ti a oes amser o hyd.
join-revoked = Dydy’r cod yma ddim yn gweithio rhagor
join-revoked-text = Gofynna i’r person roddodd y cod i ti am un newydd.
slip-go = Bydd angen i ti fynd i { $address } a theipio’r cod yma, neu sganio’r sgwâr:
slip-square = Sgwâr i’w sganio: mae’n agor y cwestiynau gyda dy god

# A tablet that many people use.
kiosk-banner = Mae llawer o bobl yn defnyddio’r llechen yma, un ar ôl y llall. Pan fyddi di’n stopio, bydd angen i ti fynd i’r dudalen ddechrau. Wedyn mae’n anghofio beth ysgrifennaist ti.
kiosk-stop = Stopio yma. Y person nesaf
kiosk-stop-hint = Os wyt ti’n aros ar y dudalen hon am 20 munud heb bwyso botwm, mae’r dabled hon yn ei hanghofio.
idle-title = Wyt ti yna o hyd?
idle-lead = Does neb wedi cyffwrdd â’r dabled hon ers tro. Os na fyddi di’n pwyso dim, bydd yn anghofio beth ysgrifennaist ti.
idle-yes = Ydw, rydw i eisiau parhau
kiosk-next = Person nesaf
kiosk-next-hint = Ydy dy bedwar gair gen ti? Os felly, pwysa’r botwm. Mae’r llechen yma’n anghofio popeth, a gall y person nesaf ddechrau.
whose-many = Defnyddio’r llechen yma i lawer o bobl?
whose-many-lead = Maen nhw’n ateb un ar ôl y llall. I bob person newydd, mae’r llechen yma’n anghofio beth ysgrifennodd yr un o’i flaen.
whose-assisted = Ysgrifennu dros rywun arall ar y ddyfais yma?
whose-assisted-lead = Mae hyn i staff. Ysgrifenna beth maen nhw’n ei ddweud, nid beth rwyt ti’n ei feddwl.
whose-shared = Oes pobl eraill yn defnyddio’r ddyfais yma hefyd?
whose-shared-lead = Wedyn mae’n anghofio beth ysgrifennaist ti pan fyddi di’n cau’r porwr.
whose-own = Defnyddio’r ddyfais yma fel dy un di eto?
whose-own-lead = Wedyn dim ond i ti mae hi, ac mae’n cofio beth dwyt ti ddim wedi’i anfon eto.
whose-yes = Ie, gwna hyn
whose-no = Na, cer i’r dudalen ddechrau

# Somebody of the staff types for somebody else.
assist-banner = Rwyt ti’n ysgrifennu dros rywun. Ysgrifenna beth maen nhw’n ei ddweud, nid beth rwyt ti’n ei feddwl.
assist-spoke = Pwy ddywedodd hyn fel hyn?
assist-spoke-hint = Y person sy’n teipio sy’n ateb y cwestiwn yma.
assist-exact = Dyma eu hunion eiriau nhw
assist-understood = Dyma beth wnes i ei ddeall
assist-error = Dweda geiriau pwy yw’r rhain
assist-end = Dydw i ddim yn ysgrifennu dros rywun rhagor

# A reminder and a thank-you that schools and clubs pass on.
reminder-still = Mae amser o hyd i ddweud dy farn.
reminder-days = { $days ->
    [0] Heddiw yw’r diwrnod olaf.
    [one] Yfory, { $day }, yw’r diwrnod olaf.
    [two] Mae 2 ddiwrnod ar ôl. Y diwrnod olaf yw { $day }.
   *[other] Mae { $days } diwrnod ar ôl. Y diwrnod olaf yw { $day }.
}
reminder-go = Bydd angen i ti fynd i { $address } neu sganio’r sgwâr.
reminder-address = Galli di ateb yma: { $address }
reminder-code = Teipia’r cod gest ti.
reminder-done = Wyt ti wedi ateb yn barod? Os felly, does dim rhaid i ti wneud dim byd. Diolch!
reminder-square = Sgwâr i’w sganio: mae’n agor y cwestiynau
reminder-thanks = Diolch i bawb wnaeth ateb “{ $title }”.
reminder-thanks-read = Mae person yn darllen pob ateb. Nid cyfrifiadur.
reminder-thanks-see = Ar { $day }, cei di weld beth ddywedodd pawb, yn { $address }.
reminder-thanks-told = Erbyn { $day }, byddwn ni’n dweud wrthot ti beth sy’n digwydd, a pham.

# On paper.
paper-form = Ffurflen
paper-page = Tudalen { $n } o { $of }
paper-until = Rho hi’n ôl erbyn { $day }.
paper-how = Sut i lenwi hon
paper-how-box = Rho groes yn y blwch wrth dy ateb. Gwna’r groes yn galed gyda phìn. I ni mae’r rhif bach yn y blwch.
paper-how-change = Wedi newid dy feddwl? Llenwa’r blwch anghywir yn ddu a rho groes mewn un arall.
paper-how-name = Paid ag ysgrifennu dy enw arni. Paid ag ysgrifennu enwau pobl eraill.
paper-typed = Mae rhywun sy’n gweithio yma yn teipio beth ysgrifennaist ti, air am air.
paper-phone = Galli di ateb ar ffôn yn lle hynny: { $address }
paper-languages = Mae’r cwestiynau yma ar gael hefyd yn: { $languages }. Gofynna i’r person roddodd hon i ti.
paper-only-if = Dim ond os { $rule }
paper-and = a
paper-or = neu
paper-if-answered = rwyt ti wedi ateb cwestiwn { $n }
paper-if-not-answered = dwyt ti ddim wedi ateb cwestiwn { $n }
paper-if-not = nid: { $rule }
paper-if-chose = dewisaist ti “{ $answer }” yng nghwestiwn { $n }
paper-if-not-chose = wnest ti ddim dewis “{ $answer }” yng nghwestiwn { $n }
paper-if-first = “{ $answer }” yw dy rif 1 yng nghwestiwn { $n }
paper-if-not-first = nid “{ $answer }” yw dy rif 1 yng nghwestiwn { $n }
paper-if-number = dy rif yng nghwestiwn { $n } yw { $answer }
paper-if-number-not = nid { $answer } yw dy rif yng nghwestiwn { $n }
paper-if-less = mae dy rif yng nghwestiwn { $n } yn llai na { $answer }
paper-if-at-most = dy rif yng nghwestiwn { $n } yw { $answer } neu lai
paper-if-more = mae dy rif yng nghwestiwn { $n } yn fwy na { $answer }
paper-if-at-least = dy rif yng nghwestiwn { $n } yw { $answer } neu fwy
paper-piped = (dy ateb i gwestiwn { $n })
paper-one = Dewisa un.
paper-each = Dewisa un ym mhob rhes.
paper-order = Ysgrifenna rif ym mhob blwch, o 1 i { $n }. Rhif 1 sydd bwysicaf i ti.
paper-number = Ysgrifenna rif.
paper-not-photo = Dim ond ar ffôn galli di wneud yr un yma.
paper-about = Bron â gorffen. Mae’r cwestiynau yma’n ein helpu ni i wirio ein bod ni wedi clywed gan bob math o bobl ifanc. Galli di eu gadael nhw allan.
paper-thanks = Diolch!
paper-give-back = Rho hon yn ôl i’r person roddodd hi i ti.
paper-told = Erbyn { $day }, byddwn ni’n dweud wrth bawb beth sy’n digwydd, yn { $address }
paper-keep = Cadwa’r rhan yma
paper-keep-text = Os byddi di’n newid dy feddwl, rho’r cod yma i’r bobl ofynnodd i ti. Maen nhw’n dileu popeth ysgrifennaist ti yma. Does dim angen dy enw arnyn nhw.

# News by mail: the page for an address, and the letters.

news-link = Dweda wrtha i beth sy’n digwydd
news-title = Gawn ni ddweud wrthot ti beth sy’n digwydd?
news-lead = Gadawa gyfeiriad e-bost, ac fe wnawn ni ysgrifennu atat ti pan fydd newyddion: cyn iddo gau, beth ddywedodd pobl, a beth gafodd ei benderfynu.
news-label = Cyfeiriad e-bost
news-young = Wyt ti o dan 13? Gofynna’n gyntaf i oedolyn sy’n gofalu amdanat ti. Gelli di ddefnyddio ei gyfeiriad e hefyd.
news-button = Anfonwch newyddion ata i
news-apart = Rydyn ni’n cadw dy gyfeiriad ar wahân i bob ateb. All neb weld ohono beth ddywedaist ti, nac a ddywedaist ti unrhyw beth.
news-any-time = Gelli di stopio unrhyw bryd. Mae dolen ar gyfer hynny ym mhob e-bost, ac wedyn rydyn ni’n anghofio dy gyfeiriad. Ar ôl blwyddyn rydyn ni’n ei anghofio beth bynnag.
news-careful = All rhywun arall ddarllen dy e-byst na ddylai wybod am hyn? Yna paid â gadael cyfeiriad. Gelli di ddod yn ôl yma i edrych unrhyw bryd.
news-back = Yn ôl i’r dudalen gyntaf
news-home = Gweld beth arall sy’n digwydd
news-error-empty = Teipia gyfeiriad e-bost
news-error-email = Dydy hwnna ddim yn gyfeiriad e-bost cyfan. Mae @ yn ei ganol, fel enw@mail.com
news-error-many = Rwyt ti wedi trio lawer gwaith. Arhosa funud, wedyn tria eto.
news-sent = Nawr edrycha yn dy e-byst
news-sent-lead = Rydyn ni wedi anfon un atat ti. Agora’r ddolen ynddo a phwysa Ydw. Wedyn rwyt ti ar y rhestr.
news-sent-junk = Gall gymryd ychydig funudau. Dim byd yno? Edrycha yn y ffolder sothach, neu gwna’n siŵr bod y cyfeiriad yn gywir.
news-want = Wyt ti eisiau newyddion am hyn?
news-want-lead = Rydyn ni’n ysgrifennu atat ti pan fydd rhywbeth i’w ddweud: cyn iddo gau, beth ddywedodd pobl, a beth gafodd ei benderfynu.
news-yes = Ydw, anfonwch newyddion ata i
news-on = Rwyt ti ar y rhestr
news-on-lead = Rydyn ni’n ysgrifennu atat ti pan fydd newyddion.
news-stop = Stopiwch, ac anghofiwch fy nghyfeiriad
news-stop-hint = Chei di ddim mwy o e-byst am hyn gennyn ni.
news-gone = Dydy dy gyfeiriad ddim gennyn ni
news-gone-lead = Mae wedi mynd, neu mae’r ddolen yn rhy hen. Chei di ddim e-byst gennyn ni am hyn.
news-cut = Dydy’r ddolen hon ddim yn gyfan
news-cut-lead = Mae rhan ohoni ar goll, felly wnaethon ni ddim stopio dim byd. Agora’r e-bost diweddaraf gennyn ni, a phwysa Stopiwch yno.
news-part = Rydyn ni wedi stopio rhan ohono
news-part-lead = Mae rhan o’r ddolen ar goll. Rydyn ni wedi stopio’r hyn roedden ni’n gallu ei ddarllen. Oes mwy o e-byst yn dod? Agora’r un diweddaraf, a phwysa Stopiwch yno.

letter-confirm-subject = Wyt ti eisiau newyddion am “{ $title }”?
letter-confirm = Teipiodd rhywun y cyfeiriad hwn i gael newyddion am “{ $title }” gan { $organisation }. Ti oedd e? Yna agora’r dudalen hon a dweda ie.
letter-confirm-link = Ydw, rydw i eisiau newyddion
letter-confirm-not = Nid ti oedd e? Yna paid â gwneud dim. Ar ôl dau ddiwrnod rydyn ni’n anghofio’r cyfeiriad.
letter-asked = Gofynnaist ti i ni ysgrifennu atat ti pan fydd newyddion.
letter-reminder-subject = Mae amser o hyd: { $title }
letter-reminder = Gelli di ddweud beth rwyt ti’n ei feddwl o hyd.
letter-reminder-until = Gelli di ddweud beth rwyt ti’n ei feddwl o hyd, tan { $day }.
letter-reminder-link = Dweda beth rwyt ti’n ei feddwl
letter-reminder-done = Wyt ti wedi ateb yn barod? Yna does dim byd i’w wneud.
letter-thanks-subject = Diolch: { $title }
letter-thanks = Mae’r cwestiynau wedi cau. Diolch i bawb atebodd. Rydyn ni’n darllen pob ateb.
letter-thanks-told = Fe ddywedwn ni wrthot ti beth sy’n digwydd erbyn { $day }.
letter-look = Gweld ble rydyn ni nawr
letter-heard-subject = Beth glywson ni: { $title }
letter-heard = Gelli di nawr ddarllen beth ddywedodd pobl ifanc.
letter-heard-link = Darllen beth glywson ni
letter-told-subject = Beth sy’n digwydd nawr: { $title }
letter-told = Cafodd rhywbeth ei benderfynu. Rydyn ni wedi ysgrifennu beth sy’n newid oherwydd beth ddywedodd pobl ifanc, a pham nad ydy rhai pethau’n newid.
letter-told-link = Gweld beth sy’n newid
letter-followed-up-subject = A ddigwyddodd e? { $title }
letter-followed-up = Fe addawon ni ddweud wrthot ti beth ddaeth ohono. Nawr gelli di ei ddarllen.
letter-followed-up-link = Gweld beth ddaeth ohono
letter-digest-subject = Beth ddigwyddodd gyda { $n ->
    [two] 2 beth rwyt ti’n eu dilyn
    [few] 3 pheth rwyt ti’n eu dilyn
    [many] 6 pheth rwyt ti’n eu dilyn
   *[other] { $n } o bethau rwyt ti’n eu dilyn
}
letter-digest-one-subject = Beth sy’n newydd: { $title }
letter-digest-stop-one = Peidio â chael rhagor o e-byst am “{ $title }”
letter-digest-stop = Peidio â chael rhagor o e-byst am yr un o’r rhain
letter-from = Mae’r e-bost hwn gan { $organisation }.
letter-stop = Peidio â chael rhagor o’r e-byst hyn

tell-title = Dweda wrthon ni os oes rhywbeth o’i le
tell-lead = Galli di ofyn beth sydd gyda ni amdanat ti, ei newid neu ei dynnu allan, neu gwyno. Mae’n rhaid i ni ateb. Does dim rhaid i ti ddweud dy enw.
tell-self = Oes gen ti dy bedwar gair?
tell-self-text = Wedyn galli di weld, newid neu dynnu dy atebion yn ôl dy hun, nawr.
tell-what = Beth wyt ti eisiau?
tell-access = Gweld beth sydd gyda chi amdana i
tell-access-hint = Rydyn ni’n dweud wrthot ti beth rydyn ni’n ei gadw.
tell-rectify = Newid rhywbeth sy’n anghywir
tell-rectify-hint = Dweda isod beth sydd o’i le, a sut dylai fod.
tell-erase = Tynnu rhywbeth allan
tell-erase-hint = Dweda isod beth, a ble gwelaist ti fe.
tell-object = Stopio defnyddio rhywbeth
tell-object-hint = Er enghraifft dy eiriau mewn adroddiad.
tell-complaint = Cwyno
tell-complaint-hint = Doedd rhywbeth ddim yn deg, ddim yn ddiogel neu ddim yn iawn.
tell-words = Dweda fwy wrthon ni
tell-words-hint = Ysgrifenna fe yn dy eiriau dy hun. Os yw am dy atebion, dweda pa gwestiynau oedden nhw a phryd, fwy neu lai, wnest ti eu hanfon.
tell-reads = Mae pobl yn darllen hwn, a’u gwaith yw gofalu am dy hawliau. Os yw’n swnio fel petai rhywun ddim yn ddiogel, mae’r bobl sy’n cadw plant yn ddiogel yn ei ddarllen hefyd. Dydyn nhw ddim yn gwybod pwy wyt ti.
tell-button = Anfon
tell-come-back = Wyt ti wedi gofyn o’r blaen?
tell-error-kind = Dewisa beth wyt ti eisiau
tell-error-words = Dweda wrthon ni beth sydd o’i le
tell-error-long = Gwna hwn yn fyrrach. Mae lle i 2,000 o lythrennau.
tell-error-form = Aeth rhywbeth o’i le gyda’r dudalen yma. Agora hi eto ac anfona hi unwaith eto.
tell-error-sent = Rwyt ti wedi anfon rhywbeth gyda’r ffurflen hon o’r blaen. Dydy hwn ddim wedi’i anfon eto. Pwysa “Anfon” unwaith eto i’w anfon hefyd.
tell-error-many = Roedd hynny’n llawer ar unwaith. Arhosa funud, wedyn tria eto.
tell-sent = Mae gyda ni
tell-sent-lead = Bydd rhywun yn ei ddarllen. Cei di ateb yma erbyn { $day }.
tell-keep = Cadwa’r pedwar gair yma
tell-keep-text = Allwn ni ddim ysgrifennu atat ti, achos dydyn ni ddim yn gwybod pwy wyt ti. Dere’n ôl gyda’r geiriau yma i ddarllen yr ateb. Dim ond nawr rydyn ni’n eu dangos nhw.
tell-help = Galli di siarad â rhywun nawr. Mae am ddim, a fyddan nhw ddim yn cael sioc. Does neb yn darllen beth anfonaist ti ar unwaith.
tell-sent-before = Cafodd ei anfon
tell-sent-before-lead = Fe wnaethon ni ddangos dy bedwar gair unwaith. Gyda nhw rwyt ti’n dod o hyd i’r ateb.
tell-find = Darllen yr ateb
tell-find-lead = Teipia’r pedwar gair gest ti pan wnest ti ofyn.
tell-find-button = Dangos i fi
tell-own = Beth ofynnaist ti
tell-own-came = Gofynnaist ti ar { $day }
tell-own-words = Ysgrifennaist ti
tell-own-answer = Rydyn ni’n dweud
tell-state-received = Mae gyda ni. Cei di ateb erbyn { $day }.
tell-state-acknowledged = Mae rhywun wedi ei ddarllen ac yn gweithio arno. Cei di ateb erbyn { $day }.
tell-state-paused = Mae angen i ni wybod rhywbeth cyn gallu mynd ymlaen. Darllena fe isod.
tell-state-answered = Dyma ein hateb.
tell-state-refused = Allwn ni ddim gwneud hyn. Dyma pam.
tell-late = Dywedon ni y byddet ti’n cael ateb erbyn nawr. Rydyn ni’n hwyr, ac mae’n ddrwg gyda ni.
tell-further = Ddim yn hapus gyda hyn? Galli di ddweud wrthon ni eto. Galli di hefyd gwyno i’r Comisiynydd Gwybodaeth: gofynna i oedolyn rwyt ti’n ymddiried ynddo, neu cer i ico.org.uk.
tell-again = Gofyn unwaith eto
tell-again-hint = Bydd pwy bynnag sy’n ateb hefyd yn gweld beth ofynnaist ti o’r blaen, a beth ddywedon ni.
tell-reply = Ysgrifennu’n ôl
tell-reply-hint = Wedyn awn ni ymlaen. Does dim rhaid i ti ddweud dy enw.
tell-reply-button = Anfon
tell-replied = Diolch. Awn ni ymlaen nawr.
tell-of = Am bwy mae e?
tell-of-unknown = Dydw i ddim yn gwybod

# A young person's own page.
me-title = Fy nhudalen
me-lead = Rhoddodd dy weithiwr god i ti. Teipia’r cod yma. Dim ond unwaith mae ei angen arnat ti.
me-label = Dy god
me-hint = Tri gair a rhif. Er enghraifft: wren copper ladder 4821
me-shared = Nid fy nyfais i yw hon
me-shared-note = Wedyn byddi di’n cael dy allgofnodi pan fyddi di’n cau’r porwr.
me-button = Mewngofnodi
me-no-code = Dim cod? Does dim angen un i ddweud dy farn.
me-error-empty = Teipia dy god
me-error-wrong = Allwn ni ddim agor tudalen gyda’r cod yna. Edrycha arno eto. Efallai ei fod yn rhy hen, neu wedi’i ddefnyddio’n barod. Wedyn gofynna i dy weithiwr am un newydd.
me-error-paused = Mae dy weithiwr wedi rhoi’r dudalen hon ar saib. Does dim byd ynddi wedi’i golli. Gofynna i dy weithiwr amdani.
me-error-many = Roedd hynny’n llawer o gynigion. Arhosa ychydig funudau, wedyn tria eto.
me-ended = Rwyt ti wedi dy allgofnodi. I ddod yn ôl, gofynna i dy weithiwr am god newydd.
me-hello = Helo, { $name }
me-group = Rwyt ti yn y grŵp hwn: { $group }
me-assessor = Rwyt ti’n asesydd ifanc. Rwyt ti’n ein helpu ni i roi sgôr i ba mor dda rydyn ni’n gwrando.
me-open = Beth galli di ddweud dy farn arno nawr
me-apart-title = Mae dy atebion yn aros ar wahân
me-apart = Dydy beth rwyt ti’n ei ateb ddim wedi’i gysylltu â’r dudalen yma. Dydyn ni ddim yn gwybod mai ti oedd wedi ateb.
me-kept = Beth rydyn ni’n ei gadw amdanat ti
me-kept-lead = Dyma’r cyfan. Gall dy weithiwr weld dy lysenw, dy oed a dy grŵp. All pobl ifanc eraill ddim.
me-kept-nickname = Dy lysenw
me-kept-age = Dy oed
me-kept-age-words = { $from } i { $to }
me-kept-group = Dy grŵp
me-kept-by = Pwy sy’n gofalu amdano
me-kept-consent = Pwy gytunodd iddo
me-kept-wording = Pa eiriau gafodd eu dweud cyn hynny
me-by-you = Ti, ar { $day }
me-by-parent = Dy riant, ar { $day }
me-by-carer = Dy ofalwr, ar { $day }
me-by-authority = Y cyngor sy’n gofalu amdanat ti, ar { $day }
me-kept-assessor = Asesydd ifanc
me-kept-assessor-words = Ie
me-kept-ticks = Pwy siaradodd amdano gyda ti
me-kept-ticks-words = { $name }. Roeddet ti’n deall beth yw e a beth all ddigwydd, meddyliaist ti amdano, a dy ddewis di oedd hyn.
me-kept-since = Ers pryd
me-kept-first = Mewngofnodaist ti gyntaf ar
me-kept-until = Tan pryd
me-kept-until-words = { $day }. Gall dy weithiwr ei wneud yn hirach.
me-kept-code = Cod does neb wedi’i ddefnyddio eto
me-kept-code-words = Mae’n gweithio tan { $day }
me-kept-place = Ble rwyt ti wedi mewngofnodi
me-kept-place-words = Ers { $day }, defnyddiwyd ddiwethaf ar { $last }
me-kept-sorting = Atebion rwyt ti’n helpu i’w didoli
me-kept-sorting-words = { $title }: { $done } o { $of } wedi’u gwneud. Mae’n mynd pan fyddi di’n stopio dy gyfrif.
me-yours = Dy dudalen di yw hi
me-sign-out = Allgofnodi yma
me-sign-out-all = Allgofnodi ym mhobman
me-sign-out-note = Gelli di allgofnodi. Wedyn bydd angen cod newydd gan dy weithiwr arnat ti i ddod i mewn eto.
me-sign-out-note-device = Gelli di allgofnodi. I ddod i mewn eto, defnyddia ffôn neu lechen rwyt ti wedi’i hychwanegu, neu gofynna i dy weithiwr am god newydd.
me-nickname = Newid fy llysenw
me-nickname-lead = Dewisa enw ar gyfer dy dudalen. Paid â defnyddio dy enw llawn.
me-nickname-hint = Llythrennau: { $n } ar y mwyaf.
me-nickname-sure = Nid fy enw llawn yw hwn
me-renamed = Wedi’i wneud. Dyna rydyn ni’n dy alw di nawr.
me-error-nickname = Teipia lysenw
me-error-long = Dewisa un byrrach. Mae lle i 30 o lythrennau.
me-error-contact = Tynna’r rhif ffôn, yr e-bost neu’r cyfeiriad gwe allan
me-error-rude = Mae gair cas ynddo. Dewisa enw arall.
me-error-full = Mae hwn yn edrych fel enw llawn. Dewisa un arall, neu ticia nad dy enw llawn yw hwn.
me-error-taken = Mae gan rywun yn dy grŵp y llysenw hwn. Dewisa un arall.
me-passkey-title = Mewngofnodi heb god
me-passkey-text = Mewngofnoda gyda dy wyneb, dy fys neu god dy ffôn. Dydyn ni byth yn eu gweld.
me-passkey-before = I wneud hyn mae’n rhaid dy fod wedi ychwanegu dy ffôn neu dy dabled at dy dudalen.
me-passkey-use = Mewngofnodi gyda’r ffôn neu’r tabled yma
me-passkey-mine = Dim ond dy ffôn neu dy dabled dy hun ddylet ti ei ychwanegu. Gall pwy bynnag sy’n gallu ei agor agor dy dudalen.
me-passkey-make = Ychwanegu’r ffôn neu’r tabled yma
me-passkey-since = Ychwanegwyd ar { $day }
me-passkey-remove = Tynnu i ffwrdd
me-passkey-made = Wedi’i wneud. Mae’r ffôn neu’r tabled yma’n agor dy dudalen nawr.
me-passkey-unmade = Wedi’i wneud. Dydy e ddim yn agor dy dudalen mwyach. Rwyt ti wedi dy allgofnodi ar bob dyfais arall.
me-passkey-shared = Mae pobl eraill yn defnyddio hwn, felly elli di ddim ei ychwanegu.
me-passkey-full = Mae gen ti { $n }. Tynna un i ffwrdd i ychwanegu un arall.
me-passkey-script = Mae angen porwr mwy newydd, gyda sgript, ar gyfer hyn. Mae’r cod gan dy weithiwr yn gweithio bob amser.
me-passkey-server = Ddaeth dim byd yn ôl. Wyt ti ar-lein? Wedyn llwytha’r dudalen yma eto.
me-passkey-device = Wnaeth dy ffôn neu dy dabled ddim dweud ie. Tria eto, neu defnyddia god.
me-passkey-failed = Wnaeth hynny ddim gweithio
me-passkey-wrong = Dydy’r ffôn neu’r tabled yma ddim yn agor tudalen yma. Tria eto, neu gofynna i dy weithiwr am god.
me-passkey-not-made = Wnaethon ni ddim ei ychwanegu. Tria unwaith eto.
me-kept-passkey = Ffôn neu dabled sy’n agor dy dudalen
me-stop = Stopio fy nghyfrif
me-stop-sure = Stopio dy gyfrif?
me-stop-text = Rydyn ni’n dileu dy lysenw a phopeth sydd ar dy dudalen, ar unwaith. Allwn ni ddim ei gael yn ôl i ti.
me-stop-answers = Mae beth atebaist ti’n aros, achos dydyn ni ddim yn gwybod pa atebion yw dy rai di. Mae dy bedwar gair yn dal i weithio.
me-stop-yes = Ie, dileu fy nghyfrif
me-stopped = Mae dy gyfrif wedi mynd
me-stopped-text = Rydyn ni wedi dileu popeth ohono. Galli di ddweud dy farn o hyd. Does dim angen cyfrif i wneud hynny.
me-slip-go = Cer i { $address } a theipia hwn:
me-slip-until = Mae’n gweithio unwaith, tan { $day }. Paid â’i ddangos i neb arall.

# A young person helps to sort answers.
sorting-title = Helpa ni i ddidoli atebion
sorting-lead = Pwysa bopeth mae’r ateb hwn yn sôn amdano. Galli di bwyso mwy nag un.
sorting-card = { $done } o { $of } wedi’u gwneud
sorting-over = Rwyt ti wedi gorffen. Edrycha sut aeth hi.
sorting-place = Ateb { $place } o { $of }
sorting-grown-up = Oedolyn ddywedodd hyn
sorting-legend = Am beth mae’n sôn?
sorting-next = Nesaf
sorting-none = Dim un o’r rhain
sorting-skip = Sgipio
sorting-before = Mynd yn ôl
sorting-worry = Rwy’n poeni am yr ateb hwn
sorting-gone = Dyw’r ateb hwn ddim yma mwyach, felly does neb yn edrych arno nawr. Os yw’n aros gyda ti, siarada â rhywun rwyt ti’n ymddiried ynddo, neu â’r bobl ar waelod y dudalen hon.
sorting-worried = Diolch am ddweud wrthon ni. Mae rhywun sydd â’r gwaith o wneud hynny yn edrych arno nawr. Os yw’n aros gyda ti, siarada â rhywun rwyt ti’n ymddiried ynddo.
sorting-error = Pwysa am beth mae’n sôn. Os does dim byd yn ffitio, pwysa “Dim un o’r rhain”.
sorting-done-title = Rwyt ti wedi gweld pob un
sorting-done-text = Galli di edrych arnyn nhw eto. Ar ôl i ti ddweud dy fod wedi gorffen, alli di ddim eu newid nhw.
sorting-done = Rwyf wedi gorffen
sorting-again = Edrych eto
sorting-thanks = Diolch
sorting-wait = Mae rhywun arall yn didoli’r un atebion. Pan fydd y ddau ohonoch chi wedi gorffen, byddwn ni’n dweud yma pa mor aml roeddech chi’n cytuno.
sorting-alike = Roeddet ti a { $name } yn cytuno ar { $same } o { $of }
sorting-alike-text = Does dim rhaid i chi gytuno. Lle dydych chi ddim, dydy ein geiriau ni ddim yn glir eto. Wedyn rydyn ni’n eu gwneud nhw’n gliriach.

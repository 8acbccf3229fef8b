"""Patterns of wording per language that checks, triage and drafting share: advice, danger, claims, questions, Länder."""

from __future__ import annotations

import re
from collections.abc import Mapping

_I = re.IGNORECASE


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), _I)


ADVICE: Mapping[str, re.Pattern[str]] = {
    "de": re.compile(  # "Sie" is a person addressed, "sie" is not: upper and lower case count
        r"\b(?:Sie haben|[Dd]u hast|[Hh]aben Sie|[Hh]ast du)\b[^.?]{0,40}\b(?:Anspruch|Recht)\b"
        r"|\bIhnen steht\b|\b[Dd]ir steht\b|\bsteht (?:Ihnen|dir)\b"
        r"|\b(?:Sie|[Dd]u) (?:müssen|musst|sollten|solltest|dürfen|darfst)\b"
        r"|\b(?:[Mm]üssen|[Ss]ollten) Sie\b|\b(?:[Mm]usst|[Ss]olltest) du\b"
        r"|\b(?:Ihr|[Dd]ein)e?[nmrs]? (?:Abschluss|Diplom|Antrag|Zeugnis|Widerspruch|Klage)\b[^.?]{0,40}\bwird\b"
        r"|\b[Ii]n (?:Ihrem|deinem) Fall\b"
    ),
    "en": _any(
        r"\byou(?:'re| are) entitled\b",
        r"\byou have (?:a|the) right\b",
        r"\byou (?:must|should|need to|have to|ought to)\b",
        r"\byour (?:degree|diploma|application|qualification)s? (?:will|is going to) be\b",
        r"\bin your case\b",
    ),
    "es": _any(
        r"\b(?:usted |ustedes )?(?:tiene|tienes|tienen) derecho\b[^.]{0,10}\b(?:usted|tú)\b|\b(?:usted tiene|tú tienes|tienes) derecho\b",
        r"\b(?:usted (?:debe|debería)|debes|deberías|tienes que|usted tiene que)\b",
        r"\b(?:su|tu) (?:título|diploma|solicitud) será\b",
        r"\ben (?:su|tu) caso\b",
    ),
    "it": _any(
        r"\b(?:lei ha|hai) (?:il )?diritto\b",
        r"\b(?:lei deve|devi|dovresti|dovrebbe lei|lei dovrebbe)\b",
        r"\bil (?:suo|tuo) (?:titolo|diploma) (?:sarà|verrà)\b",
        r"\bnel (?:suo|tuo) caso\b",
    ),
    "ar": _any(
        r"يحق (?:لك|لكم|لكِ)",
        r"(?:لديك|لديكم) (?:ال)?حق",
        r"يجب (?:عليك|عليكم)",
        r"في (?:حالتك|حالتكم)",
        r"سيتم الاعتراف ب(?:شهادتك|شهادتكم)",
    ),
}
"""Individual advice, which no draft and no article may give."""

_WEAPON = r"(?:messer|knife|cuchillo|navaja|coltello|couteau|nóż|nożem|bıçak\w*|سكين\w*|نож\w*|ніж|pistole|pistola|schusswaffe|gun)"
_THREAT = r"(?:ex|mann|freund|partner|chef|husband|boyfriend|boss|marido|novio|jefe|marito|ragazzo|droh\w*|threat\w*|amenaz\w*|minacci\w*|زوج\w*|هدد\w*|foto|bild|photo)"

DANGER = _any(
    rf"\b{_THREAT}\b.{{0,80}}\b{_WEAPON}\b|\b{_WEAPON}\b.{{0,60}}\b{_THREAT}\b",
    r"\b(?:lauert|lauerte) (?:mir|uns)\b|\bstalk\w*|\bverfolgt mich\b|\bme espera (?:a?fuera|en la puerta|a la salida)\b|\bme persigue\b|\bmi (?:segue|perseguita|aspetta fuori)\b|\bfollows me\b",
    # de
    r"\b(?:will|möchte|mag|wollte|kann) (?:einfach |so )?(?:nicht|nich|net) mehr (?:leben|am leben sein|da sein|aufwachen|weiterleben)\b",
    r"\b(?:mich|mir) (?:selbst |selber )?(?:das leben nehmen|umbringen|etwas antun|was antun|töten|verletzen)\b",
    r"\bselbstmord\w*|\bsuizid\w*|\bmich umzubringen\b|\bleben (?:keinen|kein) sinn mehr\b|\blieber tot\b|\bbesser ohne mich\b|\bohne mich besser dran\b|\bwie ich schluss mache\b|\b(?:keinen|kein) sinn (?:mehr )?(?:im|zu) leben\b",
    r"\b(?:schlägt|schlug|prügelt|würgt|vergewaltigt|tritt|bedroht|verprügelt) (?:er )?(?:mich|uns|die kinder|mein kind)\b",
    r"\b(?:mann|ex|freund|partner|vater|bruder|chef|schwiegervater)\w*\b.{0,40}\b(?:schlägt|geschlagen|verprügelt|würgt|gewürgt|bedroht)\b.{0,20}\b(?:mich|uns|kinder\w*)\b",
    r"\b(?:pass|ausweis) (?:weg)?genommen\b|\bhat (?:meinen|mein|unsere?n?) (?:pass|pässe)\b.{0,30}\b(?:und|weg|behalten|einbehalten)\b",
    r"\bhat mich (?:(?:wieder|gestern|heute|schon|letzte|nacht|oft) )*(?:geschlagen|gewürgt|verprügelt|vergewaltigt|mit dem messer)\b",
    r"\bich habe angst um mein leben\b|\bbringt mich um\b|\bdroht\b.{0,25}\b(?:umzubringen|töten|abzustechen)\b",
    r"\b(?:dem|meinem|das) baby (?:etwas|was) an(?:zu)?tu\w*\b|\b(?:mein|das) baby (?:schütteln|schüttel)\b",
    # others would be better off, or not to wake up: hints in any language
    r"\b(?:better off without me|better without me|(?:baby|kids?|child\w*|he|she|they)\b.{0,30}\bbetter off with (?:my|his|her|someone))\b|\b(?:not|never) wake up (?:again|any ?more|tomorrow)\b",
    r"\b(?:bimb\w+|bambin\w+|figli\w*|loro|tutti)\b.{0,40}\bstarebb\w+ meglio\b|\bmeglio senza di me\b|\bnon svegliarmi più\b|\bmejor sin mí\b|\b(?:niñ\w+|beb\w+|hij\w+)\b.{0,40}\bestaría\w* mejor (?:con|sin)\b|\bno despertar(?:me)?(?: más| mañana| nunca)?\b",
    r"\bmieux sans moi\b|\bne (?:plus|pas) me réveiller\b|\bbensiz daha iyi\b|\buyanmasam\b|\bbeze mnie\b.{0,20}\blepiej\b|\bnie obudzić się\b|\bmai bine fără mine\b",
    r"без меня\b.{0,20}(?:лучше|легче)|не (?:проснуться|просыпаться)|без мене\b.{0,20}(?:краще|легше)|не (?:прокинутися|прокидатися)|(?:أحسن|احسن|أفضل) (?:من دوني|بدوني|من غيري)|ما (?:عاد )?(?:أصحى|اصحى|فيق|أفيق)",
    # en
    r"\b(?:kill(?:ing)? myself|end(?:ing)? my life|suicid\w+|want to die|don'?t want to (?:live|be here)(?: any ?more)?|better off dead|hurt(?:ing)? myself)\b",
    r"\b(?:he|husband|partner|boyfriend|ex|boss|father)\b.{0,30}\b(?:hits|beats|hit|beat|chokes|choked|threatens to kill|raped)\b.{0,15}\b(?:me|us|my kids|the kids)\b",
    # es, it, fr, ro
    r"\b(?:suicid\w+|quitarme la vida|matarme|no quiero (?:seguir )?(?:vivir|viviendo)|quiero morir(?:me)?|ya no quiero vivir)\b",
    r"\b(?:me pega|me ha pegado|me golpea|me maltrata|me amenaza con matar\w*)\b",
    r"\b(?:uccidermi|togliermi la vita|farla finita|non voglio più vivere|voglio morire|sparire per sempre)\b|\bmi (?:picchia|ha picchiat\w+|minaccia di (?:morte|uccidermi))\b",
    r"\b(?:me suicider|envie de mourir|mettre fin à mes jours|plus envie de vivre|me tuer)\b|\bil me (?:frappe|bat)\b|\bme touche\b|\bil me fera du mal\b",
    r"\b(?:pegarnos|nos va a pegar|me va a pegar|me tiene encerrad[oa]|me quitó el pasaporte|amenaza con (?:matar|pegar)\w*)\b",
    r"\b(?:să mă omor|nu mai vreau să trăiesc|sinucid\w+)\b|\bmă bate\b",
    # tr, pl, ru, uk
    r"\b(?:intihar|kendimi öldür\w*|ölmek istiyorum|yaşamak istemiyorum)\b|\b(?:kocam|eşim)\b.{0,25}\b(?:dövüyor|vuruyor|dövdü)\b|\bbeni (?:dövüyor|dövdü|öldürecek)\b",
    r"\b(?:samobójstw\w*|zabić się|nie chcę (?:już )?żyć|odebrać sobie życie)\b|\b(?:mąż|partner|on) mnie (?:bije|pobił|dusi)\b",
    r"(?:покончить с собой|не хочу (?:больше )?жить|смысла жить|суицид\w*|убить себя|хочу умереть)|(?:муж|он|партнёр|партнер)\w* (?:меня )?(?:бь[её]т|избива\w+|избил)",
    r"(?:накласти на себе руки|не хочу (?:більше )?жити|сенсу жити|суїцид\w*|самогубств\w*|вбити себе|хочу померти)|(?:чоловік|він|партнер)\w* (?:мене )?(?:б['’]є|побив|душить)",
    # ar, fa
    r"(?:انتحار|ما عاد بدي (?:أكمل|اكمل|كمل|عيش)|تعبت من (?:ال)?حياة|ما بدي (?:كمل|عيش)|مليت من حياتي|أنتحر|انتحر|أقتل نفسي|اقتل نفسي|لا أريد (?:أن )?(?:أعيش|العيش)|ما بدي عيش|أريد (?:أن )?أموت)|(?:زوجي|جوزي)\s.{0,15}(?:يضربني|ضربني|بيضربني|يهددني)|يضربني|بيضربني",
    r"(?:خودکشی|خودم را بکشم|خودمو بکشم|نمی‌?خواهم زنده|دیگه نمی‌?خوام زنده)|(?:شوهرم|همسرم).{0,20}(?:می‌?زند|میزنه|کتک)",
)
"""Danger to life or violence, in any of the languages that are understood; made to be precise, themes find the rest."""

_JUST_NOW = r"(?:gestern|heute|eben|gerade|grad|soeben|vorhin|vorgestern|diese woche|letzte woche|am (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag)|morgen|übermorgen|vor \w+ tagen)"

DISMISSED = _any(
    rf"\b{_JUST_NOW}\b.{{0,60}}\b(?:kündigung|gekündigt|rausgeschmissen|rausgeworfen|entlassen)\b(?! (?:frist|schutz))",
    rf"\b(?:kündigung|gekündigt|rausgeschmissen|rausgeworfen|entlassen)\b.{{0,60}}\b{_JUST_NOW}\b",
    r"\b(?:kündigung|kündigungsschreiben)\b.{0,30}\b(?:bekommen|erhalten|gekriegt|im briefkasten|per einschreiben|auf dem tisch|überreicht|zugestellt)\b",
    r"\bfristlos\w* (?:gekündigt|kündigung|entlassen)\b|\b(?:mir|mich) (?:wurde|hat|haben)\b.{0,40}\b(?:gekündigt|entlassen|gefeuert)\b",
    r"\b(?:got|was|been|just) (?:fired|dismissed|laid off|sacked|let go)\b|\b(?:dismissal|termination) (?:letter|notice)\b|\b(?:received|got) (?:a |my |the )?(?:notice|kündigung|termination|dismissal)\b",
    r"\b(?:me (?:han|ha) (?:despedido|echado del trabajo)|me despidieron|me echaron|carta de despido|me llegó (?:la|una) kündigung)\b",
    r"\b(?:mi hanno licenziat[oa]|sono stat[oa] licenziat[oa]|lettera di licenziamento|mi è arrivata la kündigung)\b",
    r"(?<!\w)(?:فصلوني|فصلني|طردوني|طردني|وصلتني? (?:رسالة )?(?:الفصل|إقالة|اقالة|كونديغونغ)|تم فصلي|رسالة فصل|انفصلت من (?:ال)?(?:شغل|عمل))",
    r"\b(?:işten (?:çıkar\w+|atıl\w+)|kovuldum)\b|\bj'ai été (?:licencié|viré)e?\b|\bon m'a (?:licencié|viré)e?\b|\blettre de licenciement\b",
    r"\b(?:zwolnili mnie|dostał[ae]m wypowiedzenie|wypowiedzenie dostał[ae]m)\b|(?:меня уволили|пришло увольнение|получил[аи]? увольнение|мене звільнили|звільнили з роботи|отримал[аи] звільнення|прийшло звільнення)",
)
"""A dismissal that has just come: the three weeks run."""

AGREEMENT = _any(
    r"\b(?:aufhebungs|auflösungs)(?:vertrag|vereinbarung)\b.{0,120}\b(?:unterschr\w*|unterzeichn\w*|vorgelegt|hingelegt|heute|morgen|frist|bis \w+tag|überrumpelt|sofort)\b",
    r"\b(?:unterschr\w*|überrumpelt)\b.{0,80}\b(?:aufhebungs|auflösungs)(?:vertrag|vereinbarung)\b",
    r"\b(?:sign|firm\w+|imzala\w*|подписа\w*|підписа\w*|podpisa\w*|signer|أوقع|اوقع|توقيع|التوقيع|semnez)\b.{0,60}\baufhebungs(?:vertrag|vereinbarung)\b",
    r"\baufhebungs(?:vertrag|vereinbarung)\b.{0,160}\b(?:sign|firm\w+|imzala\w*|подписа\w*|підписа\w*|podpis\w*|signer|أوقع|اوقع|semnez|jutra|mañana|domani|tomorrow|today|hoy|oggi)\b",
    r"\b(?:sign|signing)\b.{0,40}\btermination agreement\b",
)
"""A termination agreement that is to be signed, often at once."""

DEADLINE = _any(
    r"\b(?:widerspruch|bescheid|klage|einspruch)\w*\b.{0,160}\b(?:in|noch|nur noch|bleiben|bleibt|sind) (?:noch |nur )?(?:ein|zwei|drei|vier|fünf|1|2|3|4|5) (?:tage?n?|werktage?n?)\b",
    r"\b(?:widerspruch\w*|klage\w*|bescheid\w*|einspruch\w*|ablehnung\w*|abgelehnt)\b.{0,120}\b(?:frist|läuft|endet|ab)\b.{0,30}\b(?:morgen|übermorgen|heute|in (?:zwei|drei|vier|2|3|4|wenigen) tagen|abgelaufen|diese woche|am (?:montag|dienstag|mittwoch|donnerstag|freitag))\b",
    r"\b(?:frist|einspruchsfrist|widerspruchsfrist|klagefrist)\b.{0,40}\b(?:morgen|übermorgen|heute|in (?:zwei|drei|2|3) tagen|läuft ab|endet)\b",
    r"\b(?:objection|appeal|deadline)\b.{0,40}\b(?:tomorrow|today|in (?:two|three|2|3) days|this week)\b|\b(?:plazo|recurso)\b.{0,40}\b(?:mañana|hoy|en (?:dos|tres|2|3) días)\b",
    r"\b(?:scade|termine|ricorso)\b.{0,40}\b(?:domani|oggi|tra (?:due|tre|2|3) giorni|dopodomani)\b|(?:آخر يوم|المهلة|مهلة|الطعن|اعتراض).{0,40}(?:غدا|غداً|بكرا|بكرة|بكره|اليوم|بعد يومين)",
)
"""A deadline against a decision that ends within days."""

CLAIM = _any(
    r"\bstimmt (?:es|das)\b|\bist (?:es|das) wahr\b|\b(?:habe|hab) (?:ich )?(?:gehört|gelesen)\b|\bangeblich\b|\bheißt es\b|\bes heißt\b|\bmeint(?:e)?\b",
    r"\b(?:chef\w*|ag|arbeitgeber\w*|firma|personal\w*|kolleg\w+|jemand|alle|leute|freund\w*|nachbar\w*|schwester|amt|behörde|sachbearbeiter\w*|berater\w*|jeder)\b.{0,30}\b(?:sagt|sagte|meint|behauptet|gesagt|schreibt|geschrieben)\b",
    r"\bis it true\b|\b(?:heard|told|says?|said)\b|\bes (?:verdad|cierto)\b|\bme (?:han dicho|dijeron|dice)\b|\bè vero\b|\bmi hanno detto\b|\bdicono\b",
    r"هل (?:صحيح|صح)|قالوا|سمعت|يقولون|\bdoğru mu\b|правда (?:ли|що|что)|чи правда|\bc'est vrai\b|\bczy to prawda\b",
)
"""The post passes on what somebody said."""

CORE = frozenset({"core_recognition", "core_leave", "core_part_time"})
"""The concepts that are the topics' own words."""

QUESTION = _any(
    r"[?؟]",
    r"\b(?:weiß|weiss|kennt|kann) (?:jemand|wer|einer|hier)\b|\b(?:frage mich|weiß (?:nicht|nich|net)|wüsste gern|möchte wissen|will wissen|keine ahnung),? (?:ob|wie|wo|was|wann|wer|welche\w*|wieviel)\b",
    r"^(?:und |aber |oder |also )?(?:wie|wo|was|wann|wer|wem|warum|wieso|welche\w*|kann|darf|muss|soll|gibt|gibts|bekomm\w*|krieg\w*|hab(?:e)? ich|gilt|zählt|brauch\w*|steht mir)\b",
    r"^(?:and |but |or )?(?:how|where|what|when|who|why|which|can|may|must|do|does|is|are|am i|should|will|would)\b",
    r"\b(?:does|do) any(?:one|body) know\b|\bi (?:want to know|wonder|would like to know)\b",
    r"^¿|\bquisiera saber\b|\balguien sabe\b|^(?:cómo|dónde|qué|cuándo|quién|cuánto|puedo|tengo que)\b|^(?:come|dove|cosa|quando|chi|quanto|posso|devo)\b|\bqualcuno sa\b",
    r"^(?:هل|كيف|أين|وين|متى|كم|ما|من|شو|ماذا|لماذا)\s",
)
"""A sentence that asks; marks, cues and first words."""

INDIVIDUAL = _any(
    r"\b(?:rechnet|rechne|ausrechnen|berechne[nt]?|berechnet)\b.{0,40}\b(?:mir|bitte|genau|jemand|das|mein\w*)\b|\bwie hoch sind meine chancen\b|\bchancen in prozent\b",
    r"\b(?:könn(?:t|en)|kannst)\b.{0,30}\b(?:nachsehen|nachschauen|nachfragen|prüfen|beschleunigen|drüberschauen|draufschauen)\b|\bwie weit (?:ist|sind) (?:mein\w*|der antrag)\b|\bstand meines antrags\b",
    r"\b(?:can|could) (?:you|someone|anyone)\b.{0,40}\b(?:calculate|check my|look (?:up|at|into) my|speed up)\b|\bstatus of my (?:application|file|case)\b|\bmy file number\b",
    r"\b(?:pueden|podéis|puede alguien|me pueden)\b.{0,40}\b(?:calcular|revisar|acelerar|mirar)\b|\b(?:potete|può qualcuno|riuscite a)\b.{0,40}\b(?:calcolare|controllare|verificare|sollecitare|accelerare|vedere)\b",
    r"(?:ممكن|هل يمكن(?:كم)?|تقدروا|فيكم)\s.{0,30}(?:تحسبوا|تشوفوا|تسرعوا|تراجعوا|حساب|متابعة)",
)
"""Asks to look into, reckon or hurry a single case, which no draft can do."""

DISTRESS = _any(
    r"\b(?:verzweifel\w*|schlaf\w* (?:nicht|kaum|schlecht)|schlaflos\w*|angst|panik|heul\w*|weine\w*|am ende|fertig mit den nerven|kaputt|mir ist (?:ganz )?schlecht|überfordert|zittere|fix und fertig)\b|[😢😭😔😩😰😞💔]",
    r"\b(?:desperate|can'?t sleep|scared|afraid|crying|exhausted|overwhelmed|anxious)\b|\b(?:desesperad[oa]|no duermo|miedo|asustad[oa]|agotad[oa]|lloro|angustia\w*)\b",
    r"\b(?:disperat[oa]|non dormo|paura|esaust[oa]|piango|angosci\w*)\b|(?:خائف\w*|خايف\w*|قلق\w*|تعبان\w*|محبط\w*|يائس\w*|ما بنام)",
)
"""The writer is worried or worn out: the draft thanks for the trust, not only for the question."""

EMPLOYEES = re.compile(
    r"(?<![\d.,])(?P<count>\d{1,5})\s?(?:leute|mitarbeiter\w*|mitarbeitende\w*|ma\b|beschäftigte\w*|angestellte\w*|personen|kolleg\w+|mann\b|"
    r"employees|people|workers|staff|emplead[oa]s|trabajador\w*|personas|dipendenti|persone|lavoratori|موظف\w*|عامل\w*|شخص\w*|çalışan\w*|kişi\w*|"
    r"працівник\w*|людей|сотрудник\w*|человек|salariés|employés|personnes|pracownik\w*|osób)",
    _I,
)
"""How many people an employer has, as posts say it."""

COURTESY = _any(
    r"^(?:hallo|hi|hey|hei|moin|servus|guten (?:tag|morgen|abend)|liebe (?:gruppe|alle|leute)|ihr lieben|huhu|sehr geehrte\w*|hola|buenas|ciao|salve|buongiorno|hello|good (?:morning|evening)|dear \w+|مرحبا|السلام عليكم|merhaba|selam|привіт|добрий день|привет|здравствуйте|bonjour|cześć|dzień dobry)\b[^.?!]{0,40}[.,!]*$",
    r"^(?:(?:vielen |lieben |herzlichen )?dank\w*|danke\w*|lg|vg|mfg|liebe grüße|viele grüße|freundliche grüße|thanks?(?: you)?|many thanks|gracias|grazie|شكرا\w*|teşekkür\w*|дякую|спасибо|merci|dziękuję)\b[^?]{0,60}$",
)
"""A sentence that only greets or thanks."""

LAND_NAMES: Mapping[str, str] = {
    "BW": r"baden[- ]württemberg|bawü|stuttgart|karlsruhe|mannheim|freiburg|heidelberg|ulm|heilbronn|tübingen|reutlingen|pforzheim|konstanz",
    "BY": r"bayern|bavaria|baviera|münchen|munich|múnich|monaco di baviera|nürnberg|nuremberg|augsburg|regensburg|würzburg|ingolstadt|fürth|erlangen|bamberg|passau|rosenheim|unterfranken|oberfranken|oberbayern|schwaben|بافاريا|بايرن|ميونخ|ميونيخ|мюнхен|бавари\w+|баварі\w+|münih",
    "BE": r"berlin|berlín|berlino|برلين|берлін\w*|берлин\w*",
    "BB": r"brandenburg(?!er tor)|potsdam|cottbus|frankfurt \(?oder\)?",
    "HB": r"bremen|bremerhaven|بريمن|бремен\w*",
    "HH": r"hamburg|hamburgo|amburgo|هامبورغ|هامبورج|гамбург\w*",
    "HE": r"hessen|hesse|frankfurt(?! \(?oder)(?: am main)?|wiesbaden|kassel|darmstadt|offenbach|gießen|marburg|fulda|франкфурт\w*|فرانكفورت",
    "MV": r"mecklenburg[- ]vorpommern|meck[- ]?pomm|rostock|schwerin|greifswald|stralsund|neubrandenburg|wismar",
    "NI": r"niedersachsen|lower saxony|baja sajonia|bassa sassonia|hannover|hanover|braunschweig|oldenburg|osnabrück|göttingen|wolfsburg|hildesheim|lüneburg|ганновер\w*|هانوفر",
    "NW": r"nordrhein[- ]westfalen|north rhine[- ]westphalia|renania del norte|renania settentrionale|nrw|köln|cologne|colonia|düsseldorf|dortmund|essen(?= |$|,|\.)|duisburg|bochum|wuppertal|bielefeld|bonn|münster|gelsenkirchen|mönchengladbach|aachen|krefeld|oberhausen|hagen|hamm|leverkusen|paderborn|siegen|ruhrgebiet|شمال الراين|كولن|كولونيا|دوسلدورف|кельн\w*|кёльн\w*|дюссельдорф\w*",
    "RP": r"rheinland[- ]pfalz|rlp|mainz|ludwigshafen|koblenz|trier|kaiserslautern|worms",
    "SL": r"saarland|saarbrücken|saarlouis|völklingen",
    "SN": r"sachsen(?![- ]anhalt)|saxony(?![- ]anhalt)|dresden|leipzig|lipsia|chemnitz|zwickau|görlitz|лейпциг\w*|дрезден\w*|لايبزيغ|دريسدن",
    "ST": r"sachsen[- ]anhalt|magdeburg|halle(?: \(?saale\)?|/saale)|dessau|wittenberg",
    "SH": r"schleswig[- ]holstein|kiel|lübeck|flensburg|neumünster",
    "TH": r"thüringen|thuringia|turingia|erfurt|jena|gera|weimar|suhl",
}
"""Names of the Länder and their large towns, lower case."""

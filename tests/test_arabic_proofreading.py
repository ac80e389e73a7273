"""The proof-reader: what each rule finds, what it leaves alone, and what a fix does to the rest of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic import fix_all, proofread, proofread_headline

ALIASES = [("إغناتيوس", ["أغناتيوس", "إغناطيوس"]), ("ديفيد إغناتيوس", ["دافيد اغناتيوس"]), ("نصر الله", ["نصرالله"])]
ALIASES += [("الأمم المتحدة", []), ("آب", [])]


def hits(rule, text, **options):
    return [finding for finding in proofread(text, **options) if finding.rule == rule]


SAFE = [
    ("P01", "قال الوزير, ثم مضى", "قال الوزير، ثم مضى"),
    ("P01", "بيروت,صيدا", "بيروت، صيدا"),
    ("P01", "قال “نعم”, ثم مضى", "قال “نعم”، ثم مضى"),
    ("P02", "غاب الوزير; حضر النائب", "غاب الوزير؛ حضر النائب"),
    ("P02", "غاب;حضر", "غاب؛ حضر"),
    ("P02", "غابَ; حضرَ", "غابَ؛ حضرَ"),
    ("P03", "من قال ذلك?", "من قال ذلك؟"),
    ("P03", "لماذا? لا أحد يعلم", "لماذا؟ لا أحد يعلم"),
    ("P03", "أين الكتابُ?", "أين الكتابُ؟"),
    ("P04", "قال الوزير ، ثم مضى", "قال الوزير، ثم مضى"),
    ("P04", "هل حضر ؟", "هل حضر؟"),
    ("P04", "وقال : نعم .", "وقال: نعم."),
    ("P04", "كلمة ,أخرى", "كلمة، أخرى"),
    ("P05", "قال الوزير،ثم مضى", "قال الوزير، ثم مضى"),
    ("P05", "لماذا؟لأنه", "لماذا؟ لأنه"),
    ("P05", "غاب؛حضر", "غاب؛ حضر"),
    ("P06", "قال  الوزير", "قال الوزير"),
    ("P06", "قال\u00a0\u00a0الوزير", "قال الوزير"),
    ("P06", "قال \u00a0 الوزير", "قال الوزير"),
    ("P07", "قال “ نعم ” ومضى", "قال “نعم” ومضى"),
    ("P07", "قرأ « اللحظة »", "قرأ «اللحظة»"),
    ("P07", "الوزير ( السابق ) حضر", "الوزير (السابق) حضر"),
    ("P08", "قال...", "قال…"),
    ("P08", "قال. . . ومضى", "قال… ومضى"),
    ("P08", "ثم....مضى", "ثم…مضى"),
    ("P10", 'قال "نعم" ومضى', "قال “نعم” ومضى"),
    ("P10", 'قرأ "السفير" و"النهار".', "قرأ “السفير” و“النهار”."),
    ("P10", 'بحسب ("رويترز")', "بحسب (“رويترز”)"),
    ("P13", "لبنـــان", "لبنان"),
    ("P13", "تنجـز المرحلة", "تنجز المرحلة"),
    ("P13", "بَـيْـروت", "بَيْروت"),
    ("P14", "ﻟﺒﻨﺎﻥ", "لبنان"),
    ("P14", "اﻷمير", "الأمير"),
    ("P14", "في ﺟﻮﻟﺔ", "في جولة"),
    ("P15", "لب\u200bنان", "لبنان"),
    ("P15", "قال \u200fالوزير", "قال الوزير"),
    ("P15", "قال\u202d \u202cالوزير", "قال الوزير"),
    ("P16", "کتاب", "كتاب"),
    ("P16", "الجیل الثالث", "الجيل الثالث"),
    ("P16", "مفاتیح", "مفاتيح"),
    ("P17", "عام 20١4", "عام 2014"),
    ("P17", "من 1٠ إلى", "من 10 إلى"),
    ("P17", "٢0 سنة", "20 سنة"),
    ("P19", "إقرأ أيضاً", "اقرأ أيضاً"),
    ("P19", "الإتفاق والإجتماعات", "الاتفاق والاجتماعات"),
    ("P19", "بإنتخابهم وإقتصاديّة", "بانتخابهم واقتصاديّة"),
    ("P19", "إقْتِصاد", "اقْتِصاد"),
    ("P19", "للإقتصاد وبالإتفاق", "للاقتصاد وبالاتفاق"),
    ("P20", "ذهب الى بيروت", "ذهب إلى بيروت"),
    ("P20", "الى الأمام", "إلى الأمام"),
    ("P20", "أدّى الى ذلك", "أدّى إلى ذلك"),
    ("P21", "هاذا كتاب", "هذا كتاب"),
    ("P21", "هَاذِهِ مدينة", "هَذِهِ مدينة"),
    ("P21", "بعد ذالك", "بعد ذلك"),
    ("P22", "لاكن الوزير", "لكن الوزير"),
    ("P22", "لاكنّ الوزير", "لكنّ الوزير"),
    ("P22", "ولاكنها", "ولكنها"),
    ("P23", "سنعود إنشاء الله", "سنعود إن شاء الله"),
    ("P23", "سنعود انشاء الله.", "سنعود إن شاء الله."),
    ("P23", "وإنشاء الله نعود", "وإن شاء الله نعود"),
    ("P25", "مساءاً", "مساءً"),
    ("P25", "حكومةاً", "حكومةً"),
    ("P25", "بناءًا على", "بناءً على"),
    ("P28", "اللة", "الله"),
    ("P28", "واللة أعلم", "والله أعلم"),
    ("P28", "باللة", "بالله"),
    ("P30", "الرجل الذى حضر", "الرجل الذي حضر"),
    ("P30", "فى بيروت", "في بيروت"),
    ("P30", "حتي الآن", "حتى الآن"),
    ("P30", "والتى حضرت", "والتي حضرت"),
    ("P36", "حضر و قال", "حضر وقال"),
    ("P36", "الإذاعة و التلفزيون", "الإذاعة والتلفزيون"),
    ("P36", "حضر و وافق", "حضر ووافق"),
]


@pytest.mark.parametrize(("rule", "text", "mended"), SAFE)
def test_a_safe_fix_mends_and_touches_nothing_else(rule, text, mended):
    findings = proofread(text)
    assert rule in {finding.rule for finding in findings if finding.safe}
    assert fix_all(text, findings) == mended
    assert fix_all(mended, proofread(mended)) == mended


SUGGESTED = [
    ("P06", "أول الشطر    وآخر البيت", " "),
    ("P09", "نعم!!", "!"),
    ("P09", "لماذا؟؟؟", "؟"),
    ("P09", "بيروت،، صيدا", "،"),
    ("P10", 'قال «في "السفير" نعم» ومضى', "“"),
    ("P12", "قال ”اللحظة حانت", "“"),
    ("P12", "بـ”اللحظة” التاريخية", "“"),
    ("P12", "قال ”نعم“ ومضى", "“"),
    ("P13", "دـولة", ""),
    ("P15", "فيلم \u202aTaklub \u202c جديد", ""),
    ("P15", "هاتف \u202d+961 1 234567\u202c", ""),
    ("P15", "هيئة\u200bالإذاعة", ""),
    ("P16", "بیرانوند", "بيرانوند"),
    ("P16", "فی بيروت", "في"),
    ("P17", "عام ١٩٨٥ ثم 1990", "1985"),
    ("P17", "5 أيام أو ٦", "6"),
    ("P17", "۱۴ آذار و8 آذار", "14"),
    ("P18", "قال في في بيروت", "في"),
    ("P18", "ولي ولي العهد", "ولي"),
    ("P18", "الدورة  الدورة", "الدورة"),
    ("P20", "ذهب الي بيروت", "إلى"),
    ("P23", "بعد إنشاء الله الكون", "إن شاء"),
    ("P24", "شكراً جزيلًا", "اً"),
    ("P24", "أيضًا ودائماً", "اً"),
    ("P24", "يومًا جميلاً وطويلًا", "اً"),
    ("P27", "الحكومه", "الحكومة"),
    ("P27", "والمدرسه", "والمدرسة"),
    ("P27", "للقاهره", "للقاهرة"),
    ("P28", "كان فية", "فيه"),
    ("P28", "سلّم علية", "عليه"),
    ("P28", "هذة المدينة", "هذه"),
    ("P29", "علي الرغم من ذلك", "على"),
    ("P29", "جلس علي الأرض", "على"),
    ("P29", "اعتمد علي العمل", "على"),
    ("P30", "وفى بيروت", "وفي"),
    ("P31", "قال ان الوضع صعب", "إن"),
    ("P31", "أكد الوزير انه سيعود", "أنه"),
    ("P31", "وأعلنت الوزارة ان اللقاح وصل", "أن"),
    ("P32", "مسئول كبير", "مسؤول"),
    ("P32", "وزارة الشئون", "الشؤون"),
    ("P32", "للمسئولين", "للمسؤولين"),
    ("P34", "في يونيو الماضي", "حزيران"),
    ("P34", "مطلع جويلية", "تموز"),
    ("P34", "شهر غشت", "آب"),
    ("P34", "في اكتوبر", "تشرين الأول"),
    ("P34", "21 مارس", "آذار"),
    ("P34", "نوفمبر 2020", "تشرين الثاني"),
    ("P35", "الرئيس الأمريكي", "الأميركي"),
    ("P35", "وترمب", "وترامب"),
    ("P35", "لاردوغان", "لأردوغان"),
    ("P35", "بإنجلترا", "بإنكلترا"),
    ("P37", "2 دقيقتين", "دقيقتان"),
    ("P37", "11 دقائق", "11 دقيقة"),
    ("P37", "3 دقيقة", "3 دقائق"),
    ("P37", "100 أيام", "100 يوم"),
    ("P40", "على www.example.com اليوم", '<bdi dir="ltr">www.example.com</bdi>'),
    ("P40", "راسلونا: a.b@example.com.", '<bdi dir="ltr">a.b@example.com</bdi>'),
    ("P40", "(https://example.com/a?b=1)، بيروت", '<bdi dir="ltr">https://example.com/a?b=1</bdi>'),
    ("P41", "ماكدونالد ثم مكدونالد وماكدونالد", "ماكدونالد"),
    ("P41", "ميتروفيتش سجّل، وعاد ميتروفيتس، ثم ميتروفيتش", "ميتروفيتش"),
    ("P41", "إغناتيوس كتب، وأضاف أغناتيوس", "إغناتيوس"),
    ("P41", "احمد سعيد ثم أحمد سعيد", "أحمد"),
    ("P41", "إبراهيم غاب ولابراهيم عذره", "ولإبراهيم"),
    ("P41", "الياس ثم إلياس", "إلياس"),
    ("P41", "رندة سعد كتبت، وقالت رندا إنها", "رندة"),
    ("P41", "رياض سلامة ثم رياض سلامه", "سلامة"),
    ("P41", "سعد الحريري ثم الحريرى", "الحريري"),
    ("P41", "عبدالله حمدوك ثم وعبد الله حمدوك", "وعبدالله"),
    ("P41", "نور الدين غاب، ونورالدين حضر", "ونور الدين"),
    ("P41", "افغانستان وافغانستان ثم أفغانستان", "أفغانستان"),
]


@pytest.mark.parametrize(("rule", "text", "fix"), SUGGESTED)
def test_a_suggestion_is_never_put_in_unasked(rule, text, fix):
    found = [finding for finding in hits(rule, text) if finding.fixes[0] == fix]
    assert found and not found[0].safe


WARNED = [
    ("P10", 'قال "نعم ومضى'),
    ("P10", 'شاشة 55" و65" جديدة'),
    ("P10", 'قال" نعم "ومضى'),
    ("P11", "قال “نعم ومضى"),
    ("P11", "الوزير (السابق حضر"),
    ("P11", "قرأ اللحظة» ومضى"),
    ("P26", "كِتَُاب"),
    ("P26", "الخطة ُبمشاركة"),
    ("P26", "قالََ"),
    ("P38", "قال “نعم.” وقالت “لا”."),
    ("P38", "«نعم». ثم «لا.»"),
    ("P38", "“نعم”. ثم “لا.” ثم “ربما”."),
]


@pytest.mark.parametrize(("rule", "text"), WARNED)
def test_a_warning_has_no_fix(rule, text):
    assert hits(rule, text)
    assert all(finding.fixes == () and not finding.safe for finding in hits(rule, text))


LEFT_ALONE = {
    "P01": ["العدد 1,000", "قال Smith, John", "بيروت، صيدا", "بلغ ٣,٥"],
    "P02": ["&nbsp; قال", "a; b", "بيروت؛ صيدا", ";قال"],
    "P03": ["https://example.com/?q=a", "who?", "كلم?ة", "لماذا؟"],
    "P04": ["ملف .com", "قال ...", "- . -", "Obama : yes", "الساعة 10:30"],
    "P05": ["3،5", "قال، ثم", "نعم؟!", "نعم؟”"],
    "P06": ["قال الوزير", "10\u00a0كلغ", "أ\tب"],
    "P07": ["قال “نعم” ومضى", "1 ) أولًا", "قال ” نعم", "( )"],
    "P08": ["قال…", "نعم.. لا", "الاسم ..........", "1.2.3"],
    "P09": ["نعم!", "لماذا؟!", "بيروت، صيدا"],
    "P10": ["قال “نعم”", "قال «نعم»", "her 5' 2", '<a href="x">قال</a>'],
    "P11": ["قال “نعم”", "1) أولًا", "أ) ثانيًا", "(قال [نعم])"],
    "P12": ["قال “نعم”", "“نعم” و“لا”", "بـ“اللحظة”"],
    "P13": ["بـ”اللحظة", "الـCIA", "لـ55", "1436هـ", "لـالرياض", "1436هـالموافق", "محمد ـ علي"],
    "P14": ["صلى الله عليه ﷺ", "﴿قل﴾", "100 ﷼", "لبنان"],
    "P15": ["قال \u2067Real Madrid\u2069 اليوم", "لبنان", "👨\u200d👩\u200d👧 عائلة", "hyphen\u00adation"],
    "P16": ["كتاب", "چگونه", "على", "في"],
    "P17": ["عام 1985 ثم 1990", "عام ١٩٨٥ ثم ١٩٩٠", "بيروت"],
    "P18": ["شيئاً فشيئاً", "جداً جداً", "بي بي سي", "قال. قال", "مَن مِن"],
    "P19": ["إنتاج", "إنسان", "إستراتيجية", "إنشاء مجلس", "إيران", "أنتخب", "الإنترنت", "إسمنت", "إتمام"],
    "P20": ["إلى بيروت", "والي تونس", "الآن", "الياس"],
    "P21": ["هذا", "ذلك", "هؤلاء", "هاديا"],
    "P22": ["لكن", "لاكوست", "لكنه"],
    "P23": ["إن شاء الله", "إنشاء مجلس", "أنشأ الله", "إنشاء اللجنة", "بإنشاء الله"],
    "P24": ["شكراً جزيلاً", "شكرًا جزيلًا", "شكرا"],
    "P25": ["مساءً", "جزءاً", "بدءاً", "سوءاً", "جاءا", "حكومةً"],
    "P26": ["كتّاباً", "مُحَمَّدٌ", "إِلّاً لَلْمُتَّخِذِ", "هٰذا"],
    "P27": ["وجهه", "الله", "المياه", "الفقه", "مدرسته", "الكره"],
    "P28": ["لغة", "فعلية", "الآلة", "فيه"],
    "P29": ["قالت علي حسن", "علي حسن", "محمد علي الحسيني", "الوزير علي العمل", "على الرغم", "علي الخيبري"],
    "P30": ["على", "فتى", "فيليب حتي", "متى", "مصطفى"],
    "P31": ["قال إن الوضع صعب", "أكد أنه سيعود", "لا بد ان يعود", "قال. ان الوضع", "لويس فان غال"],
    "P32": ["مسؤول", "مئوية", "سيئون", "لاجئون", "منشئون"],
    "P34": ["في حزيران الماضي", "حزيران/يونيو", "يونيو (حزيران)", "تيريزا ماي", "مارس الرياضة"],
    "P35": ["الرئيس الأميركي", "ترامب", "كوريا"],
    "P36": ["حضر وقال", "هـ و ز", "5 و 6", "و”نعم”", "حرف و بعده"],
    "P37": ["دقيقتان", "11 دقيقة", "3 دقائق", "100 دقيقة", "1,003 دقيقة", "5 دولارات", "صفر - 1 يوم الجمعة"],
    "P38": ["قال “نعم”.", "قال “نعم.” وقال “لا.”", "نعم."],
    "P40": ["بيروت", '<bdi dir="ltr">www.example.com</bdi>', "\u2066www.example.com\u2069 بيروت", "www.example.com"],
    "P41": [
        *["إغناتيوس ثم إغناتيوس", "قال وقالت", "قال “أغناتيوس” إغناتيوس", "ترامب وترامب", "أحمد ثم الأحمد", "ان وأن"],
        *[
            "روايات ثم روايتها وروايتين",
            "منزهين ومنزهون",
            "استدراج ثم استدرج",
            "على الأقل ثم على الاقل",
            "تمشياً وتماشياً",
        ],
        *["فلاديمير بوتين ثم فولوديمير زيلينسكي", "عبد الله ثم عبد الرحمن", "نصر اللاعب ثم نصراللاعب", "تمشياً وتماشياً"],
    ],
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in LEFT_ALONE.items() for text in texts])
def test_what_is_right_is_left_alone(rule, text):
    assert hits(rule, text) == []


def test_p33_a_topics_other_spellings_give_way_to_its_own():
    for text, fix in [
        ("كتب أغناتيوس", "إغناتيوس"),
        ("وإغناطيوس", "وإغناتيوس"),
        ("كتب دافيد اغناتيوس", "ديفيد إغناتيوس"),
        ("لنصرالله", "لنصر الله"),
        ("وباغناتيوس", "وبإغناتيوس"),
        ("كتب ديفيد اغناتيوس", "ديفيد إغناتيوس"),
        ("وللامم المتحدة", "وللأمم المتحدة"),
    ]:
        (finding,) = hits("P33", text, aliases=ALIASES)
        assert finding.fixes == (fix,) and not finding.safe


@pytest.mark.parametrize("text", ["كتب إغناتيوس", "قال “أغناتيوس”", "نصر، الله", "أغناتيوسي", "اب وأم", "نصر الله"])
def test_p33_leaves_house_spellings_quotations_and_other_words(text):
    assert hits("P33", text, aliases=ALIASES) == []


def test_p33_a_part_of_a_topics_name_and_a_nickname_are_no_other_spelling():
    aliases = [("دونالد ترامب", ["ترامب", "ترمب", "أبو إيفانكا"])]
    for text in ["قال ترامب", "قال دونالد ترامب", "قال أبو إيفانكا"]:
        assert hits("P33", text, aliases=aliases) == []
    (finding,) = hits("P33", "قال ترمب", aliases=aliases)
    assert finding.fixes == ("ترامب",)


def test_a_name_is_judged_by_its_topic_before_the_house_and_by_the_house_before_the_text():
    text = "ترمب وترامب"
    assert {finding.rule for finding in proofread(text)} == {"P35"}
    assert {finding.rule for finding in proofread(text, aliases=[("ترامب", ["ترمب"])])} == {"P33"}


def test_p34_follows_the_region_that_the_house_writes_for():
    assert hits("P34", "في يونيو", months="EG") == []
    (finding,) = hits("P34", "في كانون الثاني 2020", months="EG")
    assert finding.fixes == ("يناير",)
    with pytest.raises(KeyError):
        proofread("في يونيو", months="XX")


def test_p39_is_about_headlines():
    for text in ["بيروت تنتظر.", "بيروت " * 20, "قال: نعم."]:
        assert "P39" in {finding.rule for finding in proofread_headline(text)}
        assert "P39" not in {finding.rule for finding in proofread(text)}
    for text in ["بيروت تنتظر", "بيروت تنتظر…", "هل تنتظر بيروت؟"]:
        assert "P39" not in {finding.rule for finding in proofread_headline(text)}
    assert "P20" in {finding.rule for finding in proofread_headline("من بيروت الى صيدا.")}


@pytest.mark.parametrize(
    "text",
    [
        "قال “ذهبت الى هاذا الإجتماع,و عدت ...” ومضى",
        "قال «ذهبت الى بيروت في يونيو» ومضى",
        "كتب: <b title='الى'> و`الى`",
        "https://example.com/الى/فى,إجتماع",
        "{الى هاذا}",
    ],
)
def test_quotations_tags_code_and_addresses_are_left_alone(text):
    assert [finding for finding in proofread(text) if finding.rule not in ("P40",)] == []


def test_what_follows_a_quotation_that_does_not_close_is_left_alone():
    assert fix_all("ذهب الى “بيروت الى", proofread("ذهب الى “بيروت الى")) == "ذهب إلى “بيروت الى"
    text = "ذهب “الى\nذهب الى"
    assert fix_all(text, proofread(text)) == "ذهب “الى\nذهب إلى"


def test_vowels_links_and_everything_else_stay_as_they_are():
    text = "ذَهَبَ  الى «بَيْرُوتَ»,و إِجْتَمَعَ\tمع ١٢ (CIA) على https://example.com/a?b=1,2 \U0001f1f1\U0001f1e7\n\n نعم ."
    assert fix_all(text, proofread(text)) == (
        "ذَهَبَ إلى «بَيْرُوتَ»، واِجْتَمَعَ\tمع ١٢ (CIA) على https://example.com/a?b=1,2 \U0001f1f1\U0001f1e7\n\n نعم."
    )


def test_a_finding_that_comes_to_light_by_a_fix_has_its_place_in_the_original():
    text = "هو إجتمـاع الـعمل"
    findings = [(text[found.start : found.end], found.rule, found.fixes) for found in proofread(text)]
    assert ("إجتمـاع", "P19", ("اجتماع",)) in findings


def test_a_rule_is_switched_off_and_a_word_ignored_in_all_its_spellings():
    text = "ذهب الى الإجتماع"
    assert {finding.rule for finding in proofread(text)} == {"P19", "P20"}
    assert {finding.rule for finding in proofread(text, ignore={"P20"})} == {"P19"}
    assert {finding.rule for finding in proofread(text, ignore={"الاجتماع"})} == {"P20"}


def test_the_message_is_arabic_and_one_sentence():
    for finding in proofread("ذهب  الى , هاذا الإجتماع ؟ و قال ان ترمب ... فى يونيو “نعم 11 دقائق"):
        assert finding.message.strip().endswith((".", "».", "”."))
        assert "ا" in finding.message


# Any string at all, and often what the rules are about, in any order.
any_text = (
    st.text(st.characters(codec=None, exclude_categories=()))
    | st.text(
        ' \u00a0,,.؟?،:!؛;«»“”"()[]{}<>`-وفيالىةهـإءاً٣3a@./\n\u200b\u200c\u200d\u200f\u202d\u2067\u2069\ufe71\ufef5کی'
    )
    | st.lists(st.sampled_from([text for _, text, *_ in SAFE + SUGGESTED + WARNED])).map(" ".join)
    | st.lists(st.sampled_from(" ".join(text for _, text, *_ in SAFE + SUGGESTED + WARNED).split(" "))).map(" ".join)
)


@given(any_text)
def test_findings_point_into_the_text_and_safe_ones_do_not_overlap(text):
    done = 0
    for finding in proofread(text, aliases=ALIASES):
        assert 0 <= finding.start <= finding.end <= len(text)
        if finding.safe:
            assert finding.start >= done and len(finding.fixes) == 1
            done = finding.end


@given(any_text)
def test_q2_a_mended_text_has_nothing_more_to_mend(text):
    mended = fix_all(text, proofread(text))
    assert fix_all(mended, proofread(mended)) == mended


@pytest.mark.parametrize(
    "piece", [" ", ".", "(", '"', "“", "”", "ـ", "a.", "a@", "<a", "ﻟ", "بـ", "و ", ", ", "\u064e", "12,"]
)
def test_no_text_takes_more_than_its_length(piece):
    """One line of 50,000 pieces: a pattern that went back and forth would take hours."""
    proofread("بيروت " + piece * 50_000 + " بيروت")

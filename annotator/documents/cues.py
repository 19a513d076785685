"""Cues of page furniture: how lines begin or read that belong to a page and not to its text.

Each kind has its `why`, in words for a reader, and patterns that have to fit the *whole* line, white space, bullets and
a closing colon, arrow or ellipsis left aside, in any letter case. English first; Arabic and Urdu where a phrase is
always the same. A phrase that could be a sentence of an article is not here.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext_noop


class Kind(NamedTuple):
    why: str
    pattern: re.Pattern[str]


def _kind(why: str, *patterns: str) -> Kind:
    return Kind(why, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))


MENU, TEASER = gettext_noop("Menu of the page"), gettext_noop("Pointer to another page")
MOTTO = gettext_noop("The site about itself")
ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"

COMMENTS = _kind(
    gettext_noop("Comment form"),
    r"leave a (?:reply|comment|response)(?: to .{1,80})?",
    r"(?:post|add|write|submit) (?:a|your) comment|post comment|cancel reply",
    r"(?:\d{1,6} (?:comments?|responses?|repl(?:y|ies))|no comments)(?: (?:on|to) .{1,150})?|comments? \(\d+\)",
    r"comments are (?:closed|off|disabled)\.?",
    r"(?:your )?(?:name|e-?mail(?: address)?|website|comment) ?\*+",
    r"your e-?mail address will not be published.{0,80}|required fields are marked.{0,20}",
    r"save my name, e-?mail.{0,120}|notify me of (?:new|follow-?up) .{0,60}|this site uses akismet.{0,120}",
    r"(?:\d+\. )?(?:pingback|trackback): .{1,200}|be the first to (?:comment|reply).{0,80}",
    r"please enter your (?:comment!?|name here)|view comments",
    r"(?:you must be|log in or register|please log) ?(?:logged )?in to (?:post|leave) a comment\.?",
    r"اترك (?:تعليقا|تعليقاً|ردا|رداً)(?: .{0,40})?|لن يتم نشر عنوان بريدك الإلكتروني.{0,80}|الحقول الإلزامية .{0,40}",
    r"(?:جواب دیں|تبصرہ کریں|تبصرہ لکھیں|اپنا تبصرہ لکھیں)|آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا.{0,80}",
)
# A form, and not just its heading: what stands between it and the copyright line is the page's.
FORM = re.compile(
    r"your e-?mail address will not be published|required fields are marked|save my name, e-?mail"
    r"|لن يتم نشر عنوان بريدك|آپ کا ای میل ایڈریس شائع نہیں",
    re.IGNORECASE,
)
COPYRIGHT = _kind(
    gettext_noop("Copyright line"),
    r"©.{1,160}|(?:\(c\)|copyright(?: ?\(c\)| ?©)?)[ :,]*(?:19|20)\d\d\b.{0,140}",
    r"copyright ?(?:\(c\)|©).{1,150}|image copyright .{1,60}",
    r"[^“”\"'‘’]{0,120}(?-i:All [Rr]ights [Rr]eserved|ALL RIGHTS RESERVED)[^“”\"]{0,60}",
    r".{0,60}(?:جميع|كافة) الحقوق محفوظة.{0,80}|حقوق (?:النشر|الطبع).{0,20}محفوظة.{0,80}",
    r".{0,40}جمل?ہ حقوق .{0,30}محفوظ.{0,60}",
)
TEASERS = _kind(
    TEASER,
    r"related (?:articles?|stories|story|posts?|news|content|topics|links?|coverage)|related",
    r"see also|check also|also read|you (?:may|might)(?: also)? (?:like|enjoy|be interested in)(?: this| these)?",
    r"recommended (?:for you|stories|articles)|more (?:stories|news|articles|posts)(?: (?:from|by) .{1,60})?",
    r"more from (?:this|the|our) (?:author|category|section|web)",
    r"(?:read|learn) more|read (?:next|on)|read the (?:full|whole|original) (?:story|article|report)",
    r"continue reading.{0,120}|click here(?: (?:to|for) .{1,80})?\.?",
    r"view (?:all|more)(?: posts| articles| stories)?(?: by .{1,60})?",
    r"(?:next|previous|older|newer) (?:article|post|story|entries|posts)(?:[:»›→] ?.{1,150})?",
    r"related to this story|most (?:read|viewed|shared|commented|popular)|popular posts",
    r"trending now|latest (?:news|stories|posts)|recent posts",
    r"editor['’]?s?['’]? picks?|don['’]t miss|in case you missed it|about (?:the )?(?:author|admin)",
    r"(?:tags?|filed under|posted in|categor(?:y|ies)) ?: ?.{1,150}|posted in [\w ,&]{1,60}",
    r"(?:read (?:more|also|next)|also read|see also|you may also like|related(?: (?:article|story|stories|news))?)"
    r" ?[:|»›→–—-] ?.{1,200}",
    r"(?:اقرأ (?:أيضا|أيضاً|ايضا|ايضاً|المزيد)|شاهد (?:أيضا|أيضاً)|(?:مواضيع|مقالات|أخبار) ذات صلة)(?: ?[:：] ?.{0,200})?",
    r"(?:(?:یہ بھی|مزید) (?:پڑھیں|پڑھیے|دیکھیں)|متعلقہ (?:خبریں|مضامین))(?: ?[:：] ?.{0,200})?",
)
# Headings after which teasers stand.
SHELF = re.compile(
    r"related(?: (?:articles|stories|posts|news|content|coverage))?|(?:see|check) also|also read|recommended .*|more .*"
    r"|you (?:may|might).*|most .*|popular posts|trending now|latest .*|recent posts|editor.*|don['’]t miss"
    r"|مواضيع ذات صلة|مقالات ذات صلة|أخبار ذات صلة|متعلقہ خبریں|متعلقہ مضامین",
    re.IGNORECASE,
)
NOTICES = _kind(
    gettext_noop("Notice about cookies, newsletters or sharing"),
    r"(?:this|our) (?:web)?site uses cookies.{0,300}",
    r"we(?: and our partners)? use cookies (?:to|on|and|for|in) .{0,300}",
    r"(?:accept|manage|reject)(?: all)? cookies|cookie (?:policy|settings|notice|preferences)",
    r"by (?:continuing|clicking|using|signing up) .{0,80}(?:cookies|terms of|terms and|privacy policy).{0,150}",
    r"subscribe(?: now| today)?[.!]?",
    r"(?:subscribe|sign up|register)(?: now| today| here)? (?:to|for) (?:our|the|my) "
    r".{0,60}(?:newsletter|updates|alerts|briefing|channel|e-?mails?).{0,100}",
    r"enter your e-?mail.{0,100}|get .{0,60}(?:in|to) your inbox.{0,60}",
    r"share|share (?:this|on|via)(?: (?:article|post|story|page|[\w ]{1,30}))?(?:: ?.{0,100})?",
    r"click to (?:share|print|e-?mail).{0,80}",
    r".{0,80}\(opens in new window\).{0,80}|(?:follow|like|find) us(?: on .{1,80})?|follow @\w+(?: on .{1,40})?",
    r"like loading.{0,10}|loading(?: ?(?:\.{2,}|…))?|tweet|pin it|print this(?: page| article)?|copy link",
    r"advertisements?|sponsored content|(?:story|article) continues below(?: advertisement)?|skip ad(?:vertisement)?",
    r"(?:شارك (?:الخبر|المقال|هذا المقال|على .{1,30})|تابعنا على .{1,40}|اشترك في (?:نشرتنا|النشرة).{0,60}|إعلان)",
    r"(?:ہمیں فالو کریں.{0,40}|شیئر کریں|اشتہار|ہمارے نیوز لیٹر .{0,60})",
)
MAIL = _kind(
    gettext_noop("Header or footer of an e-mail"),
    rf"(?:[^\W\d_][^@:]{{0,30}}[:：])?\W{{0,60}}{ADDRESS}\W{{0,3}}|e-?mail\W{{0,60}}{ADDRESS}\W{{0,3}}",
    r"(?:the )?(?:writer|author|columnist|reporter)s? (?:can|may) be (?:reached|contacted) "
    rf".{{0,60}}{ADDRESS}.{{0,40}}",
    r"sent from (?:my|yahoo|outlook|mail for)(?: \w+){1,3}|\W{0,10}(?:begin )?(?:forwarded|original) message\W{0,10}",
    r"this e-?mail(?: message)?(?: and| is| may| was) .{0,200}(?:confidential|intended|privileged|sent to).{0,800}",
    r"(?:to )?unsubscribe(?:,? (?:click|from|reply|here|at) .{0,120})?\.?",
    r"view (?:this e-?mail|this message|it) in your browser\.?",
    r"you (?:are receiving|have received|received) this (?:e-?mail|message|newsletter) because .{1,250}",
)
HEADER = re.compile(r"(from|to|cc|bcc|sent|date|subject|reply-to|message-id) ?: ?\S.{0,300}", re.IGNORECASE)
IMPRINT = _kind(
    gettext_noop("Address, telephone or imprint"),
    r"(?:tele?(?:phone)?|ph(?:one)?|fax|mobile|cell|call us|whatsapp|هاتف|تلفون|فاكس|فون|فیکس|موبائل)"
    r"\.?(?: ?no\.?)? ?[:.]? ?[+(]?\d[\d\s()./+,;-]{5,60}",
    r"imprint|impressum|privacy (?:policy|statement|notice)|terms (?:of (?:use|service)|(?:and|&) conditions)",
    r"contact us|about us|site ?map|advertise with us|editorial policy",
    r"سياسة الخصوصية|اتصل بنا|ہم سے رابطہ(?: کریں)?",
    r"(?:proudly )?powered by (?:wordpress|blogger|drupal|joomla|ghost|disqus|google|squarespace|[\w-]+\.\w+)\b.{0,40}",
    r"(?:web)?(?:site|theme|page) (?:designed|developed|hosted|built) by .{1,60}",
    r"(?:back )?to top|all times are .{1,40}",
    r"skip to (?:main )?(?:content|navigation)|toggle (?:navigation|menu|search)|العودة إلى الأعلى",
)
KINDS = (COMMENTS, COPYRIGHT, TEASERS, NOTICES, MAIL, IMPRINT)

MENU_WORDS = frozenset(
    re.split(
        r",\s+",
        """home, news, world, sport, sports, business, opinion, opinions, politics, entertainment, technology, tech,
health, science, culture, lifestyle, travel, video, videos, photos, pictures, gallery, galleries, podcasts,
podcast, blog, blogs, weather, national, international, editorial, editorials, columns, columnists,
features, archive, archives, login, log in, sign in, sign up, register, subscribe, search, menu, more,
contact, contact us, about, about us, privacy, privacy policy, terms, terms of use, terms of service, help,
faq, careers, jobs, advertise, rss, facebook, twitter, x, instagram, youtube, linkedin, whatsapp, telegram,
tiktok, pinterest, reddit, email, e-mail, print, share, tweet, latest, latest news, top stories, local,
economy, finance, markets, arts, magazine, e-paper, epaper, newsletters, newsletter, my account, donate,
shop, store, events, press, media, membership, multimedia, live, live tv, tv, radio, sitemap, cookies,
cookie policy, الرئيسية, أخبار, اخبار, رياضة, اقتصاد, سياسة, ثقافة, فيديو, صور, بحث, اتصل بنا, من نحن,
صفحۂ اول, صفحہ اول, ہوم, خبریں, پاکستان, دنیا, کھیل, کاروبار, ویڈیو, ویڈیوز, کالم, تلاش, صحت""",
    )
)
HOME = frozenset({"home", "الرئيسية", "صفحۂ اول", "صفحہ اول", "ہوم"})

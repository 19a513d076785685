"""The words that point to a place to read; they decide no status. Data alone.

English here; `cues_rtl` has Arabic and Urdu. A line without `|` holds single words, a line with it runs of words. `-`
before a cue makes it a false friend: where its words stand, no other cue of that list is heard.
"""

ATTRIBUTION = """
said say says told tells stated states announced announces added adds wrote writes insisted insists claimed
claims confirmed confirms admitted admits warned warns argued argues testified alleged alleges estimates
estimated noted notes reported fears fear
according to | in a statement | in her report | in his report | in their report | in its report |
told reporters | quoted as saying | on condition of anonymity | sources close to | local media report |
report shows | report showed | report found | reports show | report says | study shows | study found |
study says | records show | record shows | register shows | register show | file shows | documents show |
data show | data shows | figures show | images show | survey found | audit found | inquiry found | court found |
research shows | studies show | shows that | showed that | found that | suggests that | suggest that |
revealed that |
-that said | -having said that | -needless to say | -goes without saying | -i have said | -i say | -i said |
-i told | -i admit | -i fear | -i claim | -i write | -we say | -let us say | -you say | -they say |
-people say | -some say | -said to be | -said to have | -is said | -are said | -was said | -were said |
-so to say | -have a say | -no say | -did not say | -would not say | -declined to say | -refused to say |
-does not say | -not say | -say no more | -we were told | -i was told | -said nothing | -said no more |
-to say | -member states | -the states | -united states | -these states |
-claimed hundreds | -claimed dozens | -claimed scores | -claimed thousands | -claimed lives |
-claimed the lives | -claims of | -the claims | -notes on |
-the notes | -these notes | -no fear | -for fear | -in fear | -the fear | -of fear | -fears of | -i added |
-was added | -were added | -is added | -reported to the | -be added |
"""

HEDGE = """
may might could perhaps possibly probably presumably apparently reportedly allegedly supposedly purportedly
purported seems seemed appears appeared likely unlikely suspected suspects rumoured rumored unconfirmed
alleged doubtful
thought to be | thought to have | is thought | are thought | believed to | is believed | are believed |
said to be | said to have | understood to | feared to | it is feared | it is suspected | seem to | appear to |
as if by |
-could not | -could hear | -could see | -could only | -could no longer | -could you | -could we | -i could |
-we could | -may not reproduce | -may not be reproduced | -may not copy | -may not be copied | -you may |
-you might | -may i | -i may | -i might | -may we | -we may | -as likely as not | -appeared in | -appeared on |
-appeared at | -appears in | -appears on | -appeared before | -appeared for | -perhaps you | -perhaps i |
-perhaps we | -with all my might | -the might of | -by might | -could afford | -might as well | -how could |
-who could | -what could | -why could | -where could |
"""

DENIAL = """
denied denies deny denying rejected rejects reject dismissed dismisses refuted refutes refute disputed
disputes dispute untrue baseless fabricated unfounded contradicted contradicts contradict rebutted rebuts
contrary to | no truth in | no truth to | is false | was false | are false | were false | is not true |
was not true | is a lie | was a lie | are lies | called it false | called that false | called this false |
is an invention | pure invention | calls that invented | called that invented | called it invented |
calls it invented |
-denied entry | -denied access | -denied bail | -denied permission | -denied a visa | -denied visas |
-denied leave | -denied care | -denied food | -denied water | -denied medical | -denied treatment |
-deny entry | -deny access | -dismissed from | -dismissed as head | -dismissed as manager |
-dismissed as director | -were dismissed | -be dismissed | -dismissed the case | -dismissed staff |
-dismissed workers | -rejected the offer | -rejected the bid | -rejected the application | -rejected offers |
-rejected for | -disputed border | -disputed territory | -disputed region | -disputed area | -disputed land |
-disputed islands | -pay dispute | -labour dispute | -a dispute over | -the dispute over | -dispute between |
-in dispute | -border dispute | -beyond dispute | -contrary to expectations | -contrary to custom |
-the dispute |
"""

SUPERLATIVE = """
unprecedented highest lowest largest biggest smallest oldest youngest longest shortest deadliest worst
costliest fastest slowest richest poorest heaviest tallest deepest busiest hottest coldest wettest driest
cheapest strongest weakest greatest fewest unmatched
the most | the first | the only | the last time | first time | never before | has ever | have ever | had ever |
record high | record low | a record | more than any | than ever | most expensive | most dangerous |
most common |
-most read | -for the most part | -the most part | -first aid | -first floor | -first name | -the first place |
-the first page | -the first step | -the first thing | -the first night | -the first day | -my youngest |
-the oldest son | -my oldest | -the only thing | -the most i | -the first question | -my greatest |
-the youngest of | -our greatest | -the greatest respect | -the first line | -the only question | -a record of |
-a record label | -the first to speak |
"""

PREDICTION = """
will forecast forecasts predicted predicts predict foresees foresee
is expected to | are expected to | was expected to | were expected to | expects to | expect to | expected to |
is set to | are set to | is bound to | are bound to | is due to | are due to | is likely to | are likely to |
in the coming | is about to | are about to | is poised to | is on course to |
-the will | -a will | -his will | -her will | -their will | -free will | -good will | -ill will | -at will |
-will of | -will you | -i will | -last will | -who will | -what will | -how will | -when will | -where will |
-will power | -god's will | -i predict | -i expect to | -we expect to | -the forecast | -weather forecast |
"""

CONDITION = """
unless
if the | if it | if they | if this | if that | if he | if she | if a | if no | if these | if there |
if nothing | provided that | would have | would be | had it not | had they not | were it | in that case |
in the event of | suppose | assuming |
-as if | -what if | -if you | -if i | -if we | -if only | -if it were not | -ask if | -asked if | -know if |
-even if i | -if it were | -would be nice | -would be grateful | -wonder if | -see if | -would be happy |
-i suppose | -we suppose | -if that is |
"""

FURNITURE = """
copyright | all rights reserved | subscribe | newsletter | sign in | sign up | log in | cookie policy |
read more | related stories | advertisement | privacy policy | terms of use | click here | follow us |
trademark | donate now | more information | contact us | page 1 | share this | your support | isbn | uses cookies |
use cookies | call us | tel | reproduce this | not be reproduced | back to top | press contact |
free trial | unsubscribe | your inbox |
جميع الحقوق محفوظة | تمام حقوق محفوظ |
"""

FEELING = """
shameful sadly shall
i do not | i am | i may | i suppose | i wish | we wish | we must | should | let us | we are sorry |
our thoughts | thank you | we thank | i like | i love | as if we | perhaps you | perhaps i | please |
"""

# Abbreviations and words by which sentences are told apart (`sentences`).
BEFORE_A_NAME = """
mr mrs ms mx dr prof st sr jr rev fr gen col maj capt lt sgt gov sen rep hon pres no nos vol fig figs eq sec ch
art pp ed eds vs cf e.g i.e jan feb mar apr jun jul aug sep sept oct nov dec
"""
ENDS_TOO = "ltd inc co corp bros etc al a.m p.m u.s u.k u.n e.u d.c approx est"
BEGINS = """
the a an he she it they we i you this that these those there but and in on at for after before when while if
as its his her their our no not
"""

"""Words set off by commas that do not change a question: whom it is put to, what it is called, tags at its end."""

from __future__ import annotations

VOCATIVE = (
    "(my? dear | dearest | my? love | darling | honey | sweetheart | sweetie | mate | buddy | pal | dude | sir | madam | "
    "my (dear | good)? (friend | boy | girl | man | robot) | (young | old) (man | lady | woman | fellow | friend | "
    "boy | chap) | "
    "(dear | good | clever | little)? (robot | spatialgeo) | (dear | good | clever) machine | everyone | everybody | "
    "folks | guys)"
)
_ASKING = "(question | request | query | inquiry)"
# "would you be so kind as to tell me ...", "I should be grateful to know ..."
KIND_ENOUGH = (
    "(would | could | might | will | can) you (please)? be (so (kind | good) | (kind | good) enough) (as)? to "
    "(tell me | let me know | say | check | look | see | find out | show me | explain)?"
)
GRATEFUL = (
    "(i | we) (should | would | 'd) be (very | most | so | ever so)? "
    "(grateful | glad | happy | pleased | obliged | delighted) (to (know | hear | learn | be told) | "
    "if (you (could | would) (tell me | say | let me know) | i (could | might) know)) | "
    "(i | we) (would | 'd) (really)? appreciate it if you (could | would) (tell me | say | let me know | check) | "
    "(may | might | could | can) i trouble you to (tell me | say | let me know | check)"
)
# Before a comma or colon.
SET_OFF = (
    f"(a | another | one | my | here BE (my | a | another | the))? (new | next | last | final | quick | short | "
    f"simple)? {_ASKING}",
    "(status | sanity | safety | quick | spot | reality) check | (check | query | request | report) (this)?",
    "(for | on) the record | by the way | to (begin | start) with | first (of all)? | quick one | simple one | one "
    "more | next",
    "(i | let me) (will)? (just)? (put | ask | say | phrase | try) (it | this | that)? (to you)? "
    "((like | in) this way? | this way | another way | (once)? again | differently | simply)?",
    "(what | all | the (only | one)? thing | one thing) (i | we) (really | only | just)? (want | need | would like | have) to "
    "(know | find out | ask | hear) (is | BE)? (this)?",
    "(the | my) question (now)? BE (this | the following | as follows)?",
    "(in your (view | opinion | estimation | judgement) | to your (eye | eyes | mind | knowledge)) | (be)? honest | "
    "seriously | "
    "tell me (this | honestly | one thing)? | (please)? (look | listen | help me) (closely)?",
    "(do)? (forgive | pardon | excuse) (me | my (asking | curiosity)) (for (asking | troubling you | bothering you | "
    "interrupting))? | (i am)? (so)? sorry to (bother | trouble | disturb) you | "
    "(i (do)? hope)? you (do not | will not | would not) mind (me | my)? (asking)?",
    "(when | if | as soon as) you (have (got)? | get) (a | the | some) (moment | minute | second | time) | (at | in) your "
    "(convenience | own time) | if (you)? please",
    "(grab | pick | task | job | work) list",
)
# Between commas, or after one at the end.
ASIDES = (
    VOCATIVE,
    "(if (you | i) (can | could | would | will | may | please | do not mind | do not mind me asking)) | (would | could) you "
    "(please | kindly)? | if it is not too much trouble | if you (will | would) be so (kind | good)",
    "you know | (as)? (seen | viewed) from (here | there | the camera)",
    "tell me (please)? | pray (tell)? | do tell | i (wonder | ask you | beg you) | by the way | as far as you (can)? "
    "(see | tell | know)",
    "to be (sure | precise | exact | certain | clear) | just to be (sure | certain | clear) | for my (records | notes) | "
    "for (the | my)? (grasp | motion | path | route | trajectory | task | pick | placement)? (planning | planner | grasping | "
    "navigation | documentation | purposes)",
    "(many | thank you)? thanks (in advance | a lot | a million | so much | very much)? | thank you (very | so) much",
)
# "as you see it, ...", "it is left of the mug as I see it": from where one looks.
SEEING = "(as | the way | from what) (you | i | we) (can)? (see | look at) (it | them | things | this | that)?"
LOOKING = (
    "(when | as | if) (you | i | we | one) (look | looks) "
    "(at (it | them | that | those | this | things) | from (here | the camera | where (i am | you are)))?"
)

_NOT_SO = "(is | are | was | were | does | do | did | has | have | can | could | would | will | should)"
_IT = "(it | they | there | that | those | these | this | he | she | you | we | i)"
# After a comma: what was said before is a statement, and it is asked whether it is so.
TAGS = (
    f"(or)? {_NOT_SO} ({_IT} not | not {_IT})",
    "(or)? (am | are) (i | we) (right | correct | wrong | mistaken) (there | here | about (that | this))? | (am | "
    "are) (i | we) not "
    "(right | correct)?",
    "(is that (so | right | correct | true | a fact | the case | how (it is | you see it)) | (is | would) that (not)? "
    "(be)? (right | "
    "correct))",
    "(do | would | could | can) (you | not you) (not)? (agree | think so? | say (so)? | confirm (that | this | it)?)",
    "(yes | no | ok | okay | eh | huh | innit | agreed | affirmative | confirmed | is it so | right or wrong | or am "
    "i wrong | or "
    "(is it | are they) not)",
    "(please)? (confirm | verify | check) (that | this | it)? (please)?",
)
WHO = (
    "(he | she | they | someone | somebody | everyone | everybody | people | my? (mum | mummy | mom | mommy | mother | dad | "
    "daddy | father | wife | husband | son | daughter | brother | sister | grandma | grandpa | granny | friend | boss | "
    "colleague | neighbour | teacher | nurse | doctor | partner | flatmate | teddy) | the (operator | planner | boss | nurse))"
)
WANTS_TO_KNOW = (
    f"{WHO} ((just)? (want | wants | would like | needs | need | wish | wishes | wanted) to know | (ask | asks | asked | "
    "wonder | wonders | is asking | are asking | is wondering | wondered))"
)
# What follows is a statement, and it is asked whether it is so.
SUPPOSING = (
    f"{WHO} (say | says | said | think | thinks | thought | claim | claims | claimed | believe | believes | reckon | "
    "reckons | swear | swears | insists | is sure | are sure | told me | tells me) (that)?",
    "(i | we) (would | do)? (suppose | reckon | figure | suspect | presume | say | gather | believe | imagine | "
    "assumed | thought) "
    "(that)?",
    "(i am | we are) (pretty | fairly | quite | almost | rather)? (sure | certain | convinced) (that)?",
    "(surely | certainly | obviously | clearly | apparently | presumably | supposedly | allegedly)",
    "((i | we) (was | were) told | (i | we) (have)? heard | someone (said | says) | they (say | said)) (that)?",
    "(it | that)? (looks | seems | appears) (to me)? (like | as if | as though | that)",
    "(can | could | would | will | may | might | please)? (you)? (please | kindly | quickly | just)? (confirm | "
    "verify | check | "
    "make sure | double check | assure me | ensure | validate) (for me)? that",
    "(double check | validate | assert | ensure | make sure) (that)?",
    "(let us | let me | i (want | need | would like) to | we (want | need) to) (confirm | verify | check | make sure) (that)?",
)
# "look whether ...": only before what says that it is asked.
LOOK_WHETHER = (
    "(can | could | would | will)? (you)? (please | kindly | quickly | just)? (look | check | have a look | take a "
    "look | double check | go and "
    "(look | see | check) | find out | verify | confirm | test | assess | judge | decide | inform me | let me know | "
    "report | state) "
    "(and (see | tell me | check | say | report))? (for me | to me)?"
)

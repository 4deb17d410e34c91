"""The pattern of every numeral and number word of news prose; `numbers` reads what it finds.

Off-the-shelf number parsers read news figures wrongly ("£4.2m", "half a million", "two-thirds", "one
in eight", "2h21m8s"), so this reads them from the characters up. No language model is needed here.
"""

from __future__ import annotations

import re

from claims.extract.figures.currencies import SIGN
from claims.extract.lexicon.number_words import DENOMINATORS, TENS, UNITS, VULGAR

_WORDS = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_CARDINAL = rf"(?:(?:{_WORDS})(?:[- ](?:{'|'.join(list(UNITS)[1:10])}))?)"
_TENS_STEMS = "|".join(word[:-1] for word in TENS)
_BIG = r"hundred|thousand|million|billion|trillion"
_HUGE = r"million|billion|trillion"
DIGITS = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?![\d,]\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:[ ]\d{3})+(?![\d,.]*\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:\.\d+)?|\.\d+)"
)
_PART = rf"(?:{'|'.join(DENOMINATORS)})s?"
_MEASURED = (
    r"(?:second|minute|hour|day|week|month|year|decade|century|inch|foot|yard|mile|met(?:re|er)"
    r"|kilomet(?:re|er)|km|acre|hectare|ounce|pound|stone|kilo|kilogram|tonne|ton|pint|lit(?:re|er)"
    r"|gallon|barrel)"
)
_PERIOD = r"(?:day|week|fortnight|month|year|night|hour|season|decade)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_ROUND = r"two|three|four|five|six|seven|eight|nine|ten|twenty|a\ hundred|10|20|100|1,000"
_TRIES = r"(?:seconds|minutes|hours|days|weeks|months|years|games|matches|attempts|innings|races|seasons)\b"
_GLUED = r"bn|mn|tn|trn|k|m"
AGE_WORDS = "twos threes fours fives sixes sevens eights nines tens elevens twelves".split()

NUMBER = re.compile(
    rf"""(?<![\w.,#/])(?:
      (?P<phone>(?:1-)?\d{{3}}-\d{{3,4}}(?:-\d{{3,4}})?(?![\d-])(?<=\d{{4}})
          |\d{{4,5}}\ \d{{3}}\ \d{{3,4}}\b)
    | (?P<clocked>\d{{1,3}}:\d\d:\d\d(?:\.\d+)?|\d{{1,2}}:\d\d\.\d{{1,2}})(?![\d:])
          (?!\s?(?:GMT|BST|UTC|[ap]\.?m\b))
    | (?P<timed>(?:(?<=\ in\ )|(?<=time\ of\ )|(?<=best\ of\ )|(?<=record\ of\ ))\d{{1,2}}:\d\d(?![\d:.]*\d))
          (?!\s?(?:GMT|BST|UTC|[ap]\.?m\b))
    | (?P<duration>\d{{1,2}}h\s?\d{{1,2}}(?:m(?:in)?)?(?:\s?\d{{1,2}}(?:\.\d+)?s)?
            |\d{{1,3}}m\s?\d{{1,2}}(?:\.\d+)?s)\b
    | (?P<decade>(?:early|mid|late)?[ -]?(?:\d0s|(?:{_TENS_STEMS})ies))\b
    | (?P<under>(?<=under-|.over-)(?:\d{{1,2}}s|{"|".join(AGE_WORDS)}))\b
    | (?P<onein>(?:{_CARDINAL}|\d{{1,2}})\ (?:in\ (?!{_YEAR}\b)(?:every\ )?(?:{_CARDINAL}(?:\ (?:{_BIG}))?
          |an?\ (?:hundred|thousand|million)|\d[\d,]*)|out\ of\ (?:every\ )?(?:{_ROUND}))(?!\s+{_TRIES}))\b
    | (?P<mixed>(?:{_CARDINAL}|\d+)[ -]and[ -](?:an?|one|two|three)[ -](?:half|quarters?|thirds?)
          (?:\ (?:{_BIG}|dozen))?\b|an?\ (?:{_BIG})\ and\ a\ half\b
          |\d*\ ?[{"".join(VULGAR)}](?:\ (?:{_BIG})\b)?)
    | (?P<measure>(?:half[ -](?:of\ )?|(?:three|a)[ -]quarters?\ of\ )an?[ ]{_MEASURED}
          |(?<!half\ )(?<!half-)an?\ {_MEASURED}\ and\ a\ half)\b
    | (?P<halfbig>(?:half|(?:an?|three)[ -]quarters?)\ (?:of\ )?an?\ (?:{_HUGE})|an?\ (?:half
          |quarter)[ -](?:{_HUGE}))\b
    | (?P<dozen>(?:(?:an?|{_CARDINAL}|\d+)[ ])?(?:half[ -](?:an?[ ])?)?dozen)\b
    | (?P<fraction>(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -]{_PART}(?!\s+(?:time
          |straight|consecutive|day|year|quarter))|half)\b(?!\s+(?:an?\s+(?:hour|mile|day|year)|time)))
    | (?P<indefinite>(?:tens\ of\ |hundreds\ of\ )?(?:thousands|millions|billions)|dozens|scores|hundreds
          |trillions|(?:several|a\ few|many|(?:a\ )?couple(?:\ of)?)
          \ (?:dozen|(?:hundred\ )?(?:thousand|{_HUGE})|hundred))\b
    | (?P<article>(?:(?<=within\ )|(?<=more\ than\ )|(?<=less\ than\ )|(?<=longer\ than\ )|(?<=at\ least\ )
          |(?<=almost\ )|(?<=nearly\ )|(?<=about\ )|(?<=around\ )|(?<=roughly\ )|(?<=over\ )|(?<=under\ )
          |(?<=barely\ )|(?<=up\ to\ ))an?(?=\ {_MEASURED}\b))
    | (?P<fold>(?:{_CARDINAL}|\d+)[ -]?fold)\b
    | (?P<once>once(?=\ (?:(?:an?|every|each|per)\ )?(?:{_PERIOD})\b))
    | (?P<multiple>twice|thrice|(?<=more\ than\ )double|(?<=nearly\ )double|(?<=almost\ )double
          |(?:double|triple|quadruple)(?=\ (?:the|that|what|its|their|his|her|last|those)\b))\b
    | (?P<money>(?P<sign>{SIGN})\s?(?P<amount>{DIGITS})(?:[\s-]?(?P<mscale>mn|m|bn|b|tn|trn|k|thousand|lakh
          |crore|{_HUGE})\b)?)
    | (?P<words>(?:an?\ (?={_BIG})|(?={_CARDINAL}))(?:{_CARDINAL}|(?:{_BIG}))
          (?:[ -](?:{_BIG})(?:\ (?:and\ )?{_CARDINAL})?|(?<=hundred)\ (?:and\ )?{_CARDINAL}
          |(?<=thousand)\ (?:and\ )?{_CARDINAL})*(?:\ (?:lakh|crore))?)\b
    | (?P<digits>{DIGITS}(?!\d*/\d)(?:[\s-]?(?P<dscale>{_BIG}|lakh|crore)\b|(?P<tscale>{_GLUED})\b)?)
    )""",
    re.X | re.I,
)

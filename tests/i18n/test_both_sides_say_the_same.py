"""Python and the browser say every message alike, in every language, for numbers and people of all kinds."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from wikicafe import i18n
from wikicafe.i18n import grammar

HERE = Path(__file__).parent
BANANA = HERE.parent.parent / "node_modules" / "banana-i18n"
NUMBERS = [
    0,
    1,
    2,
    3,
    4,
    5,
    10,
    11,
    19,
    21,
    22,
    100,
    101,
    111,
    1000,
    1234,
    12345,
    1000000,
    1.5,
    0.25,
]
WORDS = ["male", "female", "", "(Ben", "ليلى", "12"]
COUNTED = re.compile(r"\{\{\s*(?:PLURAL|FORMATNUM)\s*:\s*\$(\d+)", re.IGNORECASE)
ALWAYS = [
    "$1 $2 $9",
    "{{FORMATNUM:$1}} {{PLURAL:$1|a|b|c|d|e|f}} {{PLURAL:$1|a|b}} {{PLURAL:$1|0=none|1=single|some}}",
    "{{GENDER:$1|he|she|they}} {{GENDER:$1|he|she}} {{GENDER:$1|one}} {{BIDI:$1}}",
    "{{PLURAL:$1|{{GENDER:$2|his|her}} note $1|{{FORMATNUM:$1}} (notes: $2), of {{BIDI:$2}}}}",
    "{{plural:$1|small|letters}}; (a|b) [c] / 100% – “quotes” 'and' $1$2",
]

Case = tuple[str, str, list[str | int | float]]

pytestmark = pytest.mark.skipif(
    not BANANA.exists() or shutil.which("node") is None, reason="npm ci has not run"
)


def in_javascript(cases: list[Case]) -> list[str]:
    answer = subprocess.run(
        ["node", "say.mjs"],
        cwd=HERE,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    said: list[str] = json.loads(answer.stdout)
    return said


def in_python(cases: list[Case]) -> list[str]:
    return [grammar.render(text, lang, parameters) for lang, text, parameters in cases]


def differences(cases: list[Case]) -> list[tuple[Case, str, str]]:
    there, here = in_javascript(cases), in_python(cases)
    return [
        (case, python, javascript)
        for case, python, javascript in zip(cases, here, there, strict=True)
        if python != javascript
    ]


def cases_of(lang: str, text: str) -> list[Case]:
    """Give a message every number; then words wherever it does not count."""
    if not grammar.slots(text):
        return [(lang, text, [])]
    counted = {int(slot) for slot in COUNTED.findall(text)}
    return [
        *((lang, text, [count] * 9) for count in NUMBERS),
        *(
            (lang, text, [2 if slot in counted else word for slot in range(1, 10)])
            for word in WORDS
        ),
    ]


@pytest.mark.parametrize("lang", i18n.languages())
def test_python_and_the_browser_say_every_message_alike(lang: str) -> None:
    texts = [*ALWAYS, *i18n.catalogue(lang).values()]
    assert differences([case for text in texts for case in cases_of(lang, text)]) == []

"""The likely kind of a note whose writer left it open; learned in this café, from what people said here.

A classifier trained elsewhere collapses (F1 0.64 at home, 0.22 abroad), so none is shipped: notes that
have a kind teach, and a few words that give a kind away stand in while there are not many.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from wikicafe.suggest.neighbours import Read
from wikicafe.suggest.words import stem

FEWEST_TAUGHT = 8  # notes with a kind, before words alone say anything
SURE_ENOUGH = 0.5  # of all kinds; else nothing is suggested
CAUTION = 0.5
CUES_COUNT = 3  # times as much as a word
# Words that give a kind away, by language; a question mark does in every language.
CUES = {
    "blocker": {
        "en": "lack lacking missing problem difficult hard barrier no not too never without cannot",
        "de": "fehlt fehlen mangel problem schwierig hürde kein keine nicht zu nie ohne",
        "fr": "manque manquent problème difficile obstacle pas trop jamais sans aucun",
        "es": "falta faltan problema difícil obstáculo no demasiado nunca sin",
        "id": "kurang masalah sulit hambatan tidak terlalu tanpa belum",
        "ru": "нет нехватка проблема трудно сложно барьер не слишком без",
        "ar": "نقص مشكلة صعب عائق لا ليس بدون",
        "zh": "缺乏 困难 问题 没有 障碍 不够 无法",
    },
    "solution": {
        "en": "could should can create build offer provide make help support more better use",
        "de": "könnte sollte können schaffen anbieten mehr besser helfen unterstützen",
        "fr": "pourrait devrait créer offrir proposer plus mieux aider soutenir",
        "es": "podría debería crear ofrecer más mejor ayudar apoyar",
        "id": "bisa dapat sebaiknya membuat menyediakan lebih membantu mendukung",
        "ru": "можно нужно создать предложить больше лучше помочь поддержать",
        "ar": "يمكن يجب إنشاء توفير أكثر أفضل مساعدة دعم",
        "zh": "可以 应该 提供 创建 帮助 支持 更多",
    },
    "next-step": {
        "en": "will next start plan organise organize write invite ask until by month week year",
        "de": "wird werden nächste starten planen organisieren schreiben einladen bis monat woche",
        "fr": "prochain commencer planifier organiser écrire inviter avant mois semaine",
        "es": "próximo empezar planificar organizar escribir invitar antes mes semana",
        "id": "akan berikutnya mulai rencana mengatur menulis mengundang bulan minggu",
        "ru": "будет следующий начать план организовать написать пригласить месяц неделя",
        "ar": "سوف القادم نبدأ خطة تنظيم كتابة دعوة شهر أسبوع",
        "zh": "下一 开始 计划 组织 邀请 将会",
    },
    "open-question": {
        "en": "how why what who when whether which",
        "de": "wie warum was wer wann ob welche",
        "fr": "comment pourquoi quoi qui quand quel quelle",
        "es": "cómo qué quién cuándo cuál",
        "id": "bagaimana mengapa apa siapa kapan",
        "ru": "как почему что кто когда какой",
        "ar": "كيف لماذا ماذا من متى",
        "zh": "如何 什么 怎么 谁来 哪些 是否",
    },
}
QUESTION_MARKS = frozenset("?？؟")


class Kinds:
    """What the notes of each kind have in common, as people chose the kinds here."""

    def __init__(self) -> None:
        self._notes: Counter[str] = Counter()
        self._stems: dict[str, Counter[str]] = defaultdict(Counter)
        self._cues = {
            (kind, language): {stem(word, language) for word in words.split()}
            for kind, by_language in CUES.items()
            for language, words in by_language.items()
        }

    def learn(self, note: Read, kind: str) -> None:
        """Take in that a person gave this note this kind."""
        self._notes[kind] += 1
        self._stems[kind].update(set(note.stems()))

    def forget(self, note: Read, kind: str) -> None:
        """Undo `learn`: the kind was changed, or the note withdrawn."""
        self._notes[kind] -= 1
        self._stems[kind].subtract(set(note.stems()))

    def likely(self, note: Read, text: str) -> str | None:
        """Return the kind this note probably has, or None if that is not clear."""
        scores = {kind: self._score(note, text, kind) for kind in CUES}
        best = max(scores.values())
        raised = {kind: math.exp(score - best) for kind, score in scores.items()}
        kind = max(raised, key=lambda one: (raised[one], one))
        clear = raised[kind] / sum(raised.values()) >= SURE_ENOUGH
        return kind if clear and self._has_reason(note, text, kind) else None

    def _score(self, note: Read, text: str, kind: str) -> float:
        found = set(note.stems())
        score = math.log(self._notes[kind] + 1) + CUES_COUNT * 0.5 * self._hints(
            found, note, text, kind
        )
        if self._notes.total() >= FEWEST_TAUGHT:
            holding = self._stems[kind]
            of = self._notes[kind] + 2 * CAUTION
            score += sum(math.log((holding[one] + CAUTION) / of) for one in found) / max(
                1, math.sqrt(len(found))
            )
        return score

    def _hints(self, found: set[str], note: Read, text: str, kind: str) -> int:
        hints = len(found & self._cues.get((kind, note.language), set()))
        if kind == "open-question" and QUESTION_MARKS & set(text):
            hints += 2
        return min(hints, 2)

    def _has_reason(self, note: Read, text: str, kind: str) -> bool:
        taught = self._notes.total() >= FEWEST_TAUGHT
        return taught or self._hints(set(note.stems()), note, text, kind) > 0

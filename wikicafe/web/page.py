"""Make one page: a template, what every template may use, and the JSON its script begins with."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask import current_app, render_template, request

from wikicafe import assets, i18n
from wikicafe.web.addresses import base_of
from wikicafe.web.desk import desk
from wikicafe.web.language import language, speaker


def page_of(screen: str, more: dict[str, Any] | None = None, **context: Any) -> str:
    """Render `templates/<screen>.html`.

    more: goes into the page's JSON beside {screen, lang, dir, base}. context: for the template.
    """
    lang = language()
    page = {
        "screen": screen,
        "lang": lang,
        "dir": i18n.direction(lang),
        "base": base_of(request.environ, desk().settings),
        **(more or {}),
    }
    return render_template(f"{screen}.html", page=page, **context)


def words() -> dict[str, Any]:
    """What every template has at hand: lang, dir, msg(key, …), speak (the same), vite(entry)."""
    lang, speak = language(), speaker()
    return {
        "lang": lang,
        "dir": i18n.direction(lang),
        "msg": speak,
        "speak": speak,
        "languages": [(code, i18n.autonym(code)) for code in i18n.languages()],
        "vite": _script,
    }


def _script(entry: str) -> Any:
    """Write the tags of an entry, `panel` or `static/src/pages/panel.ts`; nothing if it is not built."""
    try:
        return assets.vite(PurePath(entry).stem, language())
    except assets.NotBuilt as missing:
        current_app.logger.warning("%s", missing)
        return ""

// Languages people work in: their names, and those a list offers. The screen's own languages are i18n's business.
import { language } from './i18n';

// The larger Wikipedias and the larger mother tongues, by code; a list shows them by name.
const OFFERED =
	'af am ar as az be bg bn br bs ca ceb cs cy da de el en eo es et eu fa ff fi fr ga gl gu ha he hi hr ht hu hy id ig ilo is it ja jv ka kk km kn ko ku ky lb ln lo lt lv mg mk ml mn mr ms mt my ne nl no ny oc om or pa pl ps pt qu ro ru rw sd si sk sl sn so sq sr st su sv sw ta te tg th ti tk tl tn tr tt ug uk ur uz vi wo xh yi yo yue zh zu'.split(
		' ',
	);

/** Name a language in the language of the screen; its code if nobody knows it. */
export function nameOf(code: string): string {
	return displayed(code, language()) ?? code;
}

/** Name a language in itself: "français". */
export function autonym(code: string): string {
	return displayed(code, code) ?? code;
}

/** All languages a list offers, sorted by their names in the language of the screen. */
export function offered(but: readonly string[] = []): { code: string; name: string }[] {
	const taken = new Set(but);
	const list = OFFERED.filter((code) => !taken.has(code)).map((code) => ({
		code,
		name: nameOf(code),
	}));
	// A browser that has no name for a language would show its bare code.
	const named = list.filter(({ code, name }) => name !== code);
	return named.sort((one, other) => one.name.localeCompare(other.name, locale(language())));
}

/** "zh-hans" → "zh": a person works in Chinese, not in its script. */
export function spoken(code: string): string {
	return code.split('-')[0] ?? code;
}

/** For the lang attribute: nothing when the language is not determined. */
export function langOf(code: string | undefined): string | undefined {
	return code && code !== 'und' ? code : undefined;
}

function displayed(code: string, inLanguage: string): string | undefined {
	try {
		return new Intl.DisplayNames([locale(inLanguage), 'en'], { type: 'language' }).of(code);
	} catch {
		return undefined; // not a code, or an old browser
	}
}

function locale(code: string): string {
	return code === 'qqx' ? 'en' : code;
}

/** Speak to people in their language. No text for people stands anywhere but in the catalogue. */
import Banana from 'banana-i18n';

type Messages = Record<string, string>;
export type Parameter = string | number;

export type Catalogues = Record<string, () => Promise<Messages>>;

const whole: Catalogues = import.meta.glob<Messages>(
	['../../../wikicafe/i18n/*.json', '!**/qqq.json'],
	{
		import: 'default',
	},
);
const SOURCE = 'en';
const PSEUDO = 'qqx'; // shows the keys instead of the texts, as MediaWiki does

let banana = new Banana(SOURCE);
let messages: Messages = {};
let speaking = SOURCE;

/** Fetch the messages of the page's language. Await this once, before anything is mounted.
 *
 * catalogues: the whole ones, or a phone's shorter ones (phone.ts). */
export async function loadMessages(
	wanted = document.documentElement.lang,
	catalogues = whole,
): Promise<void> {
	speaking = wanted === PSEUDO || fileOf(wanted) in catalogues ? wanted : SOURCE;
	if (speaking === PSEUDO) return;
	messages = (await catalogues[fileOf(speaking)]?.()) ?? {};
	banana = new Banana(speaking, { messages });
}

/** Say one message; $1, $2 … are the parameters. An unknown key is shown as ⧼key⧽. */
export function msg(key: string, ...parameters: Parameter[]): string {
	if (speaking === PSEUDO) return `(${[key, parameters.join(', ')].filter(Boolean).join(': ')})`;
	// As strings: banana's BIDI fails on a number, its PLURAL and FORMATNUM read both.
	return knows(key) ? banana.i18n(key, ...parameters.map(String)) : `⧼${key}⧽`;
}

export function knows(key: string): boolean {
	return key in messages;
}

/** The language spoken on this page, as in the catalogue ("zh-hans"). */
export function language(): string {
	return speaking;
}

/** The direction of the page's language; people's own texts carry dir="auto" instead. */
export function dir(): 'ltr' | 'rtl' {
	return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
}

function fileOf(wanted: string): string {
	return `../../../wikicafe/i18n/${wanted}.json`;
}

/** Why somebody sits where they sit, and what the seats cost: codes of the server in words. Knows no screen. */
import { knows, language, msg, type Parameter } from '../../shared/i18n';
import { nameOf } from '../../shared/languages';

type Params = Record<string, unknown>;

export interface Reason {
	step: string;
	code: string;
	params: Params;
}
export interface Cost {
	kind: string;
	/** null: the whole café. */
	step: string | null;
	value: number;
	at_least: number;
	/** What keeps it from being less; empty where it is nothing. */
	why: string;
	params: Params;
}
/** What people are called, by id. */
export type Names = (person: string) => string;

/** One sentence; a code this page does not know is left out. */
export function reasonInWords({ code, params }: Reason, names: Names): string {
	const key = `seat-why-${code}`;
	return knows(key) ? msg(key, ...parametersOf(params, names)) : '';
}

/** Why a cost is not less; empty where nobody need ask. */
export function costInWords({ why, params }: Cost, names: Names): string {
	const key = `seat-cost-why-${why}`;
	return why && knows(key) ? msg(key, ...parametersOf(params, names)) : '';
}

/** In the order in which the catalogue counts them; a list is named and then counted. */
function parametersOf(params: Params, names: Names): Parameter[] {
	const { people, tables, language: spoken, count, others, size, rounds } = params;
	if (Array.isArray(people)) return [listed(people.map(names)), people.length];
	if (Array.isArray(tables)) return [listed(tables.map(String)), tables.length];
	if (typeof spoken === 'string') return [nameOf(spoken)];
	return [count, others, size, tables, rounds].filter(
		(number): number is number => typeof number === 'number',
	);
}

function listed(words: string[]): string {
	const own = words.map((word) => `\u2068${word}\u2069`); // a name keeps its own direction
	try {
		return new Intl.ListFormat(language() === 'qqx' ? 'en' : language()).format(own);
	} catch {
		return own.join(', ');
	}
}

/** Costs of one step, or of the whole café, in the order in which they count. */
export function costsOf(costs: Cost[], step: string | null): Cost[] {
	const order = ['silent-tables', 'repeats', 'same-affiliation', 'same-country', 'changed-seats'];
	return costs
		.filter((cost) => cost.step === step)
		.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

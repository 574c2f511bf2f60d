/** Where the café stands and what may come next, read from the view. Knows no screen and no server. */
import { leftOf } from '../../shared/clock';
import type { Person, Step, View } from '../../shared/types';

export const FIVE_MINUTES = 5 * 60_000; // ms
const ALMOST_OVER = 60_000; // ms

/** What the one big button does now. */
export type Next =
	| { act: 'begin'; step: Step; rotates: boolean; first: boolean }
	| { act: 'publish' }
	| { act: 'nothing' };

export function runningStep(view: View): Step | null {
	return view.steps.find((step) => step.state === 'running' || step.state === 'paused') ?? null;
}

/** The next step: the first planned one after the last that ran; a step skipped is not begun by itself. */
export function nextStep(view: View): Step | null {
	let last = -1;
	view.steps.forEach((step, place) => {
		if (step.state !== 'planned') last = place;
	});
	return view.steps.slice(last + 1).find((step) => step.state === 'planned') ?? null;
}

export function whatNext(view: View): Next {
	if (view.cafe.closed) return { act: 'nothing' };
	const step = nextStep(view);
	if (step) return { act: 'begin', step, rotates: needsSeats(step), first: !hasBegun(view) };
	return view.steps.length > 0 && !view.cafe.published ? { act: 'publish' } : { act: 'nothing' };
}

export function hasBegun(view: View): boolean {
	return view.steps.some((step) => step.state !== 'planned');
}

/** In rounds and home groups everybody has a place at a table. */
export function needsSeats(step: Step): boolean {
	return step.kind === 'round' || step.kind === 'home-group';
}

/** Does a seating exist for this step already? */
export function isSeated(view: View, step: string): boolean {
	return Boolean(view.seating?.announced && view.seating.steps.includes(step));
}

/** Where the clock ends if five minutes are added; null if no step is on. A paused clock keeps its pause. */
export function fiveMinutesMore(view: View, now: number): number | null {
	const { ends_at, left_ms } = view.clock;
	if (left_ms !== null) return now + left_ms + FIVE_MINUTES;
	return ends_at === null ? null : Math.max(ends_at, now) + FIVE_MINUTES;
}

/** Do people talk at tables, with time left? Whoever ends that should mean it. */
export function interruptsTalk(view: View, now: number): boolean {
	const step = runningStep(view);
	const left = leftOf(view.clock, now);
	return step !== null && needsSeats(step) && left !== null && left > ALMOST_OVER;
}

/** The step whose tables are of interest: the running one, else the next with tables, else the last. */
export function roundOfInterest(view: View): Step | null {
	const running = runningStep(view);
	if (running && needsSeats(running)) return running;
	const seated = view.steps.filter(needsSeats);
	return seated.find((step) => step.state === 'planned') ?? seated.at(-1) ?? null;
}

export interface Seated {
	table: string;
	host: string | null;
	people: Person[];
	notes: number;
}

/** Every table of one step with who sits there. */
export function tablesOf(view: View, step: string): Seated[] {
	const at = new Map<string, Person[]>();
	for (const person of view.people ?? []) {
		const table = person.seats[step];
		if (table === undefined) continue;
		if (!at.has(table)) at.set(table, []);
		at.get(table)!.push(person);
	}
	const ids = [...new Set([...(view.table_ids ?? []), ...at.keys()])].sort(
		(a, b) => Number(a) - Number(b),
	);
	return ids.map((table) => ({
		table,
		host: view.hosts?.[table] ?? null,
		people: at.get(table) ?? [],
		notes: view.sheets?.[step]?.[table] ?? 0,
	}));
}

/** People whose name, affiliation, language, number or table fits what was typed. */
export function found(people: Person[], typed: string, step: string | null): Person[] {
	const words = plain(typed).split(/\s+/).filter(Boolean);
	if (words.length === 0) return people;
	return people.filter((person) => {
		const table = step === null ? '' : (person.seats[step] ?? '');
		const text = plain(
			[person.name, person.affiliation, ...person.languages, `#${person.number}`, table].join(' '),
		);
		return words.every((word) => text.includes(word));
	});
}

/** Without accents and capitals, as people type names they only heard. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase();
}

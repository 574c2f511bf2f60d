/** A design while it is being written: the agenda and the questions as values. Knows no screen and no server. */
import type { AgendaStep, Design, Question, StepKind } from '../../shared/types';

export const STEP_KINDS: readonly StepKind[] = [
	'plenary',
	'round',
	'break',
	'home-group',
	'harvest',
];
export const MIXINGS = ['mixed', 'by-language'] as const;
export const HOST_RULES = ['host-stays', 'nobody-stays', 'everybody-stays'] as const;
export const SMALLEST_TABLE = 3; // people; the server plans no table below three
export const LARGEST_TABLE = 12; // people
export const MOST_TABLES = 200;
export const LONGEST_STEP = 24 * 60; // minutes
/** Minutes a new step of this kind gets; a round of 20 to 30 minutes is usual. */
const USUAL_MINUTES: Record<StepKind, number> = {
	plenary: 10,
	round: 20,
	break: 15,
	'home-group': 20,
	harvest: 30,
};

/** A design of which only the title is missing. */
export function blankDesign(lang: string): Design {
	return {
		title: '',
		purpose: '',
		guiding_question: '',
		readings: [],
		languages: [lang],
		questions: [],
		agenda: [],
		table_count: null,
		table_size: 5,
		host_rule: 'host-stays',
		capacity: null,
		grace_s: 120,
		licence: 'CC BY-SA 4.0',
		friendly_space_url: '',
		place: '',
		date: '',
		organisers: '',
		approve_notes: false,
		retention_days: 30,
	};
}

/** A copy that may be changed without the original noticing. */
export function copyOf(design: Design): Design {
	return JSON.parse(JSON.stringify(design));
}

export function addStep(design: Design, kind: StepKind): AgendaStep {
	const last = design.agenda.at(-1);
	const step: AgendaStep = {
		id: freeId('s', design.agenda),
		kind,
		title: '',
		length_s: USUAL_MINUTES[kind] * 60,
		// The same question may return: a new round goes on with the one before.
		question: kind === 'round' ? (last?.question ?? design.questions.at(-1)?.id ?? null) : null,
		mixing: 'mixed',
	};
	design.agenda.push(step);
	return step;
}

export function removeStep(design: Design, id: string): void {
	design.agenda = design.agenda.filter((step) => step.id !== id);
}

/** Move a step by one place; at the edge it stays where it is. */
export function moveStep(design: Design, id: string, by: -1 | 1): void {
	const from = design.agenda.findIndex((step) => step.id === id);
	const to = from + by;
	if (from < 0 || to < 0 || to >= design.agenda.length) return;
	const [step] = design.agenda.splice(from, 1);
	design.agenda.splice(to, 0, step);
}

/** Only rounds and home groups talk about a question; another kind of step forgets it. */
export function changeKind(step: AgendaStep, kind: StepKind): void {
	step.kind = kind;
	if (!mayAsk(kind)) step.question = null;
	if (kind !== 'round') step.mixing = 'mixed';
}

export function mayAsk(kind: StepKind): boolean {
	return kind === 'round' || kind === 'home-group';
}

export function addQuestion(design: Design): Question {
	const question = {
		id: freeId('Q', design.questions),
		text: '',
		lang: design.languages[0] ?? 'en',
	};
	design.questions.push(question);
	return question;
}

/** Take a question away, also from the rounds that asked it. */
export function removeQuestion(design: Design, id: string): void {
	design.questions = design.questions.filter((question) => question.id !== id);
	for (const step of design.agenda) if (step.question === id) step.question = null;
}

export function totalMinutes(design: Design): number {
	return Math.round(design.agenda.reduce((sum, step) => sum + step.length_s, 0) / 60);
}

/** Whole minutes as typed; nonsense leaves the length as it was. */
export function minutesTyped(text: string | number, before_s: number): number {
	const minutes = Math.round(Number(text));
	return minutes >= 1 && minutes <= LONGEST_STEP ? minutes * 60 : before_s;
}

/** A number as typed, or null for an empty field or nonsense. */
export function numberTyped(text: string, least: number, most: number): number | null {
	const number = Math.round(Number(text));
	return text.trim() !== '' && number >= least && number <= most ? number : null;
}

/** "en, AR fr" → ['en', 'ar', 'fr']: what people type between commas or spaces, each once. */
export function languagesTyped(text: string): string[] {
	const codes = text
		.toLowerCase()
		.split(/[\s,;،、]+/)
		.filter((code) => /^[a-z]{2,3}(-[a-z0-9]+)*$/.test(code));
	return [...new Set(codes)];
}

/** What still keeps this design from being a café: keys of messages. The title is enough. */
export function lacking(design: Design): string[] {
	const keys: string[] = [];
	if (!design.title.trim()) keys.push('plan-lacking-title');
	if (design.questions.some((question) => !question.text.trim()))
		keys.push('plan-lacking-question');
	const addresses = [...design.readings.map((reading) => reading.url), design.friendly_space_url];
	if (addresses.some((url) => url.trim() && !/^https?:\/\/\S+\.?\S/.test(url.trim()))) {
		keys.push('plan-lacking-url');
	}
	return keys;
}

/** The design as it is sent: without empty lines, trimmed. */
export function tidied(design: Design): Design {
	const tidy = copyOf(design);
	tidy.title = tidy.title.trim();
	tidy.friendly_space_url = tidy.friendly_space_url.trim();
	tidy.readings = tidy.readings
		.map(({ title, url }) => ({ title: title.trim() || url.trim(), url: url.trim() }))
		.filter((reading) => reading.title);
	if (tidy.languages.length === 0) tidy.languages = ['en'];
	return tidy;
}

/** An id nobody has had among these: one above the highest number, so that notes never change their step. */
function freeId(letter: string, taken: { id: string }[]): string {
	const numbers = taken.map(({ id }) => Number(id.slice(1)) || 0);
	return `${letter}${Math.max(0, ...numbers) + 1}`;
}

/** Which notes lie where, and which of them one wants to see. Pure; knows no screen. */
import type { Finding, FindingKind, Note, Theme } from '../../shared/types';

export interface Filter {
	question: string;
	table: string;
	language: string;
	kind: string;
	search: string;
	/** Only the notes this finding rests on. */
	finding: string;
}

export const NO_FILTER: Readonly<Filter> = {
	question: '',
	table: '',
	language: '',
	kind: '',
	search: '',
	finding: '',
};

/** In the order in which an outcome tells them. */
export const FINDING_KINDS: readonly FindingKind[] = [
	'blocker',
	'solution',
	'next-step',
	'takeaway',
];

export const NO_KIND = 'none';

export function isFiltering(filter: Filter): boolean {
	return Object.values(filter).some(Boolean);
}

/** A test for notes; the words to search for are taken apart only once. */
export function sieve(filter: Filter, findings: readonly Finding[]): (note: Note) => boolean {
	const words = plain(filter.search).split(/\s+/).filter(Boolean);
	const finding = findings.find(({ id }) => id === filter.finding);
	const resting = finding && new Set(finding.notes);
	return (note) =>
		(!filter.question || note.question === filter.question) &&
		(!filter.table || note.table === filter.table) &&
		(!filter.language || note.lang === filter.language) &&
		(!filter.kind || (note.kind ?? NO_KIND) === filter.kind) &&
		(!resting || resting.has(note.id)) &&
		words.every((word) => word === `n${note.number}` || plain(note.text).includes(word));
}

/** Notes by theme, each pile in the order of writing; '' is the tray of those not placed. */
export function pileUp(notes: readonly Note[], themes: readonly Theme[]): Map<string, Note[]> {
	const piles = new Map<string, Note[]>([['', []]]);
	for (const theme of themes) piles.set(theme.id, []);
	for (const note of notes) (piles.get(note.theme ?? '') ?? piles.get(''))?.push(note);
	return piles;
}

/** What a search compares: small letters without accents. */
export function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Tables "2" before "10". */
export function byNumber(one: string, other: string): number {
	return Number(one) - Number(other) || one.localeCompare(other);
}

/** Next steps: most votes first, then in the order of marking. The others in the order of marking. */
export function inOrder(findings: readonly Finding[], kind: FindingKind): Finding[] {
	const votes = (finding: Finding) => (kind === 'next-step' ? finding.votes : 0);
	return findings
		.filter((finding) => finding.kind === kind)
		.sort((one, other) => votes(other) - votes(one) || one.number - other.number);
}

/** Of the notes of a theme those that are selected; all, where none is. */
export function meant<Any extends { id: string }>(
	notes: readonly Any[],
	selected: ReadonlySet<string>,
): Any[] {
	const chosen = notes.filter(({ id }) => selected.has(id));
	return chosen.length ? chosen : [...notes];
}

/** The theme all these notes lie in, if it is one. */
export function commonTheme(notes: readonly Note[]): string | null {
	const themes = new Set(notes.map(({ theme }) => theme ?? null));
	return themes.size === 1 ? ([...themes][0] ?? null) : null;
}
